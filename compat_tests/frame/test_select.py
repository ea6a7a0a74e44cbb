"""Choosing columns and rows."""

from collections import namedtuple

import numpy as np
import pandas
import pytest

import accel.pandas as pd
from compat_tests.frame.conftest import table

CASES = {
    "column": lambda pd, df, o: df[df["i"] > 1]["f"],
    "attribute": lambda pd, df, o: df[["f", "s"]].s,
    "columns": lambda pd, df, o: df[["f", "i", "s"]],
    "get": lambda pd, df, o: df[["f", "i"]].get("i"),
    "mask": lambda pd, df, o: df[df["i"] > 1],
    "mask of missing": lambda pd, df, o: df[df["f"] > 1],
    "loc function": lambda pd, df, o: df[df["i"] > 1].loc[lambda d: d["i"] < 4],
    "loc mask": lambda pd, df, o: df.loc[df["b"]],
    "loc mask columns": lambda pd, df, o: df.loc[df["b"], ["s", "i"]],
    "loc mask column": lambda pd, df, o: df.loc[df["f"].notna(), "f"],
    "loc all columns": lambda pd, df, o: df.loc[:, ["d", "t"]],
    "loc slice of columns": lambda pd, df, o: df.loc[:, "f":"s"],
    "loc series": lambda pd, df, o: df["i"].loc[df["i"] > 2],
    "series mask": lambda pd, df, o: df["i"][df["b"]],
    "mask of a filtered frame": lambda pd, df, o: (lambda x: x[x["b"]])(df[df["i"] > 1]),
    "text mask": lambda pd, df, o: df[df.s == "b"],
    "text order": lambda pd, df, o: df[df.t >= "x2"],
    "date text": lambda pd, df, o: df[df["d"] >= "2024-01-31"],
    "date": lambda pd, df, o: df[df["d"] < pd.Timestamp(2024, 1, 1)],
    "and or not": lambda pd, df, o: df[(df.i > 1) & ~df.b | (df.f < 0)],
    "iloc": lambda pd, df, o: df[df.i > 0].iloc[1:4],
    "iloc from the end": lambda pd, df, o: df[df.i > 0].iloc[-3:],
    "iloc columns": lambda pd, df, o: df[df.i > 0].iloc[:4, [0, 2]],
    "head": lambda pd, df, o: df[df.i > 0].head(3),
    "head of series": lambda pd, df, o: df[df.i > 0]["s"].head(2),
    "head but": lambda pd, df, o: df[df.i > 0].head(-2),
    "tail": lambda pd, df, o: df[df.i > 0].tail(2),
    "slice": lambda pd, df, o: df[df.i > 0][2:5],
    "nothing": lambda pd, df, o: df[df.i > 100],
}


@pytest.mark.parametrize("code", CASES.values(), ids=CASES)
def test_selection(same, code):
    same(code)


FALLBACKS = {
    "label": lambda pd, df, o: df.loc[3],
    "row and column": lambda pd, df, o: df.loc[3, "i"],
    "labels": lambda pd, df, o: df.loc[[1, 2]],
    "positions": lambda pd, df, o: df.iloc[[1, 2]],
    "one position": lambda pd, df, o: df.iloc[2, 0],
    "column in memory": lambda pd, df, o: df["f"],
    "attribute in memory": lambda pd, df, o: df.s,
    "series label": lambda pd, df, o: df["i"][4],
    "mask of other rows": lambda pd, df, o: df[["i"]][(df.iloc[::-1]["i"] > 1).sort_index()],
    "list of booleans": lambda pd, df, o: df[[True, False] * 4],
    "boolean frame": lambda pd, df, o: df[["i", "f"]][df[["i", "f"]] > 1],
    "query": lambda pd, df, o: df.query("i > 1 and f < 5"),
    "sample": lambda pd, df, o: df.sample(3, random_state=1),
    "filter": lambda pd, df, o: df.filter(like="f"),
}


@pytest.mark.parametrize("code", FALLBACKS.values(), ids=FALLBACKS)
def test_what_plans_lack_is_pandas(same, code):
    same(code, planned=False)


def test_a_column_that_is_not_there_by_default():
    lazy = table(pandas).accel.lazy()
    assert lazy.get("nowhere") is None
    assert lazy.get("nowhere", 5) == 5


@pytest.mark.parametrize(
    "choose",
    [
        lambda s: s[s > 4],
        lambda s: s[s % 2 == 0],
        lambda s: (s + 1).dropna(),
        lambda s: (s + 1).sort_values(),
        lambda s: (s + 1).head(3),
    ],
)
def test_labels_with_a_frequency(choose):
    days = pandas.date_range("2020-01-01", periods=10)
    expected = choose(pandas.Series(range(10), index=days))
    got = choose(pd.Series(range(10), index=days))
    assert got.index.freq == expected.index.freq
    pandas.testing.assert_series_equal(got, expected)


def test_a_named_tuple_is_a_label():
    pair = namedtuple("pair", ["a", "b"])
    labels = pandas.Index([pair("x", "y"), pair("u", "v")], tupleize_cols=False)
    df = pd.DataFrame({"n": [1, 2]}, index=labels)
    assert df.loc[pair("u", "v")]["n"] == 2


def test_an_expression_chooses_rows():
    df = pd.DataFrame({"a": [True, False, True], "b": [True, True, False]})
    assert list(df.loc[pd.col("a") & pd.col("b")].index) == [0]


@pytest.mark.parametrize("axis", ["index", "columns"])
def test_all_of_a_frame_with_levels_is_the_frame_itself(axis: str):
    def same(pd, labels):
        df = pd.DataFrame({"a": [1, 2], "b": [3, 4]}).set_axis(labels, axis=axis) + 1
        return [df.loc[:, :] is df, df.loc[:] is df, df.loc[:, np.array([True, True])] is df]

    for labels in (pandas.MultiIndex.from_arrays([["x", "y"]]), pandas.Index(["x", "y"])):
        assert same(pd, labels) == same(pandas, labels)
