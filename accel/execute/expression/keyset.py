"""Key sets: what ``isin`` asks, made of literals or of a column."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import numpy as np

from accel.execute import memory
from accel.execute.expression.builder import (
    Buffer,
    Builder,
    Held,
    Immediate,
    TextBuffer,
    kernel,
)
from accel.execute.expression.kinds import NUMBERS, TIMES, Kind, kind_of
from accel.execute.expression.texts import Distinct
from accel.execute.vector import Array, Fixed, Vector, as_text
from accel.kernels.kernel import Kernel
from accel.plan.errors import Unsupported
from accel.plan.expr import DType

_EMPTY: Final = -(2**63) + 1  # as in kernels/source/membership.py
_EXTENT: Final = Kernel("membership:extent", "i8* i8* i8")
_MARK: Final = Kernel("membership:mark", "u1* i8 i8* i8")
_INSERT: Final = Kernel("membership:insert", "i8* i8 i8* i8")

# A bit for every value in the range is smaller than a hash table up to this many a key.
_DENSE: Final = 128
_SMALL_RANGE: Final = 1 << 19


class KeySet:
    """The distinct values of a column, to be asked by a compiled expression.

    Parameters
    ----------
    vector : Vector
        The values.
    dtype : dtype
        Their dtype; what is asked must be of the same kind (and, for times, unit).

    Examples
    --------
    >>> keys = KeySet(Fixed(np.array([3, 5, 3])), np.dtype("int64"))
    >>> keys.kind
    'int'
    """

    def __init__(self, vector: Vector, dtype: DType) -> None:
        self.dtype = dtype
        self.kind: Kind = kind_of(dtype)
        if self.kind == "category":
            raise Unsupported("isin of categoricals")
        self._probe: Callable[[Builder, Buffer], Buffer]
        self._distinct = Distinct()
        self._has_missing = False
        if self.kind == "text":
            codes = self._distinct.add(as_text(vector))
            self._has_missing = bool((codes < 0).any())
        elif isinstance(vector, Fixed):
            self._probe = _numbers(vector.data, self.kind)

    def contains(self, builder: Builder, value: Buffer | TextBuffer) -> Buffer:
        """Add the kernel that asks for each row."""
        if isinstance(value, Buffer):
            return self._probe(builder, value)
        distinct = self._distinct
        signature = "b1* i8* i4* i4* i8 u8* i8* i4* b1 i8"
        return builder.call(
            kernel("membership:in_texts", signature),
            value.starts,
            value.lengths,
            Held(distinct.table),
            Immediate("i8", distinct.mask),
            Held(distinct.hashes),
            Held(distinct.keys.starts),
            Held(distinct.keys.lengths),
            Immediate("b1", self._has_missing),
            out="b1",
        )


def _numbers(data: Array, kind: Kind) -> Callable[[Builder, Buffer], Buffer]:
    family = "float" if kind == "float" else "int"
    code = f"{data.dtype.kind}{data.dtype.itemsize}"
    words = memory.empty(len(data), np.int64)
    kernel("membership:words", f"i8* {code}* i8", (family,))(words, data, len(data))
    if family == "int" and len(words):
        extent = np.empty(2, np.int64)
        _EXTENT(extent, words, len(words))
        low, high = extent.tolist()
        if high - low < max(_SMALL_RANGE, _DENSE * len(words)):
            return _in_bits(words, low, high - low + 1)
    return _in_table(words, family)


def _in_bits(words: Array, low: int, span: int) -> Callable[[Builder, Buffer], Buffer]:
    table = memory.zeros((span >> 3) + 1, np.uint8)
    _MARK(table, low, words, len(words))

    def probe(builder: Builder, value: Buffer) -> Buffer:
        signature = f"b1* {value.code}* u1* i8 i8 i8"
        test = kernel("membership:in_bits", signature)
        return builder.call(
            test, value, Held(table), Immediate("i8", low), Immediate("i8", span), out="b1"
        )

    return probe


def _in_table(words: Array, family: str) -> Callable[[Builder, Buffer], Buffer]:
    bits = max(2 * len(words) - 1, 1).bit_length()
    table = memory.empty(1 << bits, np.int64)
    table[:] = _EMPTY
    has_empty = bool(_INSERT(table, 64 - bits, words, len(words)))

    def probe(builder: Builder, value: Buffer) -> Buffer:
        signature = f"b1* {value.code}* i8* i8 b1 i8"
        test = kernel("membership:in_table", signature, (family,))
        return builder.call(
            test,
            value,
            Held(table),
            Immediate("i8", 64 - bits),
            Immediate("b1", has_empty),
            out="b1",
        )

    return probe


def askable(asked: DType, keys: DType) -> bool:
    """Whether values of one dtype may be asked of keys of another."""
    first, second = kind_of(asked), kind_of(keys)
    if first in TIMES or second in TIMES:
        return asked == keys
    if first in NUMBERS:
        return first == second or {first, second} <= {"int", "uint"} - _wide(asked, keys)
    return first == second == "text"


def _wide(asked: DType, keys: DType) -> set[Kind]:
    """Return ``uint`` if one of the dtypes is uint64, whose words would be taken for negatives."""
    return {"uint"} if np.dtype(np.uint64) in (asked, keys) else set()
