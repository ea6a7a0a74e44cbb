"""Several keys as one word: packed by the ranges the build side spans.

A probe key outside those ranges cannot match, and gets the word ``nowhere``, which no build row
has. A part whose range is too wide for packing is first replaced by its number among the build
side's distinct values, so that any number of keys of any kind ends as one exact word, and nothing
is left to verify.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from accel.execute import memory
from accel.execute.batch import Batch
from accel.execute.join.index import Index, build_index
from accel.execute.join.keys import KeySpec, words
from accel.execute.join.ranked import inspect, is_dense
from accel.execute.join.text import TextCodes
from accel.execute.scheduler import run_tasks
from accel.execute.vector import Array, Fixed, Vector
from accel.kernels.kernel import Kernel

_MOST: Final = 1 << 61
_CHUNK: Final = 1 << 18
_PACK_FIRST = Kernel("join_words:pack_first", "i8* i8 i8 i8 i8 i8 i8*")
_PACK_NEXT = Kernel("join_words:pack_next", "i8* i8 i8 i8 i8 i8 i8*")


class Part:
    """One key's words on the build side, and how a probe's words are put in their terms."""

    def __init__(self, column: Array) -> None:
        self.column = column
        self._numbers: tuple[Index, Array] | None = None
        self._span()

    def _span(self) -> None:
        if len(self.column):
            shape = inspect(self.column)
            self.low, self.size = shape.low, shape.high - shape.low + 1
        else:
            self.low, self.size = 0, 1

    def number(self) -> None:
        """Replace the words by numbers of distinct values: the range is then at most the rows."""
        if self._numbers is not None or not len(self.column):
            return
        index = build_index(self.column)
        index.prepare()
        first, _ = index.match_one(self.column)
        occurs = np.zeros(len(first), np.int64)
        occurs[first] = 1
        lookup = np.cumsum(occurs) - 1
        self._numbers = index, lookup
        self.column = lookup[first]
        self._span()

    def translate(self, probe: Array) -> Array:
        """Return a probe's words in this part's terms; -1 where there is no such value."""
        if self._numbers is None:
            return probe
        index, lookup = self._numbers
        first, _ = index.match_one(probe)
        return np.where(first >= 0, lookup[first], -1)


class Packing:
    """Parts packed into one word, in turn into wider packings when they do not fit.

    Attributes
    ----------
    column : int64 ndarray
        The build side's words, by row.
    split : int
        The bit from which on a word is one part alone: the one that tells rows apart the best of
        those dense enough for a ranked bitmap.
    """

    column: Array

    def __init__(self, parts: Sequence[Part]) -> None:
        self.parts = list(parts)
        for part in sorted(self.parts, key=lambda p: -p.size):
            if self._product() <= _MOST:
                break
            part.number()
        self.inner: Packing | None = None
        if self._product() > _MOST:
            # Numbered parts are below 2**31 each: all but the last, packed and numbered again,
            # leave room for the last.
            self.inner = Packing(self.parts[:-1])
            packed = Part(self.inner.column)
            packed.number()
            self.parts = [packed, self.parts[-1]]
        rows = len(self.parts[0].column)
        highest = max(self.parts, key=lambda p: p.size if is_dense(p.size, rows) else 0)
        self.strides = [0] * len(self.parts)
        stride = 1
        for k, part in enumerate(self.parts):
            if part is not highest:
                self.strides[k] = stride
                stride *= part.size
        self.split = (stride - 1).bit_length()
        self.strides[self.parts.index(highest)] = 1 << self.split
        self.nowhere = highest.size << self.split
        self.column = self.pack([part.column for part in self.parts])

    def _product(self) -> int:
        product = 1
        for part in self.parts:
            product *= part.size
        return product

    def pack(self, columns: Sequence[Array]) -> Array:
        """Pack the words of each part, already in its terms."""
        count = len(columns[0])
        out = memory.empty(count, np.int64)

        def pack(chunk: int) -> None:
            kernel = _PACK_FIRST
            piece = out[chunk * _CHUNK : (chunk + 1) * _CHUNK]
            for part, column, stride in zip(self.parts, columns, self.strides, strict=True):
                source = column[chunk * _CHUNK : (chunk + 1) * _CHUNK]
                bounds = part.low, part.size, stride, self.nowhere
                kernel(source, len(source), *bounds, piece)
                kernel = _PACK_NEXT

        run_tasks(-(-count // _CHUNK), pack)
        return out

    def encode(self, columns: Sequence[Array]) -> Array:
        """Pack the words of a probe."""
        if self.inner is not None:
            columns = [self.inner.encode(columns[:-1]), columns[-1]]
        parts = zip(self.parts, columns, strict=True)
        return self.pack([part.translate(column) for part, column in parts])


class Coder:
    """How the keys of a join become one word.

    Parameters
    ----------
    vectors : sequence of Vector
        The key columns of the build side.
    keys : sequence of KeySpec
        The other side's keys, which say how both are compared.

    Attributes
    ----------
    column : int64 ndarray
        The build side's words, by row.
    split : int
        The bit from which on a word is one key alone, 0 if it all is.
    """

    def __init__(self, vectors: Sequence[Vector], keys: Sequence[KeySpec]) -> None:
        self._codes = [TextCodes(v) if not isinstance(v, Fixed) else None for v in vectors]
        columns = []
        for vector, codes, key in zip(vectors, self._codes, keys, strict=True):
            if isinstance(vector, Fixed):
                columns.append(words(vector.data, key.kind, key.other_factor))
            else:
                assert codes is not None
                columns.append(words(codes.column, "integer", 1))
        self._packing = Packing([Part(column) for column in columns]) if len(keys) > 1 else None
        self.column = columns[0] if self._packing is None else self._packing.column
        self.split = 0 if self._packing is None else self._packing.split

    def encode(self, batch: Batch, keys: Sequence[KeySpec]) -> Array:
        """Return the words of a probe batch; rows that cannot match have a word of no build row."""
        columns = []
        for key, codes in zip(keys, self._codes, strict=True):
            vector = batch.columns[key.id]
            if codes is not None:
                columns.append(words(codes.find(vector), "integer", 1))
            elif isinstance(vector, Fixed):
                columns.append(words(vector.data, key.kind, key.factor))
        return columns[0] if self._packing is None else self._packing.encode(columns)
