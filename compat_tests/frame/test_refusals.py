"""Arguments that no plan takes: the answer, or the error, is pandas' own."""

import re

import numpy as np
import pandas
import pytest

import accel
import accel.pandas as pd
from compat_tests.frame.conftest import table


@pytest.mark.parametrize(
    "call",
    [
        lambda df: df[{"i", "j"}],
        lambda df: df["nowhere"],
        lambda df: df[("i", slice(None))],
        lambda df: df.astype({"nowhere": float}),
        lambda df: df.drop_duplicates("nowhere"),
        lambda df: df.drop_duplicates(ignore_index="True"),
        lambda df: df["i"].isin(5),
        lambda df: df["i"].between(1, 2, inclusive="all"),
        lambda df: df.set_index("nowhere"),
        lambda df: df.nlargest(2, ["nowhere"]),
        lambda df: df["i"].map(lambda v: [][v]),
        lambda df: df.drop(columns=["i"], axis=1),
        lambda df: df.rename(columns={"i": "x"}, axis=0),
        lambda df: df.rename({"i": "x"}, axis=1, columns={"j": "y"}),
        lambda df: df["i"].rename("x", axis=1),
        lambda df: df["b"] / df["b"],
    ],
)
def test_errors_are_those_of_pandas(call):
    with pytest.raises(Exception) as expected:  # noqa: PT011 - whatever pandas raises
        call(table(pandas))
    with pytest.raises(expected.type, match=f"^{re.escape(str(expected.value))}$"):
        call(table(pd))


@pytest.mark.parametrize(
    "call",
    [
        lambda df: df[iter(["i", "j"])],
        lambda df: df[{"i": 1, "j": 2}.keys()],
        lambda df: df["i"].isin(v for v in (1, 2)),
        lambda df: df.astype(pandas.Series({"i": "float64"})),
        lambda df: df.assign(x=pandas.col("i") * 2, y=lambda d: d["x"] + 1),
        lambda df: df["i"].astype("Int64").fillna(5),
        lambda df: df.reset_index(col_fill=None),
        lambda df: df["b"].truediv(df["b"]),
        lambda df: df["d"].dt.day_of_year,
    ],
)
def test_what_pandas_takes_is_taken(same, call):
    same(lambda pd, df, other: call(df), planned=False)


def test_what_the_program_raises_comes_through_once():
    seen = []

    def fail(value):
        seen.append(value)
        raise KeyError("mine")

    with pytest.raises(KeyError, match="mine"):
        table(pd)["i"].map(fail)
    assert seen == [3]


def test_pandas_refuses_what_does_not_fit():
    series = pd.Series([1, None], dtype="Int64")
    with pytest.raises(TypeError):
        series.fillna("text")


def test_warnings_of_pandas_are_given_at_the_line_of_the_program():
    df = table(pd)
    for call in (
        lambda: df.sort_values("i", inplace=False),
        lambda: df[["i"]].drop_duplicates(inplace=False),
        lambda: df.copy().rename(columns={"i": "n"}, inplace=True),
        lambda: df[["i", "j"]].drop(columns="j", inplace=True),
    ):
        with pytest.warns(DeprecationWarning, match="inplace keyword") as seen:
            call()
        assert {warning.filename for warning in seen} == {__file__}
    with pytest.warns(UserWarning, match="no effect"):
        df[["d"]].round()


def test_a_frame_of_numpy_values_is_shown_as_pandas_shows_it(capsys):
    pd.DataFrame({"a": np.arange(3)}).info()
    pandas.DataFrame({"a": np.arange(3)}).info()
    ours, theirs = re.split(r"(?<=bytes\n)", capsys.readouterr().out)[:2]
    assert ours == theirs
    assert not accel.explain_fallbacks()
