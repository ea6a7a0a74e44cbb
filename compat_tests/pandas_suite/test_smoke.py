"""A quick part of pandas' own tests, and how the list of known differences is read."""

import pytest

from compat_tests.pandas_suite import differences, runner
from compat_tests.pandas_suite.differences import Known, compare
from compat_tests.pandas_suite.runner import Outcome

SELECTION = (
    "frame/test_unary.py",
    "frame/methods/test_drop_duplicates.py",
    "frame/methods/test_head_tail.py",
    "frame/methods/test_isin.py",
    "frame/methods/test_nlargest.py",
    "frame/methods/test_reset_index.py",
    "frame/methods/test_sort_values.py",
    "frame/indexing/test_getitem.py",
    "groupby/test_numeric_only.py",
    "reshape/merge/test_merge_cross.py",
    "series/methods/test_isin.py",
)

A = "tests/frame/test_unary.py::test_a[x-1]"
B = "tests/frame/test_unary.py::test_b"


@pytest.fixture(scope="module")
def expected(tmp_path_factory):
    """Return what plain pandas does."""
    return runner.plain(runner.modules_of(SELECTION), 60, tmp_path_factory.mktemp("plain"))


@pytest.mark.parametrize("setting", ["default", "forced"])
def test_pandas_own_tests(expected, setting):
    got = runner.run(runner.modules_of(SELECTION), setting, 60).outcomes
    comparison = compare(setting, expected, got, differences.read_known())
    assert comparison.total > 800
    assert comparison.as_expected, differences.show(comparison, 10)


def test_a_known_difference_is_counted_apart():
    expected = {A: Outcome("passed"), B: Outcome("passed")}
    got = {A: Outcome("failed", "ValueError"), B: Outcome("failed", "ValueError")}
    known = [Known("forced", A.partition("[")[0], "")]
    comparison = compare("forced", expected, got, known)
    assert list(comparison.known) == [A]
    assert list(comparison.new) == [B]
    assert not comparison.as_expected
    assert B in differences.show(comparison, 10)


def test_an_entry_that_passes_is_reported():
    passed = {A: Outcome("passed"), B: Outcome("failed")}
    known = [
        Known("both", A, ""),
        Known("default", A, ""),
        Known("both", "tests/o/test_o.py::t", ""),
    ]
    assert compare("forced", passed, passed, known).stale == known[:1]


def test_a_test_that_is_not_there_differs():
    assert list(compare("default", {A: Outcome("xfailed")}, {}, []).new) == [A]


def test_the_list_gives_reasons(tmp_path):
    path = tmp_path / "known.txt"
    path.write_text(
        "# Why\n# so.\nboth frame/test_unary.py::test_a[x y]\n\n# Other.\ndefault t.py::b\n"
    )
    first, second = differences.read_known(path)
    assert first == Known("both", "tests/frame/test_unary.py::test_a[x y]", "Why so.")
    assert second.reason == "Other."
    assert all(entry.reason for entry in differences.read_known())


def test_no_such_module():
    with pytest.raises(FileNotFoundError):
        runner.modules_of(["frame/test_nothing.py"])
