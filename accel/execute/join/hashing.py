"""The hash index, built over radix partitions by several threads."""

from __future__ import annotations

from typing import Final

import numpy as np

from accel.execute import memory
from accel.execute.scheduler import run_tasks
from accel.execute.vector import Array
from accel.kernels.kernel import Kernel

_PARTITION_ROWS: Final = 1 << 14  # rows whose grouping table stays in the second-level cache
_MOST_PARTITION_BITS: Final = 9
_CHUNK: Final = 1 << 18

_HISTOGRAM = Kernel("join_hash:histogram", "i8* i8 i8 i8*")
_SCATTER = Kernel("join_hash:scatter", "i8* i8 i8 i8 i8* i8* i4*")
_GROUP = Kernel("join_hash:group", "i8* i4* i8 i8 i4* i8 i4* i8* i4* i4* i4*")
_INSERT = {
    single: Kernel("join_hash:make_insert", "i8* i4* i4* i8 i4* i8* i8 i8 i4*", (single,))
    for single in (False, True)
}
_INSERT_LEFT = {
    single: Kernel("join_hash:make_insert_left", "i8* i4* i4* i4* i8 i4* i8* i8 i8", (single,))
    for single in (False, True)
}
_MATCH_ONE = Kernel("join_hash:match_one", "i8* i8 i8* i8 i8 i4*")
_MATCH_MANY = Kernel("join_hash:match_many", "i8* i8 i8* i8 i8 i4* i4*")


class HashIndex:
    """A linear-probing table from key words to build rows.

    Attributes
    ----------
    distinct : bool
        Whether no key occurs twice; slots then hold rows, else positions in ``rows``.
    rows : int32 ndarray or None
        Build rows by key, ascending within each.
    """

    def __init__(self, words: Array) -> None:
        count = len(words)
        bits = min(_MOST_PARTITION_BITS, max(0, (count // _PARTITION_ROWS).bit_length()))
        parts = _partition(words, bits)
        keys, starts, counts, grouped, distinct = _group(parts)
        total = int(distinct.sum())
        self.distinct = total == count
        self.rows: Array | None = None if self.distinct else grouped
        slot_bits = max(10, bits, (total * 3 // 2).bit_length())
        self._shift = 64 - slot_bits
        self._mask = (1 << slot_bits) - 1
        self._slots = memory.empty(2 << slot_bits, np.int64)
        left = memory.empty(count, np.int32)
        bounds = parts.bounds
        segment = 1 << (slot_bits - bits)

        def insert(part: int) -> int:
            a, n = int(bounds[part]), int(distinct[part])
            self._slots[2 * segment * part : 2 * segment * (part + 1)] = 0
            arguments = (grouped, self._slots, self._shift, segment * (part + 1), left[a:])
            return _INSERT[self.distinct](keys[a:], starts[a:], counts[a:], n, *arguments)

        for part, n in enumerate(run_tasks(1 << bits, insert)):
            if n:
                a = int(bounds[part])
                arguments = (left[a:], n, grouped, self._slots, self._shift, self._mask)
                _INSERT_LEFT[self.distinct](keys[a:], starts[a:], counts[a:], *arguments)

    def prepare(self) -> None:
        """Do nothing: rows come with the table."""

    def match_one(self, words: Array) -> tuple[Array, int]:
        """Return each word's build row (-1 if none) and how many have one."""
        first = memory.empty(len(words), np.int32)
        matched = _MATCH_ONE(words, len(words), self._slots, self._shift, self._mask, first)
        return first, matched

    def match_many(self, words: Array) -> tuple[Array, Array, int]:
        """Return where each word's matches start, how many they are, and how many in total."""
        n = len(words)
        first, count = memory.empty(n, np.int32), memory.empty(n, np.int32)
        total = _MATCH_MANY(words, n, self._slots, self._shift, self._mask, first, count)
        return first, count, total

    def contains(self, words: Array) -> tuple[Array, int]:
        """Return a mask of the words that are keys, and how many are."""
        first, matched = self.match_one(words)
        return (first >= 0).view(np.uint8), matched


class _Partitions:
    """Key words and their row numbers by partition; partition p lies in bounds[p]:bounds[p + 1]."""

    def __init__(self, words: Array, rows: Array, bounds: Array) -> None:
        self.words = words
        self.rows = rows
        self.bounds = bounds


def _partition(words: Array, bits: int) -> _Partitions:
    """Split rows by the high bits of their key's hash, keeping their order."""
    count = len(words)
    if not bits:
        return _Partitions(words, np.arange(count, dtype=np.int32), np.array([0, count]))
    chunks = -(-count // _CHUNK)
    counts = np.zeros((chunks, 1 << bits), np.int64)

    def histogram(chunk: int) -> None:
        piece = words[chunk * _CHUNK : (chunk + 1) * _CHUNK]
        _HISTOGRAM(piece, len(piece), 64 - bits, counts[chunk])

    run_tasks(chunks, histogram)
    bounds = np.zeros((1 << bits) + 1, np.int64)
    np.cumsum(counts.sum(axis=0), out=bounds[1:])
    cursors = bounds[:-1] + np.cumsum(counts, axis=0) - counts
    moved, rows = memory.empty(count, np.int64), memory.empty(count, np.int32)

    def scatter(chunk: int) -> None:
        piece = words[chunk * _CHUNK : (chunk + 1) * _CHUNK]
        _SCATTER(piece, len(piece), chunk * _CHUNK, 64 - bits, cursors[chunk], moved, rows)

    run_tasks(chunks, scatter)
    return _Partitions(moved, rows, bounds)


def _group(parts: _Partitions) -> tuple[Array, Array, Array, Array, Array]:
    """Find each partition's distinct keys: keys, starts, counts, rows by key, keys a partition."""
    count = len(parts.words)
    keys = memory.empty(count, np.int64)
    starts, counts = memory.empty(count, np.int32), memory.empty(count, np.int32)
    grouped = memory.empty(count, np.int32)

    def group(part: int) -> int:
        a, b = int(parts.bounds[part]), int(parts.bounds[part + 1])
        n = b - a
        size = 1 << max(4, (n * 3 // 2).bit_length())
        slots, ids = memory.zeros(size, np.int32), memory.empty(n, np.int32)
        outputs = (keys[a:], starts[a:], counts[a:], grouped[a:])
        return _GROUP(parts.words[a:], parts.rows[a:], n, a, slots, size - 1, ids, *outputs)

    distinct = np.array(run_tasks(len(parts.bounds) - 1, group), np.int64)
    return keys, starts, counts, grouped, distinct
