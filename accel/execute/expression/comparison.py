"""Comparison of numbers and of times."""

from __future__ import annotations

import itertools
from fractions import Fraction
from typing import Final

import numpy as np

from accel.execute.expression.builder import Buffer, Builder, Immediate, Scalar, kernel
from accel.execute.expression.kinds import NAT, NUMBERS, TIMES, code_of, kind_of, per_second
from accel.execute.expression.rule import Entry, Key
from accel.plan.errors import Unsupported
from accel.plan.expr import Call, Expr, Literal

SWAPPED: Final = {"gt": "lt", "ge": "le", "lt": "gt", "le": "ge", "eq": "eq", "ne": "ne"}
_LARGEST: Final = 2**63 - 1


def ordered(
    builder: Builder, prefix: str, op: str, left: Buffer | Scalar, right: Buffer | Scalar
) -> Buffer:
    """Add a comparison; there are kernels for ``lt`` and ``le`` only, so others swap operands."""
    if op in ("gt", "ge"):
        left, right, op = right, left, SWAPPED[op]
    return builder.binary(prefix + op, left, right, "b1")


def common_code(left: Expr, right: Expr) -> str:
    """Return the type in which NumPy compares two numbers.

    Integers compare exactly, so a literal that fits the column's type is brought there.
    """
    for literal, other in ((left, right), (right, left)):
        if (
            isinstance(literal, Literal)
            and not isinstance(literal.value, float)
            and kind_of(other.dtype) in ("int", "uint")
        ):
            limits = np.iinfo(other.dtype)
            if limits.min <= literal.value <= limits.max:
                return code_of(other.dtype)
    kinds = {kind_of(left.dtype), kind_of(right.dtype)}
    common = np.result_type(left.dtype, right.dtype)
    if "float" not in kinds and common.kind == "f":
        raise Unsupported(f"comparison of {left.dtype} and {right.dtype}")
    return code_of(common)


def compare_numbers(builder: Builder, call: Call) -> Buffer:
    """Compare in the operands' common type; NaN is unequal to all and in no order."""
    code = common_code(*call.args)
    left, right = (builder.convert(builder.fixed(arg), code) for arg in call.args)
    return ordered(builder, "", call.op, left, right)


def compare_times(builder: Builder, call: Call) -> Buffer:
    """Compare exactly, whatever the units; NaT is unequal to all and in no order."""
    left, right = call.args
    op = call.op
    if per_second(left.dtype) == per_second(right.dtype):
        return ordered(builder, "time_", op, builder.fixed(left), builder.fixed(right))
    if isinstance(left, Literal):
        left, right, op = right, left, SWAPPED[op]
    if isinstance(right, Literal):
        units = per_second(right.dtype), per_second(left.dtype)
        op, value = literal_in_unit(op, right.value, *units)
        return ordered(builder, "time_", op, builder.fixed(left), Scalar("i8", value))
    if per_second(left.dtype) > per_second(right.dtype):
        left, right, op = right, left, SWAPPED[op]
    factor = Immediate("i8", per_second(right.dtype) // per_second(left.dtype))
    coarse, fine = (builder.vector(builder.fixed(arg)) for arg in (left, right))
    call_kernel = kernel("elementwise:compare_units", "b1* i8* i8* i8 i8", (op,))
    return builder.call(call_kernel, coarse, fine, factor, out="b1")


def literal_in_unit(op: str, value: int, per_second: int, target: int) -> tuple[str, int]:
    """Return an equivalent comparison with a literal brought to the column's unit.

    Examples
    --------
    >>> literal_in_unit("lt", 1500, 1000, 1)  # x < 1.5 s, for whole x
    ('lt', 2)
    >>> literal_in_unit("eq", 1500, 1000, 1)  # never: NaT is equal to nothing
    ('eq', -9223372036854775808)
    """
    if value == NAT:
        return op, NAT
    exact = Fraction(value * target, per_second)
    if op in ("eq", "ne"):
        fits = exact.denominator == 1 and -_LARGEST <= exact <= _LARGEST
        return op, int(exact) if fits else NAT
    if exact > _LARGEST:  # below it is every time there is
        return ("le", _LARGEST) if op in ("lt", "le") else (op, NAT)
    if exact < -_LARGEST:
        return ("ge", -_LARGEST) if op in ("gt", "ge") else (op, NAT)
    whole = exact.numerator // exact.denominator
    if op in ("lt", "ge"):  # x < 1.5 is x < 2
        return op, whole if exact.denominator == 1 else whole + 1
    return op, whole


RULES: dict[Key, Entry] = {}
for _op in SWAPPED:
    for _left, _right in itertools.product(NUMBERS, repeat=2):
        RULES[_op, (_left, _right)] = compare_numbers
    for _kind in TIMES:
        RULES[_op, (_kind, _kind)] = compare_times
