"""A run of modules: what is found, what stays for the next, and samples."""

import pytest

from compat_tests.pandas_suite import runner, sample_run
from compat_tests.pandas_suite.differences import compare
from compat_tests.pandas_suite.runner import Outcome
from compat_tests.pandas_suite.suite import Suite

PASSES = """
import pandas
def test_passes(): assert pandas.DataFrame({"a": [2, 1]}).sort_values("a")["a"].iloc[0] == 1
"""
DIFFERS = """
import sys
def test_differs(): assert "accel.pandas" not in sys.modules
def test_fails(): assert 0
def test_is_fine(): pass
"""
LOST = "tests/test_differs.py::test_differs"


@pytest.fixture
def modules(suite):
    return [suite("test_passes.py", PASSES), suite("test_differs.py", DIFFERS)]


def test_both_settings_are_compared_with_plain_pandas(modules, tmp_path):
    said = []
    both = Suite(modules, ["default", "forced"], tmp_path / "results", tmp_path / "cache")
    both.run(2, said.append)
    expected = both.expected()
    assert expected["tests/test_differs.py::test_fails"].status == "failed"
    for setting, fate in (("default", "small"), ("forced", "planned")):
        found = both.results(setting)
        assert list(compare(setting, expected, found.outcomes, []).new) == [LOST]
        assert fate in {call[0] for call in found.calls["test_passes.py"]}
    assert "lost: 1 default, 1 forced" in said[-1]
    assert "12 tests ended" in said[-1]


def test_what_is_done_is_not_run_again(modules, suite, tmp_path):
    def run():
        one = Suite(modules, ["forced"], tmp_path / "results", tmp_path / "cache")
        one.run(1, lambda line: None)
        return {test.rpartition("::")[2]: o for test, o in one.results("forced").outcomes.items()}

    assert run()["test_passes"] == Outcome("passed")
    suite("test_passes.py", "def test_other(): pass")
    suite("test_differs.py", "def test_another(): pass")
    tmp_path.joinpath("results", "forced", "test_differs.py.json").unlink()
    assert set(run()) == {"test_passes", "test_another"}
    Suite(modules, ["forced"], tmp_path / "results", tmp_path / "cache").forget()
    assert set(run()) == {"test_other", "test_another"}


def test_in_a_sample_plain_pandas_is_asked_about_what_does_not_pass(modules, tmp_path):
    expected, results = sample_run.run(modules, ["default"], 1, 2, tmp_path)
    assert expected == {
        "tests/test_passes.py::test_passes": Outcome("passed"),
        LOST: Outcome("passed"),
        "tests/test_differs.py::test_fails": expected["tests/test_differs.py::test_fails"],
        "tests/test_differs.py::test_is_fine": Outcome("passed"),
    }
    assert expected["tests/test_differs.py::test_fails"].status == "failed"
    assert list(compare("default", expected, results["default"].outcomes, []).new) == [LOST]


def test_a_sample_uses_what_is_known_of_plain_pandas(modules, tmp_path):
    known = runner.plain(modules, 60, tmp_path)
    expected, _ = sample_run.run(modules, ["default"], 1, 1, tmp_path)
    assert expected == known
