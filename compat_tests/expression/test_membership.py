"""isin of constants and of key sets, against pandas."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from accel.execute.expression import Evaluator, KeySet, check
from accel.execute.vector import Fixed
from accel.plan.errors import Unsupported
from accel.plan.expr import IsInPlan
from accel.plan.nodes import Field, Node
from compat_tests.expression.oracle import (
    BOOL,
    RELAXED,
    STR,
    assert_equal,
    batch_of,
    call,
    column,
    evaluate,
    vector_of,
)
from compat_tests.expression.test_arithmetic import odd_values

NAT = np.iinfo(np.int64).min
COUNTS = st.sampled_from([0, 1, 5, 40])


@RELAXED
@given(
    st.sampled_from(["int8", "uint8", "int64", "uint64"]),
    COUNTS,
    st.sampled_from([10, 300, 2**53]),
    st.integers(0, 9),
)
def test_integers(dtype, count, spread, seed):
    rng = np.random.default_rng(seed)
    series = pd.Series(np.concatenate([odd_values(dtype), np.arange(50).astype(dtype)]))
    values = tuple(rng.integers(-spread, spread, count).tolist())
    if count and dtype != "uint64":
        values += (2**63 - 1, -(2**63) + 1, -(2**63))
    expr = call(BOOL, "isin", column(1, dtype), values=values)
    assert_equal(evaluate(expr, {1: series}), series.isin(list(values)))


def test_integers_against_pandas():
    series = pd.Series([1, 2, 3, -1, 2**40])
    for values in [(1, 3), (2**40, None), (np.nan, 2), tuple(range(100)), ("1", 2), ()]:
        expr = call(BOOL, "isin", column(1, "int64"), values=values)
        assert_equal(evaluate(expr, {1: series}), series.isin(list(values)))


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize(
    "values",
    [(), (0.0,), (-0.0, 1), (np.nan,), (np.nan, 1.5), (np.inf, 2), (0.1,), tuple(range(40))],
)
def test_floats(dtype, values):
    series = pd.Series(odd_values(dtype))
    expr = call(BOOL, "isin", column(1, dtype), values=values)
    assert_equal(evaluate(expr, {1: series}), series.isin(list(values)))


def test_many_floats_with_nan():
    series = pd.Series(odd_values("float64"))
    values = (*np.linspace(0, 3, 31).tolist(), np.nan)
    expr = call(BOOL, "isin", column(1, "float64"), values=values)
    assert_equal(evaluate(expr, {1: series}), series.isin(list(values)))


@pytest.mark.parametrize("values", [(True,), (False, True), ()])
def test_bools(values):
    series = pd.Series([True, False, True])
    expr = call(BOOL, "isin", column(1, BOOL), values=values)
    assert_equal(evaluate(expr, {1: series}), series.isin(list(values)))


@pytest.mark.parametrize("kind", ["M", "m"])
def test_times(kind):
    series = pd.Series(np.array([0, 5, NAT, -7]).view(f"{kind}8[us]"))
    for numbers in [(5,), (NAT, -7), tuple(range(5, 50))]:
        expr = call(BOOL, "isin", column(1, series.dtype), values=numbers)
        others = pd.Series(np.array(numbers).view(f"{kind}8[us]"))
        assert_equal(evaluate(expr, {1: series}), series.isin(others))


@pytest.mark.parametrize("coded", [False, True])
@pytest.mark.parametrize(
    "values", [(), ("a",), ("", "żółw"), ("a", None), (np.nan,), tuple("abcdefghijklmnopqrst")]
)
def test_strings(values, coded):
    series = pd.Series(["a", "", None, "żółw", "ab"] * 3, dtype="str")
    expr = call(BOOL, "isin", column(1, STR), values=values)
    assert_equal(evaluate(expr, {1: series}, coded), series.isin(list(values)))


@pytest.mark.parametrize(
    ("dtype", "values"),
    [("int64", (1.5,)), ("int64", (True,)), ("bool", (1,)), ("float64", (2**60,)),
     ("float64", (True,)), ("float64", (None, 1.5)), ("int64", (2**63,)), ("uint64", (2**60,)),
     ("M8[ns]", (None,))],
)  # fmt: skip
def test_mixtures_are_refused(dtype, values):
    with pytest.raises(Unsupported, match="isin"):
        check(call(BOOL, "isin", column(1, dtype), values=values))


class Keys(Node):
    """A plan with one column, of which only the dtype matters here."""

    def __init__(self, dtype):
        object.__setattr__(self, "dtype", dtype)

    @property
    def schema(self):
        return (Field(7, pd.api.types.pandas_dtype(self.dtype)),)

    def _key(self):
        return (str(self.dtype),)


def asked(series, keys, coded=False):
    """Ask a KeySet of some keys for each value."""
    expr = IsInPlan(BOOL, column(1, series.dtype), Keys(keys.dtype), 7)
    sets = {expr: KeySet(vector_of(keys, coded), keys.dtype)}
    result = Evaluator({0: expr}, sets).apply(batch_of({1: series}, coded))
    return pd.Series(result.columns[0].data)


@pytest.mark.parametrize("spread", [10, 5000, 2**61])
@pytest.mark.parametrize(("dtype", "other"), [("int64", "int64"), ("int32", "uint8")])
def test_key_sets_of_integers(spread, dtype, other):
    rng = np.random.default_rng(0)
    limit = np.iinfo(other)
    keys = rng.integers(-spread, spread, 3000).clip(limit.min, limit.max)
    keys = pd.Series(np.concatenate([keys, keys[:9], [limit.max, limit.min]]).astype(other))
    series = pd.Series(np.concatenate([odd_values(dtype), keys[:50].astype(dtype)]))
    assert_equal(asked(series, keys), pd.Series(np.isin(series, keys)))


def test_key_sets_hold_the_word_that_marks_free_slots():
    keys = pd.Series([-(2**63) + 1, 5, 2**62])
    assert asked(pd.Series([-(2**63) + 1, 6]), keys).tolist() == [True, False]
    assert asked(pd.Series([-(2**63) + 1, 6]), keys[1:]).tolist() == [False, False]


def test_key_sets_of_floats_and_times():
    keys = pd.Series([0.0, np.nan, 2.5])
    series = pd.Series([-0.0, 0.0, 2.5, 3.0, np.nan, np.float64.fromhex("nan")])
    assert_equal(asked(series, keys), series.isin(keys))
    moments = pd.Series(["2020-01-01", None, "2021-05-05"], dtype="M8[us]")
    assert_equal(asked(moments, moments[:2]), moments.isin(moments[:2]))


@pytest.mark.parametrize("coded", [False, True])
def test_key_sets_of_strings(coded):
    rng = np.random.default_rng(0)
    keys = pd.Series([f"key {k}" for k in rng.integers(0, 900, 700)], dtype="str")
    series = pd.Series([f"key {k}" for k in range(900)] + [None, "", "longer " * 9], dtype="str")
    assert_equal(asked(series, keys, coded), series.isin(keys))
    with_missing = pd.concat([keys, pd.Series([None], dtype="str")], ignore_index=True)
    assert_equal(asked(series, with_missing, coded), series.isin(with_missing))


def test_an_empty_key_set():
    assert not asked(pd.Series([1, 2]), pd.Series([], dtype="int64")).any()
    assert not asked(pd.Series(["a"], dtype="str"), pd.Series([], dtype="str")).any()


@pytest.mark.parametrize(
    ("asked_dtype", "keys_dtype"),
    [("int64", "float64"), ("int64", "uint64"), ("M8[us]", "M8[ns]"), ("int64", "str")],
)
def test_keys_of_another_kind_are_refused(asked_dtype, keys_dtype):
    with pytest.raises(Unsupported, match="isin of"):
        check(IsInPlan(BOOL, column(1, asked_dtype), Keys(keys_dtype), 7))


def test_a_key_set_alone():
    assert KeySet(Fixed(np.array([1, 2])), np.dtype("int64")).kind == "int"
