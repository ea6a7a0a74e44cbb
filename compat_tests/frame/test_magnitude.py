"""Bounds of numbers are never too small, whichever nodes lie between them and their source."""

import numpy as np
import pandas
import pytest

import accel
import accel.pandas as pd
from accel.frame.lazy import state_of
from accel.frame.magnitude import magnitude

FRAME = {
    "a": [0.5, -3.0, np.nan, 2.0],
    "b": [1.0, 0.0, -0.0, 4.0],
    "i": np.array([1, 2, 3, 4], "int8"),
    "k": ["x", "x", "y", "y"],
}

COLUMNS = {
    "a column": lambda df: df["a"],
    "of no rows": lambda df: df[df["i"] > 9]["a"],
    "sum": lambda df: df["a"] + df["b"],
    "product": lambda df: -df["a"] * df["b"].abs(),
    "integers": lambda df: df["i"] * 2,
    "quotient": lambda df: df["a"] / df["b"],
    "choice": lambda df: df["a"].fillna(9.0).where(df["b"] > 0, 7.0),
    "sorted": lambda df: df.sort_values("b").head(3)["a"],
    "joined": lambda df: df.merge(df[["k", "a", "i"]], on="k")["a_y"],
    "widened": lambda df: df.merge(df.head(1)[["b", "i"]], on="b", how="left")["i_y"],
    "stacked": lambda df: pd.concat([df[["a"]], df[["b"]].rename(columns={"b": "a"})])["a"],
    "grouped": lambda df: df.groupby("k")["a"].sum(),
    "of groups": lambda df: df.groupby("k")["b"].max() + df.groupby("k")["b"].std(),
}


@pytest.mark.parametrize("stored", ["memory", "file"])
@pytest.mark.parametrize("column", COLUMNS.values(), ids=COLUMNS)
def test_bound(column, stored, tmp_path):
    frame = pd.DataFrame(FRAME)
    if stored == "file":
        pandas.DataFrame(FRAME).to_parquet(tmp_path / "t.parquet")
        frame = pd.read_parquet(tmp_path / "t.parquet")
    state = state_of(column(frame))
    bound = magnitude(state.space.node, state.expr)
    values = column(frame).abs().dropna()
    largest = max(values, default=0.0)
    assert largest <= bound
    assert np.isfinite(bound) == np.isfinite(largest)


@pytest.mark.parametrize("keys", [[1, 2, 1, 2], [1, 1, 2, 2]])
def test_rows_of_a_group_that_are_apart_need_no_bound(keys):
    frame = pd.DataFrame({"k": keys, "a": [np.inf, 1.0, 2.0, 1.0]})
    frame.groupby("k")["a"].sum()
    assert bool(accel.explain_fallbacks(clear=True)) == (keys == sorted(keys))
