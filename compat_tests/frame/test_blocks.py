"""Columns of results lie in the blocks that pandas would hold them in."""

import numpy as np
import pandas
import pytest

import accel.pandas as pd
from accel.frame.lazy import is_lazy


def _table(module):
    return module.DataFrame(
        {
            "k": ["a", "b", "a", "c"],
            "i": [1, 2, 3, 4],
            "f": [0.5, np.nan, 1.5, 2.5],
            "t": module.to_datetime(["2020-01-01", "2020-01-02", None, "2021-03-04"]),
            "j": [3, 4, 5, 6],
            "g": [1.0, 2.0, 3.0, 4.0],
            "s": ["x", "y", "z", "x"],
            "b": [True, False, True, True],
            "c": module.Categorical(["u", "v", "u", "v"]),
            "h": [0.5, 1.5, 2.5, 3.5],
            "u": module.to_datetime(["2020-01-01", None, "2022-01-01", "2021-03-04"]),
            "o": module.Series([1, "x", None, 2.5], dtype=object),
        }
    )


def _blocks(frame):
    return [(str(block.dtype), block.mgr_locs.as_array.tolist()) for block in frame._mgr.blocks]


def _without(frame, label):
    del frame[label]
    return frame


def _with(frame, place, label):
    frame.insert(place, label, 4)
    return frame


def _kept(df):
    return df[df["i"] > 1]


def _numbers(df):
    return df[["i", "f", "j", "g"]]


PIPELINES = {
    "filter": _kept,
    "sort": lambda df: df.sort_values("g", ascending=False),
    "head": lambda df: _kept(df).head(2),
    "head of more": lambda df: _kept(df).assign(z=1).head(2),
    "copy of more": lambda df: _kept(df).assign(z=1).copy(),
    "slice of more": lambda df: _kept(df).assign(z=1)[:2],
    "columns": lambda df: df[["s", "g", "i", "b", "f", "j"]],
    "columns of a filter": lambda df: _kept(df)[["g", "i", "k", "f", "j", "u", "t"]],
    "columns in memory, backwards": lambda df: df[["j", "i", "g"]],
    "new column of one in memory": lambda df: df.assign(y=df["f"] * 2),
    "new columns": lambda df: _kept(df).assign(z=1, y=lambda d: d["f"] * 2),
    "new columns, filtered": lambda df: _kept(df.assign(z=1, y=df["f"] * 2, x=df["i"] + 1)),
    "replaced columns": lambda df: _kept(df).assign(i=lambda d: d["i"] * 2, f=lambda d: d["i"]),
    "inserted": lambda df: _with(_kept(df), 1, "n"),
    "deleted": lambda df: _without(_kept(df), "f"),
    "deleted of one block": lambda df: _without(_kept(df)[["f", "g", "h"]], "f"),
    "dropped": lambda df: _kept(df).drop(columns=["k", "f", "c"]),
    "renamed": lambda df: _kept(df).rename(columns={"i": "n"}),
    "by label": lambda df: _kept(df).loc[:, "i":"s"],
    "by position": lambda df: _kept(df).iloc[:, [5, 0, 2]],
    "index": lambda df: _kept(df).set_index(["k", "j"]),
    "index and back": lambda df: _kept(df).set_index("k").reset_index(),
    "arithmetic": lambda df: _numbers(df) * 2,
    "comparison": lambda df: _numbers(df) > 1,
    "frames": lambda df: _numbers(df) + _numbers(df).assign(f=1.5),
    "one block and two": lambda df: df[["f", "g"]] * 1 + df[["f"]].assign(g=2.0),
    "missing": lambda df: _kept(df).isna(),
    "filled": lambda df: _numbers(df).fillna(0),
    "dtype": lambda df: _numbers(df).astype("float64"),
    "dtypes": lambda df: _numbers(df).astype({"i": "float64"}),
    "merge": lambda df: _numbers(df).merge(df[["i", "s", "g", "f"]], on="i"),
    "merge of two names": lambda df: df[["k", "i", "j"]].merge(
        df[["j", "s", "g"]], left_on="i", right_on="j", how="left"
    ),
    "concat": lambda df: pandas_or(df).concat([_numbers(df), _numbers(df)]),
    "concat of floats": lambda df: pandas_or(df).concat([df[["f", "g"]], df[["f", "g"]]]),
    "sums": lambda df: df.groupby("k")[["i", "f", "j", "g"]].sum(),
    "sums of all": lambda df: df[["k", "i", "f", "j", "g", "b"]].groupby("k").min(),
    "keys as columns": lambda df: (
        df[["k", "i", "b", "j", "g"]].groupby(["k", "i"], as_index=False).max()
    ),
    "keys put together": lambda df: df.groupby(["k", "i"], as_index=False)[["j", "f"]].sum(),
    "aggregates": lambda df: df.groupby("k", as_index=False).agg(
        a=("i", "sum"), b=("f", "mean"), c=("i", "max")
    ),
    "lists of aggregates": lambda df: df.groupby("k").agg({"i": ["sum", "mean"], "f": ["min"]}),
    "aggregates of one": lambda df: df.groupby("k")["i"].agg(["sum", "mean", "max"]),
    "distinct numbers": lambda df: df.groupby("k")[["i", "j"]].nunique(),
    "counts": lambda df: df.groupby(["k", "b"], as_index=False).size(),
    "sums as a frame": lambda df: df.groupby("k")["i"].sum().reset_index(),
}


def pandas_or(frame):
    """Return the module that a frame is of."""
    return pd if type(frame) is pd.DataFrame else pandas


@pytest.mark.parametrize("name", PIPELINES)
def test_blocks_are_those_of_pandas(name):
    made = PIPELINES[name](_table(pd))
    expected = PIPELINES[name](_table(pandas))
    pandas.testing.assert_frame_equal(made, expected)
    assert _blocks(made) == _blocks(expected)


def test_of_no_rows():
    frames = (_table(module).head(0) for module in (pd, pandas))
    made, expected = (frame.assign(n=lambda df: df["i"]) for frame in frames)
    assert _blocks(made) == _blocks(expected)


def test_of_a_file(tmp_path):
    path = tmp_path / "t.parquet"
    _table(pandas).drop(columns=["c", "o"]).to_parquet(path)
    made = pd.read_parquet(path)
    assert is_lazy(made)
    assert _blocks(made) == _blocks(pandas.read_parquet(path))


def _refused(module):
    frame = _kept(_table(module)).groupby("k", as_index=False)[["t", "i"]].max()
    repr(frame)
    return frame.iloc[1:] * 1.5


def test_a_frame_that_pandas_cut_is_refused_at_the_same_column():
    with pytest.raises(TypeError) as expected:
        _refused(pandas)
    with pytest.raises(TypeError) as raised:
        _refused(pd)
    assert str(raised.value) == str(expected.value)


def _large(module, rows=400_000):
    numbers = np.arange(rows)
    names = "abcd"
    return module.DataFrame({name: numbers + k for k, name in enumerate(names)}, copy=True)


def test_what_the_engine_wrote_is_not_copied(monkeypatch):
    expected = _large(pandas)
    expected = expected[expected["a"] % 3 == 0] * 2
    monkeypatch.delattr("accel.frame.blocks._stacked")
    frame = _large(pd)
    made = frame[frame["a"] % 3 == 0] * 2
    pandas.testing.assert_frame_equal(made, expected)
    assert _blocks(made) == _blocks(expected)


@pytest.mark.parametrize("columns", [["b", "c"], ["d", "b"], ["d", "a", "b"], ["a"]])
def test_columns_of_a_frame_in_memory_are_not_copied(columns):
    frame = _large(pd, 1000)
    part = frame[columns]
    part._mgr  # noqa: B018 - reading computes
    for label in columns:
        assert np.shares_memory(part[label].values, frame[label].values)


def _cell(frame):
    frame.iloc[0, 1] = -1


def _cells(frame):
    frame.loc[frame["a"] > 2, "b"] = -5


def _column(frame):
    taken = frame["b"]
    taken.iloc[0] = -9
    frame["c"] = taken


def _held(frame):
    kept = frame[["a", "b"]]
    frame.iloc[1, 0] = -7
    frame["a_before"] = kept["a"]


@pytest.mark.parametrize("change", [_cell, _cells, _column, _held])
@pytest.mark.parametrize("origin", [lambda df: df[df["a"] > 1], lambda df: df * 2, lambda df: df])
def test_writes(origin, change):
    results = []
    for module in (pandas, pd):
        frame = _large(module, 20)
        made = origin(frame)
        other = made["d"]
        made.shape  # noqa: B018
        change(made)
        results.append((frame, made, other))
    for expected, actual in zip(*results, strict=True):
        assert expected.equals(actual)


def test_a_computed_frame_is_written_in_place():
    addresses = []
    frame = _large(pd, 1000)
    made = frame[frame["a"] > 1]
    made._mgr  # noqa: B018 - reading computes
    del frame
    for value in (1, 2):
        made.iloc[0, 1] = value
        addresses.append(made._mgr.blocks[0].values.__array_interface__["data"][0])
    assert len(set(addresses)) == 1


@pytest.mark.parametrize("columns", [["b"], ["b", "c"], ["d", "a", "c"]])
@pytest.mark.parametrize("is_part", [False, True])
def test_writes_to_shared_columns(columns, is_part):
    frame = _large(pd, 1000)
    part = frame[columns]
    part._mgr  # noqa: B018 - reading computes
    expected = (frame if is_part else part).copy(deep=True)
    (part if is_part else frame).iloc[5] = -1
    assert (frame if is_part else part).equals(expected)
