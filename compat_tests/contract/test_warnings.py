"""Warnings come when pandas warns, name the line of the program, and may be errors."""

import warnings

import numpy as np
import pytest

import accel.pandas
from compat_tests.contract.comparing import attempt, compare


def test_warnings_name_the_line(make_small):
    def program(pd):
        df = make_small(pd)
        part = df[df["i"] > 1]
        for one in (df, part):
            one.drop(columns="t").reset_index(inplace=True)
            one[["i"]].fillna(0, inplace=True)
            one["f"].fillna(0, inplace=False)
            one[["i", "f"]].sort_values("i", inplace=True, kind="stable")
            yield attempt(lambda: one["d"].dt.to_pydatetime())  # noqa: B023
            yield attempt(lambda: one["f"].astype("Int8", copy=False))  # noqa: B023
            yield attempt(lambda: one.groupby("k", observed=False)["i"].sum())  # noqa: B023
            yield attempt(lambda: one["t"].str.contains("(a)"))  # noqa: B023
            yield attempt(lambda: one["f"].map(np.log))  # noqa: B023
            yield attempt(lambda: np.log(one["f"] - 100))  # noqa: B023
            yield attempt(lambda: pd.concat([one[["f"]].head(0), one[["f"]]]))  # noqa: B023
            yield attempt(lambda: pd.to_datetime(one["t"].head(1), errors="coerce"))  # noqa: B023
            yield attempt(lambda: one["i"].groupby(one["k"]).apply(lambda g: warn(g)))  # noqa: B023
            yield attempt(lambda: one["i"].head(3).map(warn))  # noqa: B023
            yield attempt(lambda: one["f"] // 0)  # noqa: B023
            yield attempt(lambda: one["f"].sum() / np.float64(0))  # noqa: B023

    compare(program)


def warn(value):
    """Warn as the program does."""
    warnings.warn("own warning", UserWarning, stacklevel=2)
    return value


def test_warnings_that_are_errors(make_small):
    def program(pd):
        df = make_small(pd)
        part = df[df["i"] > 1]
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            yield attempt(lambda: part.drop(columns="t").reset_index(inplace=True))
            yield attempt(lambda: part["t"].str.contains("(a)"))
            yield attempt(lambda: part["i"].head(2).map(warn))
            yield attempt(lambda: np.log(part["f"] - 100))
            yield attempt(lambda: part.sort_values("i", inplace=True, kind="stable"))
        yield part
        yield part[part["i"] > 2]

    compare(program)


def test_a_warning_that_is_an_error_is_the_error(monkeypatch):
    """A call that fails is tried again for pandas' own error; not one that only warned."""
    monkeypatch.setattr(accel.options, "min_rows", 0)
    df = accel.pandas.DataFrame({"a": accel.pandas.Series([(1,), (2,)], dtype=object)})
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with pytest.raises(Warning, match="Operation with tuple"):
            df.add((1,))
