"""Strings: comparison, search, slices, length."""

from __future__ import annotations

from typing import Any, Final

import numpy as np

from accel.execute.expression.builder import (
    Addresses,
    Buffer,
    Builder,
    Bytes,
    Held,
    Immediate,
    TextBuffer,
    encode,
    kernel,
)
from accel.execute.expression.comparison import SWAPPED
from accel.execute.expression.rule import Entry, Key
from accel.plan.errors import Unsupported
from accel.plan.expr import Call

_END: Final = 2**62  # beyond the end of every string


def compare(builder: Builder, call: Call) -> Buffer:
    """Compare by code point; a missing string is unequal to all and in no order."""
    left, right = (builder.text(arg) for arg in call.args)
    op = call.op
    if op in ("gt", "ge"):
        left, right, op = right, left, SWAPPED[op]
    mode = 0 if isinstance(right, TextBuffer) else 1
    if not isinstance(left, TextBuffer):
        mode, left = (2, left) if mode == 0 else (1, builder.text_vector(left))
    signature = "b1* i8* i4* i8* i4* i8 i8"
    return builder.call(
        kernel("text:compare", signature, (op,)),
        *builder.text_parameters(left),
        *builder.text_parameters(right),
        Immediate("i8", mode),
        out="b1",
    )


def _source(builder: Builder, call: Call) -> TextBuffer:
    return builder.text_vector(builder.text(call.args[0]))


def contains(builder: Builder, call: Call) -> Buffer:
    """Whether a literal text occurs; False for a missing string."""
    return _contains(builder, _source(builder, call), encode(call.option("pat")))


def _contains(builder: Builder, source: TextBuffer, pattern: bytes) -> Buffer:
    if not pattern:
        missing = builder.call(kernel("text:missing", "b1* i4* i8"), source.lengths, out="b1")
        return builder.unary("not", missing, "b1")
    return builder.call(
        kernel("text:contains", "b1* i8* i4* i8 i8 i8"),
        source.starts,
        source.lengths,
        Bytes(pattern),
        Immediate("i8", len(pattern)),
        out="b1",
    )


def contains_sequence(builder: Builder, call: Call) -> Buffer:
    """Whether texts occur one after the other in one line, as the regex ``a.*b`` asks."""
    patterns = tuple(encode(pattern) for pattern in call.option("pats"))
    if any(b"\n" in pattern or not pattern for pattern in patterns):
        raise Unsupported("a sequence of texts with an empty one or one of several lines")
    source = _source(builder, call)
    return builder.call(
        kernel("text:contains_sequence", "b1* i8* i4* b1* i8* i8* i8 i8"),
        source.starts,
        source.lengths,
        _contains(builder, source, max(patterns, key=len)),  # a fast search rules most out
        Addresses(patterns),
        _counts(patterns),
        Immediate("i8", len(patterns)),
        out="b1",
    )


def _counts(texts: tuple[bytes, ...]) -> Held:
    return Held(np.array([len(text) for text in texts] or [0], np.int64))


def has_affix(builder: Builder, call: Call) -> Buffer:
    """Whether a string starts, or ends, with a text or one of several."""
    pattern: Any = call.option("pat")
    choices = tuple(encode(p) for p in (pattern if isinstance(pattern, tuple) else (pattern,)))
    source = _source(builder, call)
    return builder.call(
        kernel("text:affix", "b1* i8* i4* i8* i8* i8 i8", (call.op == "str_endswith",)),
        source.starts,
        source.lengths,
        Addresses(choices),
        _counts(choices),
        Immediate("i8", len(choices)),
        out="b1",
    )


def take_slice(builder: Builder, call: Call) -> TextBuffer:
    """Take the characters from ``start`` to ``stop``."""
    start, stop = call.option("start"), call.option("stop")
    source = _source(builder, call)
    return builder.call_text(
        kernel("text_characters:slice_characters", "i8* i4* i8* i4* i8 i8 i8"),
        source.starts,
        source.lengths,
        Immediate("i8", 0 if start is None else start),
        Immediate("i8", _END if stop is None else stop),
    )


def count_characters(builder: Builder, call: Call) -> Buffer:
    """Count characters; a missing string would make pandas' result float64."""
    if call.dtype != np.dtype(np.int64):
        raise Unsupported(f"str_len as {call.dtype}")
    source = _source(builder, call)
    count = kernel("text_characters:length", "i8* i4* i8* i8")
    return builder.call(count, source.lengths, source.starts, out="i8")


RULES: dict[Key, Entry] = {(op, ("text", "text")): compare for op in SWAPPED}
RULES["str_contains", ("text",)] = contains
RULES["str_contains_seq", ("text",)] = contains_sequence
RULES["str_startswith", ("text",)] = has_affix
RULES["str_endswith", ("text",)] = has_affix
RULES["str_slice", ("text",)] = take_slice
RULES["str_len", ("text",)] = count_characters
