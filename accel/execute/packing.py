"""Several key columns packed into one 64-bit word.

If the ranges of all key columns allow, their ordinals (see ``keys``) are packed by bit ranges into
one non-negative word, the first key highest, missing values last.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from accel.execute import memory
from accel.execute.keys import KeyColumn, Span
from accel.execute.vector import Array
from accel.kernels.kernel import Kernel

WORD_BITS: Final = 63
_UNPACK = Kernel("hashing:unpack", "i8* i8 i8 i8 i8 i8 i8 i8 i8*")


@functools.cache
def _pack_kernel(code: str, first: bool, masked: bool) -> Kernel:
    return Kernel("hashing:pack", f"{code}* i8 i8 i8 i8 i8 i8 i8*", (first, masked))


@dataclass(frozen=True, slots=True)
class Part:
    """Where one key's digits lie in a packed word: ``(ordinal - low) >> shift`` at bit ``left``.

    ``lost`` is the digit of missing values, -1 if there are none.
    """

    low: int
    shift: int
    bits: int
    left: int
    lost: int


@dataclass(frozen=True, slots=True)
class Packing:
    """How several ordinals share a word of ``bits`` bits.

    Examples
    --------
    >>> from accel.execute.keys import key_column
    >>> from accel.execute.vector import Fixed
    >>> columns = [key_column(Fixed(np.array(v)), "integer") for v in ([7, 8, 7], [40, 0, 80])]
    >>> packing = Packing.plan([c.span for c in columns])
    >>> packing.bits, packing.pack(columns)
    (5, array([ 5, 16, 10]))
    """

    parts: tuple[Part, ...]
    bits: int

    @classmethod
    def plan(cls, spans: Sequence[Span]) -> Packing | None:
        """Lay out the digits of key columns with these spans; None if a word is too small."""
        parts: list[Part] = []
        left = 0
        for span in reversed(spans):
            shift = (span.varying & -span.varying).bit_length() - 1 if span.varying else 0
            greatest = max(0, span.high - span.low) >> shift
            lost = -1
            if span.missing:
                lost = 0 if span.low > span.high else greatest + 1
                greatest = lost
            bits = greatest.bit_length()
            if left + bits > WORD_BITS:
                return None
            parts.append(Part(span.low, shift, bits, left, lost))
            left += bits
        return cls(tuple(reversed(parts)), left)

    def pack(self, columns: Sequence[KeyColumn], out: Array | None = None) -> Array:
        """Return the words of the columns' rows; their spans must lie within the plan's."""
        n = len(columns[0])
        words = memory.empty(n, np.int64) if out is None else out
        for k, (column, part) in enumerate(zip(columns, self.parts, strict=True)):
            masked = part.lost >= 0
            kernel = _pack_kernel(f"i{column.ordinals.dtype.itemsize}", k == 0, masked)
            lost = (column.missing or 0, part.lost)
            kernel(column.ordinals, n, part.low, part.shift, part.left, *lost, words)
        return words

    def unpack(self, words: Array, k: int, missing: int | None) -> Array:
        """Return the ordinals of key ``k`` as int64."""
        part = self.parts[k]
        out = memory.empty(len(words), np.int64)
        place = (part.low, part.shift, part.left, part.bits)
        _UNPACK(words, len(words), *place, missing or 0, part.lost, out)
        return out
