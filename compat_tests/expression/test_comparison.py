"""Comparison of numbers and times, against pandas."""

import itertools
import operator

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from accel.execute.expression import check
from accel.plan.errors import Unsupported
from compat_tests.expression.oracle import (
    BOOL,
    RELAXED,
    assert_equal,
    call,
    column,
    evaluate,
    literal,
)
from compat_tests.expression.test_arithmetic import odd_values, pairs

OPERATORS = ["eq", "ne", "lt", "le", "gt", "ge"]
UNITS = ["s", "ms", "us", "ns"]
NAT = np.iinfo(np.int64).min


@pytest.mark.parametrize("op", OPERATORS)
@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("float64", "float64"),
        ("float32", "float64"),
        ("int64", "float64"),
        ("float64", "int8"),
        ("int64", "int64"),
        ("uint8", "int8"),
        ("uint64", "uint64"),
        ("bool", "int64"),
        ("bool", "bool"),
    ],
)
def test_columns(op, left, right):
    a, b = pairs(left, right)
    expr = call(BOOL, op, column(1, left), column(2, right))
    assert_equal(evaluate(expr, {1: a, 2: b}), getattr(operator, op)(a, b))


@pytest.mark.parametrize("op", OPERATORS)
@pytest.mark.parametrize("value", [0, -1, 100, 1000, 2**40, -(2**63)])
@pytest.mark.parametrize("dtype", ["int8", "int64", "float64"])
def test_integer_constants_are_exact(op, value, dtype):
    series = pd.Series(odd_values(dtype))
    expr = call(BOOL, op, column(1, dtype), literal("int64", value))
    assert_equal(evaluate(expr, {1: series}), getattr(operator, op)(series, value))
    swapped = call(BOOL, op, literal("int64", value), column(1, dtype))
    assert_equal(evaluate(swapped, {1: series}), getattr(operator, op)(value, series))


def test_signed_and_unsigned_words_are_refused():
    with pytest.raises(Unsupported, match="int64 and uint64"):
        check(call(BOOL, "eq", column(1, "int64"), column(2, "uint64")))


def times(kind, unit):
    values = [NAT, 0, 1, -1, 999, 1000, 1001, -1000, 86400 * 10**9, NAT + 1, -(NAT + 1)]
    return pd.Series(np.array(values, np.int64).view(f"{kind}8[{unit}]"))


@pytest.mark.parametrize("op", OPERATORS)
@pytest.mark.parametrize("kind", ["M", "m"])
@pytest.mark.parametrize(("left", "right"), list(itertools.product(UNITS, UNITS)))
def test_times_of_all_units(op, kind, left, right):
    a, b = times(kind, left), times(kind, right)
    a, b = a.repeat(len(b)).reset_index(drop=True), pd.concat([b] * len(a), ignore_index=True)
    expr = call(BOOL, op, column(1, a.dtype), column(2, b.dtype))
    assert_equal(evaluate(expr, {1: a, 2: b}), getattr(operator, op)(a, b))


@RELAXED
@given(
    st.sampled_from(OPERATORS),
    st.sampled_from(UNITS),
    st.sampled_from(UNITS),
    st.integers(-(2**63) + 1, 2**63 - 1) | st.integers(-5000, 5000),
    st.lists(st.integers(-(2**63), 2**63 - 1) | st.integers(-5, 5), min_size=1),
    st.booleans(),
)
def test_constant_times_of_any_unit(op, unit, constant_unit, constant, values, swapped):
    series = pd.Series(np.array(values, np.int64).view(f"m8[{unit}]"))
    other = np.timedelta64(constant, constant_unit)
    operands = [column(1, series.dtype), literal(f"m8[{constant_unit}]", constant)]
    oracle = [series, pd.Series([other] * len(series), dtype=f"m8[{constant_unit}]")]
    if swapped:
        operands, oracle = operands[::-1], oracle[::-1]
    expected = getattr(operator, op)(*oracle)
    assert_equal(evaluate(call(BOOL, op, *operands), {1: series}), expected)
