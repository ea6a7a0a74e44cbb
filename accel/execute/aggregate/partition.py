"""Rows to partitions that share no word, each small enough for a core's cache.

Rows stay in order within a partition, so what is made of a group's rows does not depend on how many
partitions there are, nor on who works on them.
"""

from __future__ import annotations

import functools
import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from accel.execute import memory
from accel.execute.aggregate.encoding import identity
from accel.execute.aggregate.grouping import SPARSE, ascend
from accel.execute.scheduler import run_tasks
from accel.execute.vector import Array, Coded, Fixed, Text, Vector, as_text, concatenate
from accel.kernels.kernel import Kernel

_ALONE: Final = 1 << 17  # fewer rows are one partition
_TARGET: Final = 1 << 16  # rows a partition
_RANGE: Final = 1 << 15  # words a partition, where words are so dense that a table has them all
_BITS: Final = (4, 8)  # the least and the most partitions, as powers of two
_BLOCK: Final = 1 << 18  # rows scattered by one task
_UNEVEN: Final = 4  # a partition by range may have this many times its share

_SCATTER_ROWS = Kernel("grouping:scatter_rows", "i4* i8 i8 i4*")
_SCATTER = {w: Kernel("grouping:scatter", f"u{w}* i4* i8 u{w}*", (w,)) for w in (1, 2, 4, 8)}


@functools.cache
def _kernel(name: str, code: str, hashed: bool) -> Kernel:
    out = "i8*" if name == "histogram" else "i8* i4*"
    return Kernel(f"grouping:{name}", f"{code}* i8 i8 i8 {out}", (hashed,))


class Pieces:
    """A column in pieces, as if they were joined.

    Attributes
    ----------
    vectors : list of Vector
        The pieces, all of one kind.
    """

    def __init__(self, vectors: Sequence[Vector]) -> None:
        self.vectors = list(vectors)
        first = self.vectors[0]
        if isinstance(first, Coded | Text) and not all(
            isinstance(v, Coded) and isinstance(first, Coded) and v.dictionary is first.dictionary
            for v in self.vectors
        ):
            self.vectors = [as_text(v) for v in self.vectors]
        self.starts = np.concatenate([[0], np.cumsum([len(v) for v in self.vectors])])

    def slice(self, start: int, stop: int) -> Vector:
        """Return the rows from ``start`` to ``stop``, without copying if one piece has them."""
        first = int(np.searchsorted(self.starts, start, "right")) - 1
        first = min(first, len(self.vectors) - 1)
        parts: list[Vector] = []
        for k in range(first, len(self.vectors)):
            offset = int(self.starts[k])
            if offset >= stop and parts:
                break
            a, b = max(start - offset, 0), min(stop - offset, len(self.vectors[k]))
            if b > a or not parts:
                parts.append(self.vectors[k].slice(a, max(a, b)))
        if len(parts) > 1:
            parts = [p for p in parts if len(p)] or parts[:1]
        return concatenate(parts)

    def __len__(self) -> int:
        return int(self.starts[-1])


@dataclass(slots=True)
class Part:
    """One partition.

    Attributes
    ----------
    words : ndarray
        Its rows' words.
    payload : list of Vector
        Their other columns.
    rows : int32 ndarray
        Where they were, counted over all pieces; empty if that was not asked for.
    low, size : int
        The range of words.
    """

    words: Array
    payload: list[Vector]
    rows: Array
    low: int
    size: int


class Partitions:
    """Rows by partition.

    Parameters
    ----------
    words : list of ndarray
        The words, in pieces; there must be rows.
    payload : list of Pieces
        Columns that go along.
    low, size : int
        The range of words.
    number_rows : bool
        Whether parts need ``rows``.

    Attributes
    ----------
    count : int
        How many partitions.
    ascending : bool
        Whether each partition's words are greater than those of the one before.
    """

    def __init__(
        self, words: list[Array], payload: list[Pieces], low: int, size: int, number_rows: bool
    ) -> None:
        self._words = Pieces([Fixed(w) for w in words])
        self._payload = payload
        self._low, self._size = low, size
        self._number_rows = number_rows
        self._rows: Array | None = None
        self._width: int | None = None
        self.ascending = True
        total = len(self._words)
        if total <= _ALONE:
            self._bounds = np.array([0, total])
        elif self._is_sorted():
            self._bounds = self._cut()
        else:
            wanted = total // _TARGET
            if size <= SPARSE * total:
                wanted = min(wanted, size // _RANGE)
            self._scatter(min(max(wanted.bit_length(), _BITS[0]), _BITS[1]))
        self.count = len(self._bounds) - 1

    def part(self, k: int) -> Part:
        """Return partition ``k``."""
        start, stop = int(self._bounds[k]), int(self._bounds[k + 1])
        words = self._words.slice(start, stop)
        assert isinstance(words, Fixed)
        payload = [column.slice(start, stop) for column in self._payload]
        rows = np.empty(0, np.int32)
        if self._number_rows:
            rows = identity(stop - start) + np.int32(start)
            if self._rows is not None:
                rows = self._rows[start:stop]
        low, size = self._low, self._size
        if self._width is not None:
            low, size = low + k * self._width, self._width
        return Part(words.data, payload, rows, low, size)

    def _is_sorted(self) -> bool:
        """Tell whether all words ascend."""
        arrays = [v.data for v in self._words.vectors if isinstance(v, Fixed) and len(v)]
        if any(a[-1] > b[0] for a, b in itertools.pairwise(arrays)):
            return False
        return all(run_tasks(len(arrays), lambda k: ascend(arrays[k])))

    def _cut(self) -> Array:
        """Cut sorted words where they change, near the joints of the pieces."""
        bounds = [0]
        starts, last = self._words.starts, None
        for k, vector in enumerate(self._words.vectors):
            assert isinstance(vector, Fixed)
            if not len(vector):
                continue
            if last is not None:
                cut = int(starts[k]) + int(np.searchsorted(vector.data, last, "right"))
                # A word that fills the piece may go on in the next.
                if cut < starts[k + 1] and cut - bounds[-1] >= _TARGET // 2:
                    bounds.append(cut)
            last = vector.data[-1]
        total = len(self._words)
        return np.array([*bounds, total] if bounds[-1] < total else bounds)

    def _scatter(self, bits: int) -> None:
        """Move all rows to partitions by the range of their words, or by hash if that is uneven."""
        shift = max(0, (self._size - 1).bit_length() - bits)
        counts = self._histograms(False, shift, ((self._size - 1) >> shift) + 1)
        sums = counts.sum(axis=0)
        if sums.max() <= max(_UNEVEN * sums.mean(), _ALONE):
            hashed, self._width = False, 1 << shift
        else:
            hashed, shift, self.ascending = True, 64 - bits, False
            counts = self._histograms(True, shift, 1 << bits)
            sums = counts.sum(axis=0)
        self._bounds = np.concatenate([[0], np.cumsum(sums)])
        cursors = self._bounds[:-1] + np.cumsum(counts, axis=0) - counts
        self._move(hashed, shift, cursors)

    def _blocks(self) -> list[tuple[int, int]]:
        """Group pieces to blocks worth a task: the first and the last but one of each."""
        blocks, first, starts = [], 0, self._words.starts
        for k in range(1, len(starts)):
            if starts[k] - starts[first] >= _BLOCK or k == len(starts) - 1:
                blocks.append((first, k))
                first = k
        return blocks

    def _histograms(self, hashed: bool, shift: int, count: int) -> Array:
        blocks, pieces = self._blocks(), self._words.vectors
        counts = np.zeros((len(blocks), count), np.int64)

        def work(b: int) -> None:
            for vector in pieces[slice(*blocks[b])]:
                assert isinstance(vector, Fixed)
                words = vector.data
                kernel = _kernel("histogram", f"i{words.dtype.itemsize}", hashed)
                kernel(words, len(words), self._low, shift, counts[b])

        run_tasks(len(blocks), work)
        return counts

    def _move(self, hashed: bool, shift: int, cursors: Array) -> None:
        blocks, total = self._blocks(), len(self._words)
        words, starts = self._words.vectors, self._words.starts
        moved_words = _blank(words[0], total)
        moved = [_blank(column.vectors[0], total) for column in self._payload]
        rows = memory.empty(total, np.int32) if self._number_rows else None

        def work(b: int) -> None:
            for k in range(*blocks[b]):
                vector = words[k]
                assert isinstance(vector, Fixed)
                n, code = len(vector), f"i{vector.data.dtype.itemsize}"
                places = memory.empty(n, np.int32)
                kernel = _kernel("destinations", code, hashed)
                kernel(vector.data, n, self._low, shift, cursors[b], places)
                _put(vector, places, moved_words)
                for column, target in zip(self._payload, moved, strict=True):
                    _put(column.vectors[k], places, target)
                if rows is not None:
                    _SCATTER_ROWS(places, n, int(starts[k]), rows)

        run_tasks(len(blocks), work)
        owners = [_owners(column.vectors) for column in self._payload]
        self._words = Pieces([moved_words])
        self._payload = [
            Pieces([Text(v.starts, v.lengths, o) if isinstance(v, Text) else v])
            for v, o in zip(moved, owners, strict=True)
        ]
        self._rows = rows


def _blank(like: Vector, count: int) -> Vector:
    if isinstance(like, Fixed):
        return Fixed(memory.empty(count, like.data.dtype))
    if isinstance(like, Coded):
        return Coded(memory.empty(count, np.int32), like.dictionary)
    return Text(memory.empty(count, np.int64), memory.empty(count, np.int32), ())


def _put(source: Vector, places: Array, target: Vector) -> None:
    for values, out in zip(_arrays(source), _arrays(target), strict=True):
        _SCATTER[values.dtype.itemsize](values, places, len(places), out)


def _arrays(vector: Vector) -> tuple[Array, ...]:
    if isinstance(vector, Fixed):
        return (vector.data,)
    if isinstance(vector, Coded):
        return (vector.codes,)
    return vector.starts, vector.lengths


def _owners(vectors: Sequence[Vector]) -> tuple[object, ...]:
    # by identity: Arrow's arrays cannot be hashed
    found = {id(owner): owner for v in vectors if isinstance(v, Text) for owner in v.owners}
    return tuple(found.values())
