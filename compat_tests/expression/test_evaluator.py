"""Evaluators and predicates as stages use them."""

import subprocess
import sys

import numpy as np
import pandas as pd
import pytest

from accel.execute.batch import Batch
from accel.execute.expression import Evaluator, Predicate, check
from accel.execute.scheduler import run_tasks
from accel.execute.vector import Fixed
from accel.plan.errors import Unsupported
from compat_tests.expression.oracle import (
    BOOL,
    SIZES,
    STR,
    batch_of,
    call,
    column,
    literal,
    select,
)

X, Y = column(1, "int64"), column(2, "int64")


def test_columns_pass_through_untouched():
    batch = Batch(2, {1: Fixed(np.array([1, 2])), 2: Fixed(np.array([3, 4]))})
    result = Evaluator({5: Y, 6: call("int64", "add", X, Y), 7: Y}).apply(batch)
    assert list(result.columns) == [5, 6, 7]
    assert result.columns[5] is batch.columns[2]
    assert result.columns[7] is batch.columns[2]
    assert result.columns[6].data.tolist() == [4, 6]


def test_no_columns_at_all():
    assert Evaluator({}).apply(Batch(3, {})).rows == 3


def test_a_constant_column():
    result = Evaluator({1: literal("int64", 5), 2: literal(STR, "x")}).apply(Batch(3, {}))
    assert result.columns[1].data.tolist() == [5, 5, 5]
    assert result.columns[2].lengths.tolist() == [1, 1, 1]


@pytest.mark.parametrize("rows", SIZES)
def test_selection(rows):
    rng = np.random.default_rng(rows)
    series = pd.Series(rng.integers(0, 10, rows))
    predicate = call(BOOL, "lt", X, literal("int64", 3))
    assert select(predicate, {1: series}) == np.flatnonzero(series < 3).tolist()


def test_all_rows_are_none():
    batch = Batch(3, {1: Fixed(np.arange(3))})
    assert Predicate(call(BOOL, "ge", X, literal("int64", 0))).select(batch) is None
    nothing = Predicate(call(BOOL, "lt", X, literal("int64", 0))).select(batch)
    assert nothing.tolist() == []


def test_a_column_as_predicate():
    flag = pd.Series([True, False, True])
    assert select(column(1, BOOL), {1: flag}) == [0, 2]


@pytest.mark.parametrize("coded", [False, True])
def test_dear_parts_see_only_what_cheap_ones_keep(coded):
    rng = np.random.default_rng(0)
    names = pd.Series(rng.choice(["red box", "green bag", None, "greenish"], 9000), dtype="str")
    numbers = pd.Series(rng.integers(0, 100, 9000))
    green = call(BOOL, "str_contains", column(3, STR), pat="green")
    small = call(BOOL, "lt", X, literal("int64", 20))
    expected = np.flatnonzero(names.str.contains("green") & (numbers < 20)).tolist()
    for parts in ((green, small), (small, green)):
        predicate = call(BOOL, "and", *parts)
        assert select(predicate, {1: numbers, 3: names}, coded) == expected


def test_threads_share_an_evaluator():
    evaluator = Evaluator({0: call("int64", "mul", call("int64", "add", X, Y), X)})
    batches = [batch_of({1: pd.Series(range(k, k + 9000)), 2: pd.Series(range(9000))})
               for k in range(16)]  # fmt: skip

    def task(k):
        x, y = (batches[k].columns[i].data for i in (1, 2))
        return bool((evaluator.apply(batches[k]).columns[0].data == (x + y) * x).all())

    assert all(run_tasks(16, task))


def test_a_filter_must_be_bool():
    with pytest.raises(Unsupported, match="filter"):
        Predicate(X)


@pytest.mark.parametrize(
    ("expr", "message"),
    [
        (call("str", "add", column(1, STR), column(2, STR)), "add of str, str"),
        (call(BOOL, "eq", column(1, "int64"), column(2, STR)), "eq of int64, str"),
        (call("float16", "neg", column(1, "float16")), "float16"),
        (call(BOOL, "eq", column(1, "M8[ns]"), column(2, "m8[ns]")), "eq of datetime64"),
        (call("object", "udf", X, function=len), "object"),
        (call("int64", "udf", X, function=len), "udf of int64"),
        (call("Int64", "neg", column(1, "Int64")), "Int64"),
        (call("int64", "add", call("int64", "udf", X, function=len), Y), "udf"),
        (call(BOOL, "isna", column(1, "M8[ns, UTC]")), "UTC"),
        (literal("int8", 1000), "does not fit"),
    ],
)
def test_what_is_missing_is_named(expr, message):
    with pytest.raises(Unsupported, match=message):
        check(expr)
    with pytest.raises(Unsupported, match=message):
        Evaluator({0: expr})


def test_checking_and_running_from_the_cache_do_not_import_numba():
    program = """
import sys
import numpy as np
from accel.execute.expression import Evaluator, check
from accel.execute.batch import Batch
from accel.execute.vector import Fixed
from accel.plan.expr import Call, Column
x = Column(np.dtype("int64"), 1)
expr = Call(np.dtype("int64"), "add", (x, x))
check(expr)
assert "numba" not in sys.modules and "llvmlite" not in sys.modules
if len(sys.argv) > 1:
    Evaluator({0: expr}).apply(Batch(2, {1: Fixed(np.array([1, 2]))}))
    assert "numba" not in sys.modules
"""
    subprocess.run([sys.executable, "-c", program], check=True)
    Evaluator({0: call("int64", "add", X, X)}).apply(Batch(1, {1: Fixed(np.array([1]))}))
    subprocess.run([sys.executable, "-c", program, "run"], check=True)
