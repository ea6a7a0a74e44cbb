"""Reductions, distinct values, order."""

import numpy as np
import pytest

import accel.pandas as pd
from compat_tests.frame.conftest import table

FUNCTIONS = ["sum", "mean", "min", "max", "count", "nunique", "std", "var", "median", "prod"]


@pytest.mark.parametrize("function", FUNCTIONS)
@pytest.mark.parametrize("column", ["i", "j", "f", "g"])
def test_numbers(same, function, column):
    same(lambda pd, df, o: getattr(df[column], function)())
    same(lambda pd, df, o: getattr(df[df["i"] > 100][column], function)(), planned=False)


SCALARS = {
    "bool sum": lambda pd, df, o: df["b"].sum(),
    "bool mean": lambda pd, df, o: df["b"].mean(),
    "any": lambda pd, df, o: (df["i"] > 5).any(),
    "all": lambda pd, df, o: (df["i"] > -9).all(),
    "expression": lambda pd, df, o: (df["i"] * df["f"]).sum(),
    "text count": lambda pd, df, o: df["s"].count(),
    "text nunique": lambda pd, df, o: df["s"].nunique(),
    "text max": lambda pd, df, o: df["t"].max(),
    "date min": lambda pd, df, o: df["d"].min(),
    "date max": lambda pd, df, o: df[df["i"] > 1]["d"].max(),
    "ddof": lambda pd, df, o: df["f"].std(ddof=0),
    "agg": lambda pd, df, o: df["f"].agg("mean"),
    "length": lambda pd, df, o: len(df[df["i"] > 1]),
    "shape": lambda pd, df, o: df[df["i"] > 1].shape,
    "empty": lambda pd, df, o: df[df["i"] > 100].empty,
    "size": lambda pd, df, o: df[df["i"] > 1]["i"].size,
    "dtype": lambda pd, df, o: (df["i"] / 2).dtype,
    "names": lambda pd, df, o: list(df[df["i"] > 1].columns),
    "ndim": lambda pd, df, o: df[df["i"] > 1].ndim,
}


@pytest.mark.parametrize("code", SCALARS.values(), ids=SCALARS)
def test_scalars(same, code):
    same(code)


FRAMES = {
    "frame sum": lambda pd, df, o: df[["i", "j"]].sum(),
    "frame mean": lambda pd, df, o: df[["i", "f"]].mean(),
    "frame max": lambda pd, df, o: df[["i", "f"]].max(),
    "frame count": lambda pd, df, o: df.count(),
    "frame numeric mean": lambda pd, df, o: df[["i", "s", "f"]].mean(numeric_only=True),
    "frame of kinds": lambda pd, df, o: df[["i", "s"]].max(),
    "skipna": lambda pd, df, o: df["f"].sum(skipna=False),
    "rows": lambda pd, df, o: df[["i", "f"]].sum(axis=1),
    "describe": lambda pd, df, o: df["f"].describe(),
    "several": lambda pd, df, o: df["f"].agg(["min", "max"]),
    "quantile": lambda pd, df, o: df["f"].quantile(0.3),
    "mode": lambda pd, df, o: df["k"].mode(),
    "idxmax": lambda pd, df, o: df["f"].idxmax(),
    "dtypes": lambda pd, df, o: df.dtypes,
    "unique": lambda pd, df, o: df["i"].unique(),
    "unique text": lambda pd, df, o: df["s"].unique(),
    "unique of filtered": lambda pd, df, o: df[df["b"]]["f"].unique(),
}


@pytest.mark.parametrize("code", FRAMES.values(), ids=FRAMES)
def test_values_that_are_there_at_once(same, code):
    same(code, planned=False)


LAZY = {
    "drop_duplicates": lambda pd, df, o: df[["i"]].drop_duplicates(),
    "drop_duplicates subset": lambda pd, df, o: df.drop_duplicates(subset=["k", "b"]),
    "drop_duplicates label": lambda pd, df, o: df.drop_duplicates("s"),
    "drop_duplicates last": lambda pd, df, o: df.drop_duplicates("k", keep="last"),
    "drop_duplicates numbered": lambda pd, df, o: df.drop_duplicates("k", ignore_index=True),
    "drop_duplicates series": lambda pd, df, o: df["f"].drop_duplicates(),
    "value_counts": lambda pd, df, o: df["k"].value_counts(),
    "value_counts ascending": lambda pd, df, o: df["i"].value_counts(ascending=True),
    "value_counts missing": lambda pd, df, o: df["s"].value_counts(dropna=False),
    "sort": lambda pd, df, o: df.sort_values("i", kind="stable"),
    "sort by two": lambda pd, df, o: df.sort_values(["k", "f"], ascending=[False, True]),
    "sort text": lambda pd, df, o: df.sort_values(["s", "i"]),
    "sort missing first": lambda pd, df, o: df.sort_values(["f", "i"], na_position="first"),
    "sort dates": lambda pd, df, o: df.sort_values(["d", "j"], ascending=False),
    "sort numbered": lambda pd, df, o: df.sort_values(["i", "j"], ignore_index=True),
    "sort head": lambda pd, df, o: df.sort_values(["i", "j"]).head(3),
    "sort series": lambda pd, df, o: df["t"].sort_values(kind="stable"),
    "sort series down": lambda pd, df, o: df["j"].sort_values(ascending=False),
    "sort filtered": lambda pd, df, o: df[df["b"]].sort_values("j", ascending=False)[["t"]],
    "nlargest": lambda pd, df, o: df.nlargest(3, "f"),
    "nlargest by two": lambda pd, df, o: df.nlargest(4, ["i", "j"]),
    "nsmallest": lambda pd, df, o: df.nsmallest(3, "i"),
    "nlargest series": lambda pd, df, o: df["f"].nlargest(3),
    "nsmallest series": lambda pd, df, o: df["i"].nsmallest(2),
    "sort_index": lambda pd, df, o: df.set_index("i").sort_index(ascending=False),
    "sort_index of a range": lambda pd, df, o: df.sort_index(),
}


@pytest.mark.parametrize("code", LAZY.values(), ids=LAZY)
def test_planned(same, code):
    same(code)


FALLBACKS = {
    "sort key": lambda pd, df, o: df.sort_values("t", key=lambda s: s.str.lower(), kind="stable"),
    "sort columns": lambda pd, df, o: df.sort_index(axis=1),
    "drop all duplicates": lambda pd, df, o: df.drop_duplicates("k", keep=False),
    "nlargest all": lambda pd, df, o: df.nlargest(2, "i", keep="all"),
    "normalized": lambda pd, df, o: df["k"].value_counts(normalize=True),
    "value counts of rows": lambda pd, df, o: df[["k", "b"]].value_counts(),
}


@pytest.mark.parametrize("code", FALLBACKS.values(), ids=FALLBACKS)
def test_what_plans_lack_is_pandas(same, code):
    same(code, planned=False)


@pytest.mark.parametrize("dtype", ["complex128", "Int64", "timedelta64[us]", "category"])
def test_numeric_only_keeps_what_pandas_keeps(same, dtype):
    def code(pd, df, other):
        return df[["i", "j", "s"]].assign(x=df["i"].astype("int64").abs().astype(dtype))

    if dtype != "category":
        same(lambda pd, df, other: code(pd, df, other).sum(numeric_only=True), planned=False)
    same(lambda pd, df, other: code(pd, df, other).groupby("j").sum(numeric_only=True),
         planned=False)  # fmt: skip


@pytest.mark.parametrize("function", ["sum", "min", "max", "mean", "median", "any", "all", "std"])
def test_both_axes_give_a_scalar(same, function):
    same(lambda pd, df, other: getattr(df[["i", "j", "f"]], function)(axis=None), planned=False)


def test_numpy_reduces_both_axes(same):
    same(lambda pd, df, other: np.all(df[["i", "j"]]), planned=False)


def test_numeric_only_is_a_bool():
    with pytest.warns(DeprecationWarning, match="numeric_only"):
        table(pd)[["i"]].min(numeric_only=1)


@pytest.mark.parametrize("function", ["any", "sum", "mean"])
def test_apply_finds_the_axis_by_name(same, function):
    same(lambda pd, df, other: df[["i", "j"]].apply(function, axis=1), planned=False)
