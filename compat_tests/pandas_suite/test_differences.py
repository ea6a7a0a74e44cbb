"""What counts as a difference, and how the list of known ones is read."""

from compat_tests.pandas_suite import differences
from compat_tests.pandas_suite.differences import Known, compare
from compat_tests.pandas_suite.runner import Outcome

A = "tests/frame/test_unary.py::test_a[x-1]"
B = "tests/frame/test_unary.py::test_b"


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
    comparison = compare("default", {A: Outcome("xfailed")}, {}, [])
    assert comparison.new[A].error == "NotCollected"
    module = "frame/test_unary.py"
    comparison = compare("default", {A: Outcome("passed")}, {}, [], {module: "ImportError: x"})
    assert comparison.new[A].text == "ImportError: x"


def test_what_fails_in_plain_pandas_says_nothing():
    expected = {A: Outcome("failed"), B: Outcome("skipped")}
    got = {A: Outcome("passed"), B: Outcome("failed")}
    assert compare("default", expected, got, []).as_expected


def test_the_list_gives_reasons(tmp_path):
    path = tmp_path / "known.txt"
    path.write_text(
        "# Why\n# so.\nboth frame/test_unary.py::test_a[x y]\n\n# Other.\ndefault t.py::b\n"
    )
    first, second = differences.read_known(path)
    assert first == Known("both", "tests/frame/test_unary.py::test_a[x y]", "Why so.")
    assert second.reason == "Other."
    assert all(entry.reason for entry in differences.read_known())
