"""The ranked index: a bitmap over the range of keys, small enough for random access."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np

from accel.execute import memory
from accel.execute.scheduler import run_tasks
from accel.execute.vector import Array
from accel.kernels.kernel import Kernel
from accel.settings import options

_CHUNK: Final = 1 << 18
# A ranked bitmap takes a quarter of a byte for every possible key, a hash table at least 24 bytes
# for every key that occurs; a missed cache line costs more than the difference.
_RANGE_PER_ROW: Final = 128
_SMALL_RANGE: Final = 1 << 23  # a bitmap of 2 MiB, most of which stays near

_INSPECT = Kernel("join_pairs:inspect", "i8* i8 i8*")
_SET_BITS = Kernel("join_ranked:set_bits", "i8* i8 i8 i8 i8 i8*")
_COUNT_BITS = Kernel("join_ranked:count_bits", "i8* i8")
_PLACE_ROWS = Kernel("join_ranked:place_rows", "i8* i8 i8 i8 i8 i8* i4*")
_COUNT_ROWS = Kernel("join_ranked:count_rows", "i8* i8 i8 i8 i8 i8* i4*")
_LIST_ROWS = Kernel("join_ranked:list_rows", "i8* i8 i8 i8 i8 i8* i4* i4*")
_MATCH_MANY = Kernel("join_ranked:match_many", "i8* i8 i8 i8 i8* i4* i4* i4*")
_CONTAINS = Kernel("join_ranked:contains", "i8* i8 i8 i8 i8* u1*")
_MATCH_ONE = {
    permuted: Kernel("join_ranked:make_match_one", "i8* i8 i8 i8 i8* i4* i4*", (permuted,))
    for permuted in (False, True)
}


@dataclass(frozen=True)
class Shape:
    """What is known of words: the least, the greatest, and whether they are in order."""

    low: int
    high: int
    never_falls: bool
    rises: bool


def inspect(words: Array) -> Shape:
    """Scan words for their range and order; there must be at least one."""
    count = len(words)
    parts = -(-count // _CHUNK)
    found = np.empty((parts, 3), np.int64)

    def scan(part: int) -> None:
        # The next chunk's first word comes along, so that no pair of neighbours is left out.
        piece = words[part * _CHUNK : min((part + 1) * _CHUNK + 1, count)]
        _INSPECT(piece, len(piece), found[part])

    run_tasks(parts, scan)
    order = int(found[:, 2].min())
    return Shape(int(found[:, 0].min()), int(found[:, 1].max()), order >= 1, order == 2)


def is_dense(size: int, rows: int) -> bool:
    """Whether a range of ``size`` possible keys is small enough for a bitmap over it."""
    return size <= _RANGE_PER_ROW * rows + _SMALL_RANGE


class RankedIndex:
    """A bitmap over the range of keys, with the count of keys below each of its words.

    Attributes
    ----------
    distinct : bool
        Whether no key occurs twice.
    rows : int32 ndarray or None
        Build rows by key, ascending; None if that is simply 0, 1, 2, ... Made by ``prepare``.
    """

    def __init__(self, words: Array, shape: Shape) -> None:
        self._words = words
        self._shape = shape
        self._low = shape.low
        self._size = shape.high - shape.low + 1
        groups = self._size // 64 + 1
        self._blocks = memory.zeros(2 * groups, np.int64)
        self._by_keys(lambda s, n: _SET_BITS(words, len(words), self._low, s, n, self._blocks))
        self._keys = _COUNT_BITS(self._blocks, groups)
        self.distinct = self._keys == len(words)
        self.rows: Array | None = None
        self._offsets: Array | None = None

    def prepare(self) -> None:
        """Make ready to be asked for rows; ``contains`` does without."""
        ordered = self._shape.rises if self.distinct else self._shape.never_falls
        if self._offsets is None and not self.distinct:
            self._count()
        if self.rows is None and not ordered:
            self.rows = self._place() if self.distinct else self._list()

    def _by_keys(self, work: Callable[[int, int], object]) -> None:
        """Run ``work`` on ranges of keys side by side, if there are rows enough."""
        tasks = min(8, options.num_threads) if len(self._words) >= _CHUNK else 1
        step = (self._size // tasks // 64 + 1) * 64
        run_tasks(tasks, lambda k: work(k * step, step))

    def _count(self) -> None:
        counts = memory.zeros(self._keys + 1, np.int32)
        base = self._words, len(self._words), self._low
        self._by_keys(lambda start, size: _COUNT_ROWS(*base, start, size, self._blocks, counts))
        np.cumsum(counts, out=counts)
        self._offsets = counts

    def _list(self) -> Array:
        assert self._offsets is not None
        rows = memory.empty(len(self._words), np.int32)
        base = self._words, len(self._words), self._low
        out = self._blocks, self._offsets.copy(), rows
        self._by_keys(lambda start, size: _LIST_ROWS(*base, start, size, *out))
        return rows

    def _place(self) -> Array:
        words = self._words
        rows = memory.empty(len(words), np.int32)

        def place(part: int) -> None:
            start = part * _CHUNK
            piece = words[start : start + _CHUNK]
            _PLACE_ROWS(piece, len(piece), start, self._low, self._size, self._blocks, rows)

        run_tasks(-(-len(words) // _CHUNK), place)
        return rows

    @property
    def parameters(self) -> tuple[int, int, Array]:
        """The lowest key, the size of the range, and the bitmap with its counts."""
        return self._low, self._size, self._blocks

    def offsets(self) -> Array:
        """Return where each key's rows start, and the end of the last one's."""
        if self._offsets is None:
            return np.arange(self._keys + 1, dtype=np.int32)
        return self._offsets

    def match_one(self, words: Array) -> tuple[Array, int]:
        """Return each word's build row (-1 if none) and how many have one."""
        first = memory.empty(len(words), np.int32)
        rows = first if self.rows is None else self.rows  # not read where there is no order to undo
        kernel = _MATCH_ONE[self.rows is not None]
        return first, kernel(words, len(words), self._low, self._size, self._blocks, rows, first)

    def match_many(self, words: Array) -> tuple[Array, Array, int]:
        """Return where each word's matches start, how many they are, and how many in total."""
        n = len(words)
        first, count = memory.empty(n, np.int32), memory.empty(n, np.int32)
        arguments = (words, n, self._low, self._size, self._blocks, self._offsets, first, count)
        return first, count, _MATCH_MANY(*arguments)

    def contains(self, words: Array) -> tuple[Array, int]:
        """Return a mask of the words that are keys, and how many are."""
        mask = memory.empty(len(words), np.uint8)
        return mask, _CONTAINS(words, len(words), self._low, self._size, self._blocks, mask)
