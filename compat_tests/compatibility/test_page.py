"""docs/compatibility.md is what the code makes, and its list of deviations holds."""

import difflib

import numpy as np
import pandas
import pytest

import accel.pandas
from accel.deviations import DEVIATIONS
from accel.frame.core import plain
from compat_tests.compatibility import page
from compat_tests.compatibility.probe import (
    ERROR,
    PANDAS,
    PLANNED,
    DisagreementError,
    engine_forced,
    probe,
)


def test_the_page_is_what_the_code_makes(tmp_path):
    made, committed = page.text(tmp_path).splitlines(), page.PATH.read_text().splitlines()
    changes = list(difflib.unified_diff(committed, made, "committed", "made", n=0, lineterm=""))
    assert not changes, f"run {page.COMMAND}:\n" + "\n".join(changes)


@pytest.mark.parametrize("deviation", DEVIATIONS, ids=lambda d: d.title)
def test_a_deviation_is_as_it_says(deviation):
    rows = 5_000
    random = np.random.default_rng(0)
    frame = pandas.DataFrame({"a": random.integers(0, 9, rows), "b": random.normal(size=rows)})
    expected = eval(deviation.instead, {"df": frame})
    with engine_forced():
        got = eval(deviation.example, {"df": frame.accel.lazy()})
    if isinstance(expected, pandas.DataFrame):
        pandas.testing.assert_frame_equal(plain(got), expected)
    elif isinstance(expected, pandas.Index):
        pandas.testing.assert_index_equal(got, expected)
    else:
        assert got == pytest.approx(expected, rel=deviation.tolerance)


def test_the_readme_lists_the_deviations():
    readme = (page.PATH.parents[1] / "README.md").read_text()
    assert all(f"- {deviation.title}." in readme for deviation in DEVIATIONS)


FRAME = pandas.DataFrame({"i": [3, 1, 2], "s": ["b", "a", "c"]})


def test_the_probe_tells_who_computed():
    planned = probe('df[df["i"] > 1]', {"df": FRAME})
    assert (planned.kind, planned.reason) == (PLANNED, "")
    left = probe('df.sort_values("i", key=abs)', {"df": FRAME})
    assert (left.kind, left.reason) == (PANDAS, "key= is not planned")
    assert probe('df["x"]', {"df": FRAME}).kind == ERROR


def test_the_probe_finds_different_results(monkeypatch):
    monkeypatch.setattr(accel.pandas.DataFrame, "head", lambda self, n: self.tail(n))
    with pytest.raises(DisagreementError, match="head"):
        probe("df.head(2)", {"df": FRAME})
