"""Categoricals: comparison by code."""

from __future__ import annotations

from accel.execute.expression.builder import Buffer, Builder, Scalar
from accel.execute.expression.comparison import SWAPPED, ordered
from accel.execute.expression.kinds import KINDS
from accel.execute.expression.rule import Entry, Key
from accel.plan.errors import Unsupported
from accel.plan.expr import Call, DType, Literal


def category_code(dtype: DType, value: object) -> int | None:
    """Return the code of a value, -1 for a missing one, None if it is not a category.

    Raises
    ------
    Unsupported
        If the categories are neither strings nor numbers.
    """
    if dtype.categories.dtype.kind not in "OiufbT" and dtype.categories.dtype != "str":
        raise Unsupported(f"categories of dtype {dtype.categories.dtype}")
    if value is None or value != value:
        return -1
    if value not in dtype.categories:
        return None
    return int(dtype.categories.get_loc(value))


def compare(builder: Builder, call: Call) -> Buffer | Scalar:
    """Compare codes; a missing value is unequal to all and in no order."""
    left, right = call.args
    op = call.op
    if isinstance(left, Literal):
        left, right, op = right, left, SWAPPED[op]
    if op not in ("eq", "ne") and not left.dtype.ordered:
        raise Unsupported("order of unordered categories")
    first = builder.fixed(left)
    second: Buffer | Scalar
    if isinstance(right, Literal):
        code = category_code(left.dtype, right.value)
        if code is None or code < 0:
            if op not in ("eq", "ne"):
                raise Unsupported(f"{right.value!r} is not one of the categories")
            return Scalar("b1", op == "ne")
        second = Scalar("i4", code)
    else:
        if right.dtype != left.dtype or list(right.dtype.categories) != list(left.dtype.categories):
            raise Unsupported("comparison of different categories")
        second = builder.fixed(right)
    return ordered(builder, "code_", op, first, second)


RULES: dict[Key, Entry] = {}
for _op in SWAPPED:
    for _kind in KINDS:
        RULES[_op, ("category", _kind)] = compare
        RULES[_op, (_kind, "category")] = compare
