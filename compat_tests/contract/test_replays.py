"""A plan that is made again in pandas is made of what the calls were given at their time."""

import copy

import numpy as np
import pandas
import pytest

import accel.pandas as pd
from accel.frame.core import plain
from accel.settings import options

CALLS = {
    "df[f]": lambda df, f: df[f(lambda d: d["a"] > 1)],
    "loc[f]": lambda df, f: df.loc[f(lambda d: d["a"] > 1)],
    "loc[f, label]": lambda df, f: df.loc[f(lambda d: d["a"] > 1), ["a", "d"]],
    "loc[mask, f]": lambda df, f: df.loc[df["a"] > 1, f(lambda d: ["a", "d"])],
    "loc[f] of labels": lambda df, f: df.loc[f(lambda d: [2, 0])],
    "loc[f] of other rows": lambda df, f: df.loc[f(lambda d: d["a"].sort_values() > 1)],
    "iloc[f]": lambda df, f: df.iloc[f(lambda d: slice(0, 2))],
    "assign": lambda df, f: df.assign(z=f(lambda d: d["a"] + 1)),
    "where": lambda df, f: df.where(f(lambda d: d["a"] > 1)),
    "mask": lambda df, f: df.assign(a=df["a"].mask(f(lambda s: s > 1), 0)),
    "sort_values": lambda df, f: df.sort_values("a", key=f(lambda s: -s)),
    "pipe": lambda df, f: df.pipe(f(lambda d: d[d["a"] > 1])),
    "rename": lambda df, f: df.rename(columns=f(lambda name: name * (1 + (name == "a")))),
    "map": lambda df, f: df.assign(a=df["a"].map(f(lambda v: v + 1))),
    "apply": lambda df, f: df.assign(a=df.apply(f(lambda row: row["a"] * 2), axis=1)),
    "agg": lambda df, f: df.groupby("s", as_index=False).agg({"d": f(lambda g: g.max())}),
}  # fmt: skip


DAYS = pandas.to_datetime(["2024-01-01", None, "2023-01-01"])
OTHER = np.datetime64("2000-01-01")
GIVEN = {
    "isin list": ([1, 2], lambda df, v: df[df["a"].isin(v)], lambda v: v.append(3)),
    "isin array": (np.array([1, 2]), lambda df, v: df[df["a"].isin(v)], lambda v: v.fill(9)),
    "isin set": ({1, 2}, lambda df, v: df[df["a"].isin(v)], lambda v: v.add(3)),
    "mask": ([True, True, False], lambda df, v: df[v], lambda v: v.reverse()),
    "array": (np.array([True, False, True]), lambda df, v: df[v], lambda v: v.fill(False)),
    "columns": (["a", "d"], lambda df, v: df[v], lambda v: v.clear()),
    "sort": (["a"], lambda df, v: df.sort_values(v, ascending=False), lambda v: v.append("d")),
    "rename": ({"a": "b"}, lambda df, v: df.rename(columns=v), lambda v: v.update(d="a")),
    "fillna": ({"a": 0}, lambda df, v: df.fillna(v), lambda v: v.update(d=OTHER)),
    "assign": (DAYS.to_numpy().copy(), lambda df, v: df.assign(d=v), lambda v: v.fill(OTHER)),
    "agg": ({"d": ["min"]}, lambda df, v: df.groupby("s").agg(v)["d"].rename(columns={"min": "d"}),
            lambda v: v["d"].append("max")),
    "drop": (["a"], lambda df, v: df.drop(columns=v), lambda v: v.append("d")),
}  # fmt: skip


def some_rows(module):
    """Return a lazy frame whose column of days has a missing one.

    A year of it is found missing when the plan runs, and pandas makes all calls again.
    """
    frame = module.DataFrame({"a": [1, 2, 3], "d": DAYS, "s": ["x", "y", "z"]})
    return frame[frame["a"] > 0]


@pytest.fixture(autouse=True)
def _forced(monkeypatch):
    monkeypatch.setattr(options, "_min_rows", 0)


@pytest.mark.parametrize("call", CALLS.values(), ids=list(CALLS))
def test_functions_are_called_as_often_as_in_pandas(call):
    seen = []
    for module in (pandas, pd):
        count = [0]

        def counted(function, count=count):
            def counting(*args):
                count[0] += 1
                return function(*args)

            return counting

        result = call(some_rows(module), counted)
        years = result["d"].dt.year
        seen.append((plain(years), plain(result), count[0]))
    (years, result, count), (ours, mine, calls) = seen
    pandas.testing.assert_series_equal(ours, years)
    pandas.testing.assert_frame_equal(mine, result)
    assert calls == count


@pytest.mark.parametrize("name", GIVEN)
def test_arguments_are_those_of_the_call(name):
    given, call, change = GIVEN[name]
    seen = []
    for module in (pandas, pd):
        value = copy.deepcopy(given)
        years = call(some_rows(module), value)["d"].dt.year
        change(value)
        seen.append(plain(years))
    pandas.testing.assert_series_equal(*seen)
