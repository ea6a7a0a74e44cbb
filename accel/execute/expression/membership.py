"""``isin``: of constants, and of a column of another plan."""

from __future__ import annotations

from typing import Any, Final

import numpy as np

from accel.execute.expression.builder import (
    Addresses,
    Buffer,
    Builder,
    Held,
    Immediate,
    Scalar,
    encode,
    kernel,
)
from accel.execute.expression.categories import category_code
from accel.execute.expression.keyset import KeySet, askable
from accel.execute.expression.kinds import FIXED, TIMES, array_dtype, kind_of
from accel.execute.expression.rule import Entry, Key
from accel.execute.vector import Fixed
from accel.plan.errors import Unsupported
from accel.plan.expr import Call, DType, IsInPlan

_FEW: Final = 12  # up to this many constants are compared one after the other
_EXACT: Final = 2**53  # up to this, float64 holds every integer


def is_in(builder: Builder, call: Call) -> Buffer | Scalar:
    """Whether a value is one of the option ``values``; NaN, NaT and missing strings match."""
    arg = call.args[0]
    values = call.option("values", ())
    if kind_of(arg.dtype) == "text":
        return _text_is_in(builder, call)
    source = builder.vector(builder.fixed(arg))
    if kind_of(arg.dtype) == "float":
        return _float_is_in(builder, source, values)
    wanted = sorted(_integers(arg.dtype, values))
    if not wanted:
        return Scalar("b1", False)
    keys = np.array(wanted, array_dtype(source.code))
    if len(wanted) <= _FEW:
        return _any_of(builder, source, keys)
    return _asked(builder, source, keys)


def _any_of(builder: Builder, source: Buffer, keys: Any) -> Buffer:
    signature = f"b1* {source.code}* {source.code}* i8 i8"
    test = kernel("membership:any_of", signature)
    return builder.call(test, source, Held(keys), Immediate("i8", len(keys)), out="b1")


def _asked(builder: Builder, source: Buffer, keys: Any) -> Buffer:
    if builder.dry:
        return Buffer("b1")
    return KeySet(Fixed(keys), keys.dtype).contains(builder, source)


def _integers(dtype: DType, values: tuple[Any, ...]) -> set[int]:
    """Return the values that a column of integers, bools, times or codes may hold."""
    kind = kind_of(dtype)
    if kind == "category":
        codes = {category_code(dtype, value) for value in values}
        return {code for code in codes if code is not None}
    result = set()
    for value in values:
        if type(value) is (bool if kind == "bool" else int):
            result.add(int(value))
        elif kind in TIMES or (isinstance(value, int | float) and value == value):
            raise Unsupported(f"isin of {dtype} and {value!r}")
    if kind in ("int", "uint"):
        # pandas compares as floats where int64 does not hold both sides
        largest = _EXACT if dtype == np.uint64 else 2**63 - 1
        if any(not -(2**63) <= value <= largest for value in result):
            raise Unsupported(f"isin of {dtype} and integers of the other sign")
        limits = np.iinfo(dtype)
        result = {value for value in result if limits.min <= value <= limits.max}
    return result


def _float_is_in(builder: Builder, source: Buffer, values: tuple[Any, ...]) -> Buffer | Scalar:
    if any(type(v) not in (int, float) or (type(v) is int and abs(v) > _EXACT) for v in values):
        raise Unsupported("isin of floats and what is not, or integers that floats cannot hold")
    keys = np.array([float(v) for v in values])
    wide = builder.convert(source, "f8")
    assert isinstance(wide, Buffer)
    if len(keys) > _FEW:
        return _asked(builder, wide, keys)
    finite = keys[keys == keys]
    tests = []
    if len(finite):
        tests.append(_any_of(builder, wide, finite))
    if len(finite) < len(keys):
        tests.append(builder.unary("is_nan", wide, "b1"))
    if not tests:
        return Scalar("b1", False)
    return tests[0] if len(tests) == 1 else builder.binary("or", tests[0], tests[1], "b1")


def _text_is_in(builder: Builder, call: Call) -> Buffer | Scalar:
    values = call.option("values", ())
    source = builder.text_vector(builder.text(call.args[0]))
    texts = {encode(value) for value in values if isinstance(value, str)}
    missing = any(value is None or value != value for value in values)
    if not texts and not missing:
        return Scalar("b1", False)
    choices = tuple(sorted(texts))
    lengths = np.array([len(text) for text in choices] or [0], np.int32)
    signature = "b1* i8* i4* i8* i4* i8 b1 i8"
    return builder.call(
        kernel("membership:any_of_texts", signature),
        source.starts,
        source.lengths,
        Addresses(choices),
        Held(lengths),
        Immediate("i8", len(choices)),
        Immediate("b1", missing),
        out="b1",
    )


def check_plan_keys(expr: IsInPlan, known: KeySet | None) -> None:
    """Raise Unsupported if the values cannot be asked of the plan's column."""
    if known is not None:
        keys = known.dtype
    else:
        keys = next(f.dtype for f in expr.plan.schema if f.id == expr.column)
    if kind_of(expr.arg.dtype) == "category" or not askable(expr.arg.dtype, keys):
        raise Unsupported(f"isin of {expr.arg.dtype} and {keys}")


def is_in_plan(builder: Builder, expr: IsInPlan) -> Buffer:
    """Whether a value is one of another plan's; the set is there when the program is made."""
    keys: KeySet = builder.sets[expr]
    if kind_of(expr.arg.dtype) == "text":
        return keys.contains(builder, builder.text_vector(builder.text(expr.arg)))
    value = builder.vector(builder.fixed(expr.arg))
    return keys.contains(builder, value)


RULES: dict[Key, Entry] = {("isin", (kind,)): is_in for kind in (*FIXED, "text")}
