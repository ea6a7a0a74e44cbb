"""Trees of many operations: memory that is reused must not be reused too early."""

import operator

import numpy as np
import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from compat_tests.expression.oracle import (
    BOOL,
    RELAXED,
    assert_equal,
    call,
    column,
    evaluate,
    literal,
)

ROWS = 5000
RNG = np.random.default_rng(0)
COLUMNS = {
    1: pd.Series(RNG.normal(size=ROWS)),
    2: pd.Series(RNG.integers(-5, 5, ROWS)),
    3: pd.Series(RNG.choice(["x", "y", None], ROWS), dtype="str"),
}
A, B, S = column(1, "float64"), column(2, "int64"), column(3, "str")
NUMBERS = [
    (A, COLUMNS[1]),
    (B, COLUMNS[2]),
    (literal("float64", 0.5), 0.5),
]
OPERATORS = {"add": operator.add, "sub": operator.sub, "mul": operator.mul}
ORDERS = {"lt": operator.lt, "ge": operator.ge, "ne": operator.ne}


@st.composite
def trees(draw):
    """An expression with parts in common, and what pandas makes of the same steps."""
    numbers = list(NUMBERS)
    flags = [(call(BOOL, "eq", S, literal("str", "x")), COLUMNS[3] == "x")]
    for _ in range(draw(st.integers(1, 12))):
        (a, x), (b, y) = draw(st.sampled_from(numbers)), draw(st.sampled_from(numbers))
        kind = draw(st.sampled_from(["number", "flag", "both", "where"]))
        if kind == "number":
            name = draw(st.sampled_from(sorted(OPERATORS)))
            value = OPERATORS[name](pd.Series(x, COLUMNS[1].index), y)
            numbers.append((call(value.dtype, name, a, b), value))
        elif kind == "flag":
            name = draw(st.sampled_from(sorted(ORDERS)))
            flags.append((call(BOOL, name, a, b), ORDERS[name](pd.Series(x, COLUMNS[1].index), y)))
        else:
            (c, u), (d, v) = draw(st.sampled_from(flags)), draw(st.sampled_from(flags))
            if kind == "both":
                flags.append((call(BOOL, "and", c, call(BOOL, "invert", d)), u & ~v))
            else:
                x, y = (pd.Series(z, COLUMNS[1].index, dtype="float64") for z in (x, y))
                numbers.append((call("float64", "where", c, a, b), x.where(u, y)))
    return draw(st.sampled_from([numbers[-1], flags[-1]]))


@RELAXED
@given(trees(), st.booleans())
def test_trees(tree, coded):
    expr, expected = tree
    expected = pd.Series(expected, COLUMNS[1].index)
    assert_equal(evaluate(expr, COLUMNS, coded), expected)
