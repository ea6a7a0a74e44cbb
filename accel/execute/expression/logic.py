"""Boolean logic, bitwise logic on integers, missing values, choice."""

from __future__ import annotations

import itertools

from accel.execute.expression.builder import (
    Buffer,
    Builder,
    Immediate,
    Scalar,
    TextBuffer,
    Value,
    kernel,
)
from accel.execute.expression.categories import category_code
from accel.execute.expression.kinds import FIXED, NUMBERS, TIMES, code_of, kind_of
from accel.execute.expression.rule import Entry, Key
from accel.plan.errors import Unsupported
from accel.plan.expr import Call, Expr, Literal


def combine(builder: Builder, call: Call) -> Buffer:
    """``&``, ``|`` and ``^``."""
    code = code_of(call.dtype)
    left, right = (builder.convert(builder.fixed(arg), code) for arg in call.args)
    return builder.binary(call.op, left, right, code)


def invert(builder: Builder, call: Call) -> Buffer:
    """``~``: not, or every bit of an integer."""
    operation = "not" if kind_of(call.dtype) == "bool" else "invert"
    return builder.unary(operation, builder.fixed(call.args[0]), code_of(call.dtype))


def is_missing(builder: Builder, call: Call) -> Buffer | Scalar:
    """Whether a value is NaN, NaT or missing."""
    arg = call.args[0]
    kind = kind_of(arg.dtype)
    if kind == "text":
        lengths = builder.text_vector(builder.text(arg)).lengths
        return builder.call(kernel("text:missing", "b1* i4* i8"), lengths, out="b1")
    if kind in ("bool", "int", "uint"):
        return Scalar("b1", False)
    test = {"float": "is_nan", "category": "is_negative"}.get(kind, "is_nat")
    return builder.unary(test, builder.fixed(arg), "b1")


def choose(builder: Builder, call: Call) -> Value:
    """Take from one of two operands."""
    condition = builder.vector(builder.fixed(call.args[0]))
    if kind_of(call.dtype) == "text":
        return _choose_text(builder, condition, call)
    if kind_of(call.dtype) not in NUMBERS:
        wrong = [a for a in call.args[1:] if a.dtype != call.dtype and not isinstance(a, Literal)]
        if wrong:
            raise Unsupported(f"where of {call.dtype} and {wrong[0].dtype}")
    left, right = (_alternative(builder, arg, call) for arg in call.args[1:])
    mode = 2 * isinstance(left, Scalar) + isinstance(right, Scalar)
    code = code_of(call.dtype)
    return _choice(builder, condition, left, right, mode, code)


def _alternative(builder: Builder, arg: Expr, call: Call) -> Buffer | Scalar:
    code = code_of(call.dtype)
    if kind_of(call.dtype) == "category" and isinstance(arg, Literal):
        place = category_code(call.dtype, arg.value)
        if place is None:
            raise Unsupported(f"{arg.value!r} is not one of the categories")
        return Scalar(code, place)
    if kind_of(call.dtype) in TIMES and arg.dtype != call.dtype:
        raise Unsupported(f"where of {call.dtype} and {arg.dtype}")
    return builder.convert(builder.fixed(arg), code)


def _choice(
    builder: Builder,
    condition: Buffer,
    left: Buffer | Scalar,
    right: Buffer | Scalar,
    mode: int,
    code: str,
) -> Buffer:
    signature = f"{code}* b1* {code}* {code}* i8 i8"
    choose = kernel("elementwise:choose", signature)
    return builder.call(choose, condition, left, right, Immediate("i8", mode), out=code)


def _choose_text(builder: Builder, condition: Buffer, call: Call) -> TextBuffer:
    left, right = (builder.text_vector(builder.text(arg)) for arg in call.args[1:])
    starts = _choice(builder, condition, left.starts, right.starts, 0, "i8")
    lengths = _choice(builder, condition, left.lengths, right.lengths, 0, "i4")
    return TextBuffer(starts, lengths)


RULES: dict[Key, Entry] = {("invert", (kind,)): invert for kind in ("bool", "int", "uint")}
for _op in ("and", "or", "xor"):
    RULES[_op, ("bool", "bool")] = combine
    for _left, _right in itertools.product(("int", "uint"), repeat=2):
        RULES[_op, (_left, _right)] = combine
for _kind in (*FIXED, "text"):
    RULES["isna", (_kind,)] = is_missing
    RULES["where", ("bool", _kind, _kind)] = choose
for _left, _right in itertools.product(NUMBERS, repeat=2):
    RULES["where", ("bool", _left, _right)] = choose
