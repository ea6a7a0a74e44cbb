"""Aggregates of whole columns, against plain pandas."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from accel.plan.errors import Unsupported
from compat_tests.aggregate.oracle import reduce

_random = np.random.default_rng(6)
ROWS = 3000
FRAME = pd.DataFrame(
    {
        "int8": _random.integers(-128, 128, ROWS).astype("int8"),
        "int64": _random.integers(-(2**40), 2**40, ROWS),
        "uint64": _random.integers(0, 2**63, ROWS).astype("uint64") * 2,
        "float64": np.where(_random.random(ROWS) < 0.2, np.nan, _random.normal(5, 1e5, ROWS)),
        "float32": _random.random(ROWS).astype("float32"),
        "bool": _random.integers(0, 2, ROWS).astype(bool),
        "datetime": _random.integers(0, 10**15, ROWS).view("datetime64[us]"),
        "str": pd.Series(_random.choice(["", "b", "ab", None], ROWS), dtype="str"),
    }
)
NUMBERS = ["int8", "int64", "uint64", "float64", "float32", "bool"]
FUNCTIONS = ["sum", "mean", "min", "max", "count", "nunique", "std", "var", "any", "all", "median"]


def check(frame: pd.DataFrame, column: str, function: str, dtype: object, **options: object):
    expected = getattr(frame[column], function)(**options)
    found = reduce(frame[[column]], [(function, column)], [dtype], **options)[0]
    if isinstance(expected, float | np.floating):
        np.testing.assert_allclose(found, expected, rtol=1e-6 if dtype == "float32" else 1e-12)
    else:
        assert found == expected or (pd.isna(found) and pd.isna(expected))


@pytest.mark.parametrize("column", NUMBERS)
@pytest.mark.parametrize("function", FUNCTIONS)
def test_numbers(function, column):
    dtype = np.asarray(getattr(FRAME[column], function)()).dtype
    check(FRAME, column, function, str(dtype))


@pytest.mark.parametrize("column", ["datetime", "str"])
@pytest.mark.parametrize("function", ["min", "max", "count", "nunique"])
def test_others(function, column):
    dtype = "int64" if function in ("count", "nunique") else str(FRAME[column].dtype)
    check(FRAME, column, function, dtype)


@pytest.mark.parametrize("function", ["sum", "prod", "count", "nunique", "any", "all"])
@pytest.mark.parametrize("column", ["int64", "float64"])
def test_of_nothing(function, column):
    empty = FRAME.iloc[:0]
    check(empty, column, function, str(np.asarray(getattr(empty[column], function)()).dtype))


@pytest.mark.parametrize("function", ["mean", "min", "max", "std", "median"])
def test_missing_result_of_nothing(function):
    check(FRAME.iloc[:0], "float64", function, "float64")


def test_least_of_no_integers_is_left_to_pandas():
    with pytest.raises(Unsupported, match="min of an empty column"):
        reduce(FRAME[["int64"]].iloc[:0], [("min", "int64")], ["int64"])


def test_all_missing():
    frame = pd.DataFrame({"v": [np.nan] * 5})
    for function in ("sum", "mean", "min", "max", "count", "std"):
        check(frame, "v", function, "int64" if function == "count" else "float64")
    check(frame, "v", "sum", "float64", min_count=1)


def test_sums_past_infinity():
    frame = pd.DataFrame({"v": [1.0, np.inf, -3.0], "w": [np.inf, -np.inf, 0.0]})
    found = reduce(frame, [("sum", "v"), ("sum", "w")], ["float64", "float64"])
    assert found[0] == np.inf
    assert np.isnan(found[1])
