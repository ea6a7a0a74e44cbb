"""``astype``. Keyed by the kinds it goes from and to."""

from __future__ import annotations

import itertools
from typing import Final

from accel.execute.expression.builder import Buffer, Builder, Value
from accel.execute.expression.calendar import in_unit
from accel.execute.expression.kinds import NUMBERS, TIMES, code_of
from accel.execute.expression.rule import Entry, Key
from accel.plan.errors import Unsupported
from accel.plan.expr import Call

# Floats to integers only where a rule knows that they are whole: frames leave that to pandas,
# which looks at the data.
_SAFE: Final = {"float": ("float", "bool", "int")}


def to_number(builder: Builder, call: Call) -> Value:
    """Cast as NumPy does: integers wrap."""
    return builder.convert(builder.fixed(call.args[0]), code_of(call.dtype))


def to_bool(builder: Builder, call: Call) -> Value:
    """Cast to bool: NaN is true."""
    return builder.unary("is_nonzero", builder.fixed(call.args[0]), "b1")


def to_unit(builder: Builder, call: Call) -> Value:
    """Cast times to another unit."""
    return in_unit(builder, call.args[0], call.dtype)


def to_integer(builder: Builder, call: Call) -> Value:
    """Take a time's integer, in its own unit."""
    if code_of(call.dtype) != "i8":
        raise Unsupported(f"astype from {call.args[0].dtype} to {call.dtype}")
    value = builder.fixed(call.args[0])
    return value if isinstance(value, Buffer) else builder.vector(value)


def unchanged(builder: Builder, call: Call) -> Value:
    """Keep the dtype."""
    if call.dtype != call.args[0].dtype:
        raise Unsupported(f"astype from {call.args[0].dtype} to {call.dtype}")
    return builder.value(call.args[0])


RULES: dict[Key, Entry] = {}
for _source, _target in itertools.product(NUMBERS, NUMBERS):
    if _target in _SAFE.get(_source, NUMBERS):
        RULES["astype", (_source, _target)] = to_bool if _target == "bool" else to_number
for _kind in TIMES:
    RULES["astype", (_kind, _kind)] = to_unit
    RULES["astype", (_kind, "int")] = to_integer
for _kind in ("text", "category"):
    RULES["astype", (_kind, _kind)] = unchanged
