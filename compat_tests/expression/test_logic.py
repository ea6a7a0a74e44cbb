"""Logic, missing values, choice, casts, categoricals, against pandas."""

import itertools
import operator

import numpy as np
import pandas as pd
import pytest

from accel.execute.expression import check
from accel.plan.errors import DataDependent, Unsupported
from compat_tests.expression.oracle import (
    BOOL,
    SIZES,
    assert_equal,
    call,
    column,
    evaluate,
    literal,
)
from compat_tests.expression.test_arithmetic import odd_values, pairs, quietly

NAT = np.iinfo(np.int64).min


@pytest.mark.parametrize("op", ["and", "or", "xor"])
@pytest.mark.parametrize("dtypes", [("bool", "bool"), ("int64", "int64"), ("uint8", "int32")])
def test_logic(op, dtypes):
    a, b = pairs(*dtypes)
    expected = getattr(operator, f"{op}_")(a, b) if op != "xor" else a ^ b
    expr = call(expected.dtype, op, column(1, dtypes[0]), column(2, dtypes[1]))
    assert_equal(evaluate(expr, {1: a, 2: b}), expected)


@pytest.mark.parametrize("dtype", ["bool", "int64", "uint8"])
def test_invert(dtype):
    series = pd.Series(odd_values(dtype))
    assert_equal(evaluate(call(dtype, "invert", column(1, dtype)), {1: series}), ~series)


@pytest.mark.parametrize("dtype", ["bool", "int64", "float32", "float64", "M8[ns]", "m8[s]"])
def test_isna(dtype):
    base = np.array([NAT, 0, 5]).view(dtype) if "[" in dtype else odd_values(dtype)
    series = pd.Series(base)
    assert_equal(evaluate(call(BOOL, "isna", column(1, dtype)), {1: series}), series.isna())


@pytest.mark.parametrize("rows", SIZES)
def test_where(rows):
    rng = np.random.default_rng(rows)
    flag = pd.Series(rng.random(rows) < 0.3)
    a, b = pd.Series(rng.integers(-9, 9, rows)), pd.Series(rng.random(rows))
    columns = {1: flag, 2: a, 3: b}
    cases = [
        (column(2, "int64"), column(3, "float64"), a.where(flag, b)),
        (column(2, "int64"), literal("int64", 7), a.where(flag, 7)),
        (column(3, "float64"), literal("float64", np.nan), b.where(flag)),
        (literal("float64", 1.5), column(3, "float64"), b.mask(flag, 1.5)),
        (literal("int64", 1), literal("int64", 0), flag.astype("int64")),
    ]
    for left, right, expected in cases:
        expr = call("float64" if right.dtype == "float64" else left.dtype, "where",
                    column(1, BOOL), left, right)  # fmt: skip
        assert_equal(evaluate(expr, columns), expected.astype(expr.dtype))


def test_where_of_times():
    series = pd.Series(["2020-01-01", "2021-01-01", None], dtype="M8[us]")
    flag = pd.Series([True, False, True])
    expr = call("M8[us]", "where", column(1, BOOL), column(2, "M8[us]"), literal("M8[us]", NAT))
    assert_equal(evaluate(expr, {1: flag, 2: series}), series.where(flag))


NUMBERS = ["bool", "int8", "int64", "uint64", "float32", "float64"]
CASTS = [
    (source, target)
    for source, target in itertools.product(NUMBERS, NUMBERS)
    if not (source.startswith("float") and "int" in target)
]


@pytest.mark.parametrize(("source", "target"), CASTS)
def test_astype(source, target):
    series = pd.Series(odd_values(source))
    expr = call(target, "astype", column(1, source))
    assert_equal(evaluate(expr, {1: series}), quietly(series.astype, target))


def test_whole_floats_to_integers():
    series = pd.Series([3.0, -1.0, 0.0, 2.0**40])
    expr = call("int64", "astype", column(1, "float64"))
    assert_equal(evaluate(expr, {1: series}), series.astype("int64"))


@pytest.mark.parametrize("kind", ["M", "m"])
@pytest.mark.parametrize(("source", "target"), list(itertools.product(["s", "us", "ns"], repeat=2)))
def test_units(kind, source, target):
    source, target = f"{kind}8[{source}]", f"{kind}8[{target}]"
    values = [NAT, 0, 1, -1, 1500, -1500, 10**9 - 1, -(10**9) - 1]
    series = pd.Series(np.array(values).view(source))
    expr = call(target, "astype", column(1, source))
    assert_equal(evaluate(expr, {1: series}), series.astype(target))


def test_a_unit_too_fine_is_left_to_pandas():
    series = pd.Series(np.array([2**40]).view("M8[s]"))
    with pytest.raises(DataDependent, match="out of range"):
        evaluate(call("M8[ns]", "astype", column(1, "M8[s]")), {1: series})


LETTERS = pd.CategoricalDtype(["b", "a", "c"], ordered=True)
NUMBERED = pd.CategoricalDtype([10, 20])


@pytest.mark.parametrize("op", ["eq", "ne", "lt", "le", "gt", "ge"])
def test_ordered_categories(op):
    series = pd.Series(["a", "b", None, "c"], dtype=LETTERS)
    other = pd.Series(["a", "c", "a", None], dtype=LETTERS)
    expr = call(BOOL, op, column(1, LETTERS), literal("str", "a"))
    assert_equal(evaluate(expr, {1: series}), getattr(operator, op)(series, "a"))
    expr = call(BOOL, op, column(1, LETTERS), column(2, LETTERS))
    assert_equal(evaluate(expr, {1: series, 2: other}), getattr(operator, op)(series, other))


@pytest.mark.parametrize("value", [10, 30])
@pytest.mark.parametrize("op", ["eq", "ne"])
def test_categories_and_a_constant(op, value):
    series = pd.Series([10, 20, None], dtype=NUMBERED)
    expr = call(BOOL, op, column(1, NUMBERED), literal("int64", value))
    assert_equal(evaluate(expr, {1: series}), getattr(operator, op)(series, value))


def test_categories_isin_isna_where():
    series = pd.Series(["a", "b", None], dtype=LETTERS)
    for values in [("a",), ("b", None), ("z",), (np.nan,)]:
        expr = call(BOOL, "isin", column(1, LETTERS), values=values)
        assert_equal(evaluate(expr, {1: series}), series.isin(list(values)))
    expr = call(BOOL, "isna", column(1, LETTERS))
    assert_equal(evaluate(expr, {1: series}), series.isna())
    flag = pd.Series([True, False, False])
    for value in ("c", None):
        expr = call(LETTERS, "where", column(2, BOOL), column(1, LETTERS), literal(LETTERS, value))
        assert_equal(evaluate(expr, {1: series, 2: flag}), series.where(flag, value))


def test_different_categories_are_refused():
    other = pd.CategoricalDtype(["a", "b", "c"])
    with pytest.raises(Unsupported, match="categories"):
        check(call(BOOL, "eq", column(1, LETTERS), column(2, other)))
