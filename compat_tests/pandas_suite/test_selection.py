"""Which tests are run: the whole suite in portions, a sample, files and folders by name."""

import pytest

from compat_tests.pandas_suite import left_out, runner, selection
from compat_tests.pandas_suite.sampling import chosen, function_of


def test_no_such_module():
    with pytest.raises(FileNotFoundError):
        runner.modules_of(["frame/test_nothing.py"])


def test_the_whole_suite_is_all_but_what_is_left_out():
    modules = selection.whole_suite()
    folders = {selection.folder_of(module) for module in modules}
    there = {path.name for path in (runner.ROOT / "tests").iterdir() if any(path.glob("test_*.py"))}
    assert there - folders == set(left_out.FOLDERS)
    assert "." in folders
    assert len(modules) == len(set(modules)) > 900


def test_portions_hold_every_module_once_the_largest_first():
    sizes = {f"m{n}": n * 37 % 101 for n in range(100)}
    portions = selection.shards(sizes, 150)
    assert sorted(m for portion in portions for m in portion) == sorted(sizes)
    totals = [sum(sizes[m] for m in portion) for portion in portions]
    assert totals == sorted(totals, reverse=True)
    assert max(totals) <= 150


def test_a_module_that_is_larger_than_a_portion_is_one_of_its_own():
    assert selection.shards({"a": 1, "b": 500, "c": 1}, 100) == [["b"], ["a"], ["c"]]


def test_a_size_is_guessed_until_plain_pandas_has_run(tmp_path):
    module = "frame/test_unary.py"
    assert selection.weights([module], tmp_path)[module] > 0
    runner.write_whole(runner.cached(module, tmp_path), '{"a": {}, "b": {}}')
    assert selection.weights([module], tmp_path) == {module: 2}


TESTS = [f"tests/{m}.py::test_{n}[{p}]" for m in "abc" for n in range(100) for p in range(5)]


def test_a_sample_is_a_share_of_the_functions_and_always_the_same():
    sample = chosen(TESTS, 0.3)
    assert sample == chosen(TESTS[::-1], 0.3)
    functions = [function_of(test) for test in sample]
    assert len(functions) == len(set(functions))
    for module in "abc":
        assert 15 < sum(f.startswith(f"tests/{module}.py") for f in functions) < 45
    assert chosen(TESTS, 0.1) < sample < chosen(TESTS, 0.9)
    assert {function_of(test) for test in chosen(TESTS, 1)} == {function_of(t) for t in TESTS}
    assert len({test[-2] for test in sample}) == 5


def test_every_module_is_in_the_sample():
    assert {test[:7] for test in chosen(TESTS, 0)} == {"tests/a", "tests/b", "tests/c"}
    assert chosen(["tests/d.py::test"], 0) == {"tests/d.py::test"}


def test_known_differences_are_in_the_sample():
    always = {"tests/a.py::test_3", "tests/b.py::test_4[2]"}
    assert chosen(TESTS, 0, always) - chosen(TESTS, 0) <= {
        test for test in TESTS if function_of(test) in always or test in always
    }
    assert sum(test in chosen(TESTS, 0, always) for test in TESTS if "a.py::test_3[" in test) == 5
    assert "tests/b.py::test_4[2]" in chosen(TESTS, 0, always)
