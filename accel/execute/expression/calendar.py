"""Datetimes and timedeltas: fields, arithmetic, units."""

from __future__ import annotations

from typing import Any, Final

import numpy as np

from accel.execute.expression.builder import Buffer, Builder, Immediate, Scalar, kernel
from accel.execute.expression.kinds import NAT, code_of, kind_of, per_second
from accel.execute.expression.rule import Entry, Key
from accel.plan.errors import Unsupported
from accel.plan.expr import Call, Expr

FIELDS: Final = (
    "year", "month", "day", "quarter", "dayofweek", "dayofyear", "hour", "minute", "second",
)  # fmt: skip


def take_field(builder: Builder, call: Call) -> Buffer:
    """Take a field; NaT anywhere would make pandas' result float64."""
    arg = call.args[0]
    if call.dtype != np.dtype(np.int32):
        raise Unsupported(f"{call.op} as {call.dtype}")
    take = kernel("calendar:field", "i4* i8* i8 i8", (call.op.removeprefix("dt_"),))
    unit = Immediate("i8", per_second(arg.dtype))
    return builder.call(take, builder.vector(builder.fixed(arg)), unit, out="i4")


def normalize(builder: Builder, call: Call) -> Buffer:
    """Set back to midnight."""
    arg = call.args[0]
    back = kernel("calendar:normalize", "i8* i8* i8 i8")
    unit = Immediate("i8", per_second(arg.dtype))
    return builder.call(back, builder.vector(builder.fixed(arg)), unit, out="i8")


def in_unit(builder: Builder, expr: Expr, target: np.dtype[Any]) -> Buffer | Scalar:
    """Return times in another unit: exact, or rounded down to a coarser one."""
    value = builder.fixed(expr)
    have, want = per_second(expr.dtype), per_second(target)
    if have == want:
        return value
    if isinstance(value, Scalar):
        scaled = value.value if value.value == NAT else value.value * want // have
        if not NAT <= scaled < -NAT:
            raise Unsupported(f"{value.value} of {expr.dtype} as {target}")
        return Scalar("i8", scaled)
    operation, factor = ("multiply", want // have) if want > have else ("coarsen", have // want)
    change = kernel(f"elementwise:time_{operation}", "i8* i8* i8 i8")
    return builder.call(change, value, Immediate("i8", factor), out="i8")


def combine(builder: Builder, call: Call) -> Buffer:
    """Add or subtract, in the finer unit; beyond int64 pandas raises."""
    unit = np.dtype(call.dtype)
    left, right = (in_unit(builder, arg, unit) for arg in call.args)
    left, right, mode = builder.operands(left, right)
    change = kernel("elementwise:time_binary", "i8* i8* i8* i8 i8", (call.op,))
    return builder.call(change, left, right, mode, out="i8")


def scale(builder: Builder, call: Call) -> Buffer:
    """Multiply a timedelta by an integer."""
    by_kind = sorted(call.args, key=lambda arg: kind_of(arg.dtype) != "timedelta")
    left = in_unit(builder, by_kind[0], np.dtype(call.dtype))
    right = builder.convert(builder.fixed(by_kind[1]), "i8")
    left, right, mode = builder.operands(left, right)
    multiply = kernel("elementwise:time_scale", "i8* i8* i8* i8 i8")
    return builder.call(multiply, left, right, mode, out="i8")


def ratio(builder: Builder, call: Call) -> Buffer:
    """Divide two timedeltas, in the finer unit."""
    finer = max((arg.dtype for arg in call.args), key=per_second)
    left, right = (in_unit(builder, arg, finer) for arg in call.args)
    left, right, mode = builder.operands(left, right)
    divide = kernel("elementwise:time_divide", "f8* i8* i8* i8 i8")
    return builder.call(divide, left, right, mode, out=code_of(call.dtype))


RULES: dict[Key, Entry] = {(f"dt_{field}", ("datetime",)): take_field for field in FIELDS}
RULES["dt_normalize", ("datetime",)] = normalize
for _op in ("add", "sub"):
    RULES[_op, ("datetime", "timedelta")] = combine
    RULES[_op, ("timedelta", "timedelta")] = combine
RULES["add", ("timedelta", "datetime")] = combine
RULES["sub", ("datetime", "datetime")] = combine
RULES["mul", ("timedelta", "int")] = scale
RULES["mul", ("int", "timedelta")] = scale
RULES["truediv", ("timedelta", "timedelta")] = ratio
