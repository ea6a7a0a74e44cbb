"""An index of evenly spaced numbers is a range only where pandas' is."""

import pandas
import pytest

import accel.pandas as pd
from compat_tests.frame.conftest import table


def concat(df, *parts):
    module = pandas if type(df) is pandas.DataFrame else pd
    return module.concat(parts)


CASES = {
    "one of some": lambda df: df[df["i"] > 1].pipe(lambda d: d[d["i"] > 4]),
    "one of even ones": lambda df: df[df["i"] > 0].pipe(lambda d: d[d["j"] < 6])[:1],
    "one of every other": lambda df: df[df["j"] % 2 == 0].pipe(lambda d: d[d["j"] == 6]),
    "all of all of some": lambda df: df[df["i"] > 1][lambda d: d["i"] > 1][lambda d: d["i"] > 1],
    "the first of the ordered": lambda df: df.sort_values("j", ascending=False)[:1],
    "the first of the mixed": lambda df: df.sort_values("i", kind="stable").head(1),
    "back in order": lambda df: df.sort_values("i", kind="stable").sort_index(),
    "back and forth": lambda df: df.sort_values("j", ascending=False).sort_index(),
    "the largest": lambda df: df[df["i"] > 1].nlargest(1, "f"),
    "none of some": lambda df: df[df["i"] > 1].pipe(lambda d: d[d["i"] > 99]),
    "none of all": lambda df: df[df["i"] > 99],
    "distinct": lambda df: df[df["i"] > 1].drop_duplicates("k").head(2),
    "a slice of numbers from 3": lambda df: df.iloc[3:].pipe(lambda d: d[d["j"] > 7]),
    "a series": lambda df: df["i"][df["i"] > 1].sort_values(kind="stable").head(1),
    "a column": lambda df: df.set_index("j"),
    "an even part of a column": lambda df: df.set_index("j")[2:5],
    "one of a column": lambda df: df[:1].set_index("i"),
    "none of a column": lambda df: df[:0].set_index("i"),
    "some of a column": lambda df: df.set_index("i").pipe(lambda d: d[d["j"] < 3]),
    "some of an even column": lambda df: df.assign(e=df["i"] * 0 + df["j"]).set_index("e")[
        lambda d: d["j"] < 3
    ],
    "parts": lambda df: concat(df, df[df["j"] < 4], df[df["j"] >= 4]),
    "parts of parts": lambda df: concat(df, df[df["i"] == 7], df[df["i"] > 2]),
    "a range and an index": lambda df: concat(df, df[:1], df[df["i"] > 2]),
    "none beyond the end": lambda df: df.iloc[99:],
    "named": lambda df: df.rename_axis("row")[df["i"].to_numpy() > 1].head(1),
}


@pytest.mark.parametrize("case", CASES)
def test_the_class_of_an_index_is_that_of_pandas(case):
    expected = CASES[case](table(pandas)).index
    got = CASES[case](table(pd)).index
    assert repr(got) == repr(expected)
