"""Arithmetic on numbers, as pandas does it on NumPy columns."""

from __future__ import annotations

import itertools
from typing import Any, Final

import numpy as np

from accel.execute.expression.builder import Buffer, Builder, Scalar
from accel.execute.expression.host import Host
from accel.execute.expression.kinds import NUMBERS, code_of, kind_of
from accel.execute.expression.rule import Entry, Key
from accel.execute.vector import Array, Fixed, Vector
from accel.plan.errors import Unsupported
from accel.plan.expr import Call, Literal

_BOOLEAN: Final = {"add": "or", "mul": "and"}


def _operands(builder: Builder, call: Call) -> list[Buffer | Scalar]:
    code = code_of(call.dtype)
    return [builder.convert(builder.fixed(arg), code) for arg in call.args]


def combine(builder: Builder, call: Call) -> Buffer:
    """Add, subtract, multiply, divide: in the result's type, as NumPy does."""
    left, right = _operands(builder, call)
    code = code_of(call.dtype)
    operation = _BOOLEAN.get(call.op, call.op) if code == "b1" else call.op
    return builder.binary(operation, left, right, code)


def divide_floored(builder: Builder, call: Call) -> Buffer | Scalar:
    """Floor division and remainder.

    pandas turns integers (and float32) into float64 where a divisor is 0, so those are divided by
    non-zero literals only.
    """
    code = code_of(call.dtype)
    divisor = call.args[1]
    if code != "f8" and not (isinstance(divisor, Literal) and divisor.value != 0):
        raise Unsupported(f"the engine has no {call.op} of {call.dtype} by what may be zero")
    left, right = _operands(builder, call)
    if code in ("f4", "f8"):
        return builder.binary(f"float_{call.op}", left, right, code)
    if isinstance(right, Scalar) and right.value == -1:
        # the processor traps on the quotient of the smallest integer and -1
        return builder.unary("neg", left, code) if call.op == "floordiv" else Scalar(code, 0)
    return builder.binary(call.op, left, right, code)


def sign(builder: Builder, call: Call) -> Buffer | Scalar:
    """Negate, or drop the sign."""
    value = builder.fixed(call.args[0])
    if call.op == "abs" and kind_of(call.dtype) in ("uint", "bool"):
        return value
    return builder.unary(call.op, value, code_of(call.dtype))


def round_decimals(builder: Builder, call: Call) -> Buffer | Scalar:
    """Round half to even after scaling by a power of ten, as NumPy does."""
    decimals = call.option("decimals", 0)
    value = builder.fixed(call.args[0])
    if kind_of(call.dtype) != "float":
        if decimals < 0:
            raise Unsupported("the engine does not round integers to tens")
        return value
    code = code_of(call.dtype)
    if abs(decimals) > 22:  # beyond, powers of ten are not exact
        raise Unsupported(f"the engine does not round to {decimals} decimals")
    if decimals == 0:
        return builder.unary("rint", value, code)
    power = Scalar(code, float(10 ** abs(decimals)))
    there, back = ("mul", "truediv") if decimals > 0 else ("truediv", "mul")
    scaled = builder.binary(there, value, power, code)
    return builder.binary(back, builder.unary("rint", scaled, code), power, code)


def _power(call: Call, vectors: list[Vector | None], rows: int) -> Vector:
    """Let NumPy compute powers: its algorithm depends on exponent, type and processor."""
    operands: list[Any] = []
    for arg, vector in zip(call.args, vectors, strict=True):
        if isinstance(vector, Fixed):
            operands.append(vector.data)
        elif isinstance(arg, Literal):
            operands.append(arg.value)
    with np.errstate(all="ignore"):
        result: Array = operands[0] ** operands[1]
        if result.dtype != call.dtype:
            result = operands[0].astype(call.dtype) ** np.asarray(operands[1], call.dtype)
    return Fixed(result)


def _check_power(call: Call) -> None:
    base, exponent = call.args
    if isinstance(base, Literal) or kind_of(base.dtype) == "bool":
        raise Unsupported("the engine has no powers of a constant or of bool")
    if kind_of(call.dtype) != "float" and not isinstance(exponent, Literal):
        raise Unsupported("the engine has no integer powers by what may be negative")
    if isinstance(exponent, Literal) and kind_of(call.dtype) != "float" and exponent.value < 0:
        raise Unsupported("the engine has no integer powers by a negative exponent")


RULES: dict[Key, Entry] = {}
for _left, _right in itertools.product(NUMBERS, NUMBERS):
    for _op in ("add", "sub", "mul", "truediv"):
        if _op in _BOOLEAN or (_left, _right) != ("bool", "bool"):
            RULES[_op, (_left, _right)] = combine
    if "bool" not in (_left, _right):
        RULES["floordiv", (_left, _right)] = divide_floored
        RULES["mod", (_left, _right)] = divide_floored
        RULES["pow", (_left, _right)] = Host(_power, _check_power)
for _kind in ("int", "uint", "float", "timedelta"):
    RULES["neg", (_kind,)] = sign
    RULES["abs", (_kind,)] = sign
RULES["abs", ("bool",)] = sign
for _kind in ("int", "uint", "float"):
    RULES["round", (_kind,)] = round_decimals
