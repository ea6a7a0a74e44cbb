"""What became of the intercepted calls is counted: in a plan, made again, pandas', too small."""

import pytest

import accel.pandas as pd
from accel.frame import realise, tally
from accel.plan.errors import DataDependent
from accel.settings import options


@pytest.fixture
def frame(monkeypatch):
    monkeypatch.setattr(options, "min_rows", 0)
    return pd.DataFrame({"a": [3, 1, 2], "g": ["x", "y", "x"]})


def fates(calls):
    return [(call.fate, call.name) for call in calls]


def test_nobody_counts(frame):
    frame.sort_values("a")
    assert tally.calls is None


def test_planned(frame):
    with tally.counted() as calls:
        frame.sort_values("a").reset_index(drop=True)
        frame.groupby("g")["a"].sum()
        pd.concat([frame, frame])
    assert fates(calls) == [
        ("planned", "DataFrame.sort_values"),
        ("planned", "DataFrame.reset_index"),
        ("planned", "DataFrame.groupby"),
        ("planned", "DataFrameGroupBy.__getitem__"),
        ("planned", "SeriesGroupBy.sum"),
        ("planned", "concat"),
    ]


def test_handed_to_pandas(frame):
    with tally.counted() as calls:
        frame.sort_values("a", key=lambda a: -a)
    assert fates(calls)[0] == ("pandas", "DataFrame.sort_values")
    assert calls[0].reason


def test_a_method_of_groups_that_is_not_planned_counts_once(frame):
    grouped = frame.groupby("g")
    with tally.counted() as calls:
        grouped.agg(lambda a: a.iloc[0])
    assert [fate for fate, name in fates(calls) if name.startswith("DataFrameGroupBy")] == [
        "pandas"
    ]


def test_below_the_gate(frame, monkeypatch):
    monkeypatch.setattr(options, "min_rows", 4)
    with tally.counted() as calls:
        frame.sort_values("a")
        pd.merge(frame, frame, on="a")
    assert fates(calls) == [("small", "DataFrame.sort_values"), ("small", "merge")]


def test_calls_of_pandas_own_code_are_not_counted(frame, monkeypatch):
    monkeypatch.setattr(options, "min_rows", 4)
    with tally.counted() as calls:
        frame.describe()
    assert calls == []


def test_made_again_in_pandas_counts_each_call_once(frame, monkeypatch):
    def shows_late(state):
        raise DataDependent("known when it runs")

    with tally.counted() as calls:
        ordered = frame.sort_values("a")
        monkeypatch.setattr(realise, "manager_of", shows_late)
        for label in ("a", "a", "g"):  # three plans over one call
            assert len(ordered[label].tolist()) == 3
    replayed = [call for call in calls if call.fate == "replayed"]
    names = [call.name for call in replayed]
    assert names.count("DataFrame.sort_values") == 1
    assert names.count("DataFrame.__getitem__") == 3
    assert {call.reason for call in replayed} == {"known when it runs"}
