"""Arithmetic on numbers, against pandas."""

import itertools
import operator
import warnings

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from accel.execute.expression import check
from accel.plan.errors import Unsupported
from compat_tests.expression.oracle import (
    RELAXED,
    SIZES,
    assert_equal,
    call,
    column,
    evaluate,
    literal,
)

ODD = {
    "f": [0.0, -0.0, 1.5, -2.5, np.nan, np.inf, -np.inf, 1e308, -1e308, 5e-324, 3.0, 1e16, 0.1],
    "i": [0, 1, -1, 2, 7, -7, 100],
    "u": [0, 1, 2, 7, 100],
    "b": [True, False],
}
DTYPES = ["bool", "int8", "int64", "uint64", "float32", "float64"]


def odd_values(dtype):
    """All pairs of odd values of a type, extremes among them."""
    dtype = np.dtype(dtype)
    values = list(ODD[dtype.kind])
    if dtype.kind in "iu":
        values += [np.iinfo(dtype).min, np.iinfo(dtype).max]
    with np.errstate(all="ignore"):
        return np.array(values).astype(dtype)


def pairs(left, right):
    """Every value of one type beside every value of another."""
    a, b = odd_values(left), odd_values(right)
    return pd.Series(np.repeat(a, len(b))), pd.Series(np.tile(b, len(a)))


def quietly(function, *args):
    """Compute what the oracle says without its warnings."""
    with np.errstate(all="ignore"), warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)
        return function(*args)


CASES = [
    case
    for case in itertools.product(["add", "sub", "mul", "truediv"], DTYPES, DTYPES)
    if case not in (("sub", "bool", "bool"), ("truediv", "bool", "bool"))  # pandas has none
]


@pytest.mark.parametrize(("op", "left", "right"), CASES)
def test_columns(op, left, right):
    a, b = pairs(left, right)
    expected = quietly(getattr(operator, op), a, b)
    expr = call(expected.dtype, op, column(1, left), column(2, right))
    assert_equal(evaluate(expr, {1: a, 2: b}), expected)


@pytest.mark.parametrize("op", ["floordiv", "mod"])
def test_floored_division_of_floats(op):
    a, b = pairs("float64", "float64")
    expected = quietly(getattr(operator, op), a, b)
    expr = call("float64", op, column(1, "float64"), column(2, "float64"))
    assert_equal(evaluate(expr, {1: a, 2: b}), expected)


@RELAXED
@given(
    st.lists(st.floats(), min_size=1, max_size=20),
    st.floats(),
    st.sampled_from(["floordiv", "mod"]),
)
def test_floored_division_of_any_floats(values, divisor, op):
    series = pd.Series(values, dtype="float64")
    expected = quietly(getattr(operator, op), series, divisor)
    expr = call("float64", op, column(1, "float64"), literal("float64", divisor))
    assert_equal(evaluate(expr, {1: series}), expected)


@pytest.mark.parametrize("op", ["floordiv", "mod"])
@pytest.mark.parametrize(
    ("dtype", "divisor"),
    [
        *itertools.product(["int8", "int64", "float32"], [1, -1, 3, -3, 7]),
        *itertools.product(["uint8", "uint64"], [1, 3, 7]),
    ],
)
def test_floored_division_by_a_constant(op, dtype, divisor):
    series = pd.Series(odd_values(dtype))
    expected = quietly(getattr(operator, op), series, divisor)
    expr = call(expected.dtype, op, column(1, dtype), literal(dtype, divisor))
    assert_equal(evaluate(expr, {1: series}), expected)


@pytest.mark.parametrize("divisor", [column(2, "int64"), literal("int64", 0)])
def test_division_whose_dtype_depends_on_data_is_refused(divisor):
    with pytest.raises(Unsupported, match="may be zero"):
        check(call("int64", "floordiv", column(1, "int64"), divisor))


@pytest.mark.parametrize("op", ["neg", "abs"])
@pytest.mark.parametrize("dtype", ["int8", "uint8", "int64", "float32", "float64"])
def test_sign(op, dtype):
    series = pd.Series(odd_values(dtype))
    expr = call(dtype, op, column(1, dtype))
    assert_equal(evaluate(expr, {1: series}), getattr(operator, op)(series))


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("decimals", [0, 1, 2, 5, -1, -3])
def test_round(dtype, decimals):
    values = [0.5, 1.5, 2.675, -2.5, 1e300, np.nan, -np.inf, 0.05, 1234.5678, 15.0, 25.0]
    more = quietly(np.array(values).astype, dtype)
    series = pd.Series(np.concatenate([odd_values(dtype), more]))
    expr = call(dtype, "round", column(1, dtype), decimals=decimals)
    assert_equal(evaluate(expr, {1: series}), quietly(series.round, decimals))


@RELAXED
@given(st.lists(st.floats(), min_size=1, max_size=20), st.integers(-10, 15))
def test_round_any(values, decimals):
    series = pd.Series(values, dtype="float64")
    expr = call("float64", "round", column(1, "float64"), decimals=decimals)
    assert_equal(evaluate(expr, {1: series}), quietly(series.round, decimals))


@pytest.mark.parametrize("dtype", ["int8", "int64", "float32", "float64"])
@pytest.mark.parametrize("exponent", [0, 1, 2, 3, 0.5, -1.0, 2.5])
def test_power(dtype, exponent):
    series = pd.Series(odd_values(dtype))
    expected = quietly(operator.pow, series, exponent)
    kind = dtype if np.dtype(dtype).kind == "f" else type(exponent).__name__
    power = literal("float64" if kind == "float" else kind, exponent)
    expr = call(expected.dtype, "pow", column(1, dtype), power)
    assert_equal(evaluate(expr, {1: series}), expected)


def test_power_inside_an_expression():
    x = column(1, "float64")
    squared = call("float64", "pow", call("float64", "add", x, x), literal("int64", 2))
    expr = call("float64", "sub", squared, call("float64", "pow", squared, literal("int64", 3)))
    series = pd.Series(np.linspace(-3, 3, 5000))
    doubled = (series + series) ** 2
    assert_equal(evaluate(expr, {1: series}), doubled - doubled**3)


@pytest.mark.parametrize("rows", SIZES)
def test_nested_with_shared_parts(rows):
    rng = np.random.default_rng(rows)
    price, discount, tax = (pd.Series(rng.random(rows)) for _ in range(3))
    p, d, t = (column(i, "float64") for i in (1, 2, 3))
    one = literal("int64", 1)
    net = call("float64", "mul", p, call("float64", "sub", one, d))
    gross = call("float64", "mul", net, call("float64", "add", one, t))
    both = call("float64", "sub", gross, net)
    columns = {1: price, 2: discount, 3: tax}
    expected = price * (1 - discount)
    assert_equal(evaluate(both, columns), expected * (1 + tax) - expected)


@pytest.mark.parametrize("rows", [5, 5000])
def test_constants_alone(rows):
    expr = call("float64", "add", literal("int64", 1), literal("float64", 0.5))
    assert_equal(evaluate(expr, {1: pd.Series(range(rows))}), pd.Series([1.5] * rows))
