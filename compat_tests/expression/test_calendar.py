"""Datetimes and timedeltas, against pandas."""

import operator
import warnings

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from accel.plan.errors import DataDependent
from compat_tests.expression.oracle import RELAXED, assert_equal, call, column, evaluate, literal

FIELDS = [
    "year", "month", "day", "quarter", "dayofweek", "dayofyear", "hour", "minute", "second",
]  # fmt: skip
UNITS = ["s", "ms", "us", "ns"]
NAT = np.iinfo(np.int64).min


def field_of(series, field):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", pd.errors.Pandas4Warning)
        return getattr(series.dt, field)


def moments(unit, count=3000):
    """Days at and beside midnight over centuries, and any moment of the unit's range."""
    rng = np.random.default_rng(0)
    days = rng.integers(-80_000, 80_000, count) * 86400
    seconds = np.concatenate([days, days - 1, days + 1, days + rng.integers(0, 86400, count)])
    scaled = seconds * {"s": 1, "ms": 10**3, "us": 10**6, "ns": 10**9}[unit]
    limit = {"s": 2**50, "ms": 2**60, "us": 2**63 - 1, "ns": 2**63 - 1}[unit]
    wide = rng.integers(-limit, limit, count)
    return pd.Series(np.concatenate([scaled, scaled - 1, wide]).view(f"M8[{unit}]"))


@pytest.mark.parametrize("unit", UNITS)
@pytest.mark.parametrize("field", FIELDS)
def test_fields(unit, field):
    series = moments(unit)
    expr = call("int32", f"dt_{field}", column(1, series.dtype))
    assert_equal(evaluate(expr, {1: series}), field_of(series, field))


def test_leap_days():
    series = pd.Series(pd.date_range("1896-01-01", "2104-12-31", unit="us"))
    for field in ("year", "month", "day", "dayofyear"):
        expr = call("int32", f"dt_{field}", column(1, series.dtype))
        assert_equal(evaluate(expr, {1: series}), field_of(series, field))


def test_nat_makes_a_field_depend_on_data():
    series = pd.Series(["2020-02-29", None], dtype="M8[us]")
    expr = call("int32", "dt_year", column(1, series.dtype))
    with pytest.raises(DataDependent, match="float64"):
        evaluate(expr, {1: series})


@pytest.mark.parametrize("unit", UNITS)
def test_normalize(unit):
    series = pd.concat([moments(unit, 500), pd.Series([pd.NaT], dtype=f"M8[{unit}]")])
    lowest = series.min() + pd.Timedelta(1, "D").as_unit(unit)
    series = series.where(series > lowest)
    expr = call(series.dtype, "dt_normalize", column(1, series.dtype))
    assert_equal(evaluate(expr, {1: series}), series.dt.normalize())


SMALL = st.lists(st.none() | st.integers(-(10**9), 10**9), min_size=1, max_size=12)


def series_from(values, kind, unit):
    numbers = [NAT if value is None else value for value in values]
    return pd.Series(np.array(numbers, np.int64).view(f"{kind}8[{unit}]"))


@RELAXED
@given(
    SMALL,
    st.none() | st.integers(-(10**9), 10**9),
    st.sampled_from(UNITS),
    st.sampled_from(UNITS),
    st.sampled_from([("add", "M", "m"), ("sub", "M", "m"), ("sub", "M", "M"), ("add", "m", "M"),
                     ("add", "m", "m"), ("sub", "m", "m")]),
)  # fmt: skip
def test_sums_and_differences(values, other, unit, other_unit, case):
    op, kind, other_kind = case
    left = series_from(values, kind, unit)
    right = series_from([other] * len(values), other_kind, other_unit)
    expected = getattr(operator, op)(left, right)
    columns = {1: left, 2: right}
    expr = call(expected.dtype, op, column(1, left.dtype), column(2, right.dtype))
    assert_equal(evaluate(expr, columns), expected)
    constant = literal(right.dtype, NAT if other is None else other)
    expr = call(expected.dtype, op, column(1, left.dtype), constant)
    assert_equal(evaluate(expr, columns), expected)


def test_overflow_is_left_to_pandas():
    series = pd.Series(np.array([2**63 - 1, 0]).view("M8[ns]"))
    expr = call("M8[ns]", "add", column(1, "M8[ns]"), literal("m8[ns]", 1))
    with pytest.raises(DataDependent, match="out of range"):
        evaluate(expr, {1: series})
    expr = call("M8[ns]", "sub", literal("M8[ns]", -(2**63) + 2), column(1, "m8[ns]"))
    with pytest.raises(DataDependent, match="out of range"):
        evaluate(expr, {1: pd.Series(series.to_numpy().view("m8[ns]"))})


@pytest.mark.parametrize("unit", ["s", "ns"])
def test_timedelta_ratio_and_multiple(unit):
    left = series_from([None, 10, -3, 0, 7], "m", unit)
    right = series_from([5, None, 2, 4, 0], "m", "ms")
    expr = call("float64", "truediv", column(1, left.dtype), column(2, right.dtype))
    with np.errstate(all="ignore"):
        assert_equal(evaluate(expr, {1: left, 2: right}), left / right)
    numbers = pd.Series([1, 2, -3, 4, 5])
    expr = call(left.dtype, "mul", column(1, left.dtype), column(2, "int64"))
    assert_equal(evaluate(expr, {1: left, 2: numbers}), left * numbers)
    expr = call(left.dtype, "mul", literal("int64", 3), column(1, left.dtype))
    assert_equal(evaluate(expr, {1: left}), 3 * left)
    expr = call(left.dtype, "neg", column(1, left.dtype))
    assert_equal(evaluate(expr, {1: left}), -left)
