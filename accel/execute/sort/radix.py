"""Stable argsort of 64-bit words: a split by leading bits, then a radix sort of each part."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from accel.execute import memory
from accel.execute.scheduler import PerThread, run_tasks
from accel.execute.vector import Array, take
from accel.kernels.kernel import Kernel

_CHUNK: Final = 1 << 18
_SPLIT_ROWS: Final = 1 << 14  # fewer are sorted in one piece: they fit the second-level cache
_SPLIT_BITS: Final = 10
_TASK_ROWS: Final = 1 << 16
_LARGE_PART: Final = 1 << 18

_SUMMARIZE = Kernel("sort_words:summarize", "i8* i8 i8*")
_HISTOGRAM = Kernel("sort_radix:histogram", "i8* i8 i8 i8 i8*")
_SCATTER = Kernel("sort_radix:scatter", "i8* i8 i8 i8 i8 i8* i8* i4*")
_SORT_PARTS = Kernel("sort_radix:sort_parts", "i8* i4* i8* i8 i8* i4* i8*")
_IOTA = Kernel("sort_radix:iota", "i4* i8")

_counts = PerThread(lambda: np.empty(256, np.int64))


@dataclass(frozen=True)
class Span:
    """The least and the greatest of some words, as unsigned numbers; whether they are in order."""

    low: int
    high: int
    ordered: bool

    @property
    def bits(self) -> int:
        """How many bits tell the words apart."""
        return (self.high - self.low).bit_length()


def span(words: Array) -> Span:
    """Scan words, of which there must be at least one."""
    parts = -(-len(words) // _CHUNK)
    found = np.empty((parts, 3), np.int64)

    def scan(part: int) -> None:
        # The next chunk's first word comes along, so that no pair of neighbours is left out.
        piece = words[part * _CHUNK : (part + 1) * _CHUNK + 1]
        _SUMMARIZE(piece, len(piece), found[part])

    run_tasks(parts, scan)
    bounds = found[:, :2].view(np.uint64)
    return Span(int(bounds[:, 0].min()), int(bounds[:, 1].max()), bool(found[:, 2].all()))


def argsort_words(words: Array, known: Span | None = None) -> Array:
    """Return the row numbers (int32) that put int64 words in ascending order as unsigned numbers.

    Equal words keep their order. ``known`` saves a scan.

    Examples
    --------
    >>> argsort_words(np.array([3, 1, 3, 0]))
    array([3, 1, 0, 2], dtype=int32)
    """
    count = len(words)
    rows = memory.empty(count, np.int32)
    if count == 0:
        return rows
    spread = known or span(words)
    if spread.ordered:
        _IOTA(rows, count)
        return rows
    if count <= _SPLIT_ROWS:
        _IOTA(rows, count)
        moved = memory.empty(count, np.int64)
        moved[:] = words
        _sort_parts(moved, rows, np.array([0, count]))
        return rows
    moved, bounds = _split(words, rows, spread)
    _sort_parts(moved, rows, bounds)
    return rows


def _split(words: Array, rows: Array, spread: Span) -> tuple[Array, Array]:
    """Move words and rows to parts by leading bits; return the words and the parts' bounds."""
    count = len(words)
    low, shift = spread.low, max(0, spread.bits - _SPLIT_BITS)
    chunks = -(-count // _CHUNK)
    counts = np.zeros((chunks, ((spread.high - low) >> shift) + 1), np.int64)

    def histogram(chunk: int) -> None:
        piece = words[chunk * _CHUNK : (chunk + 1) * _CHUNK]
        _HISTOGRAM(piece, len(piece), low, shift, counts[chunk])

    run_tasks(chunks, histogram)
    bounds = np.zeros(counts.shape[1] + 1, np.int64)
    np.cumsum(counts.sum(axis=0), out=bounds[1:])
    cursors = bounds[:-1] + np.cumsum(counts, axis=0) - counts
    moved = memory.empty(count, np.int64)

    def scatter(chunk: int) -> None:
        piece = words[chunk * _CHUNK : (chunk + 1) * _CHUNK]
        _SCATTER(piece, len(piece), chunk * _CHUNK, low, shift, cursors[chunk], moved, rows)

    run_tasks(chunks, scatter)
    return moved, bounds if shift else bounds[[0, 0]]


def _sort_parts(words: Array, rows: Array, bounds: Array) -> None:
    """Sort each part in place; neighbouring parts go together to make tasks of some size.

    A part too large for the cache, such as all numbers but an outlier, is split again: it spans
    less than the whole did.
    """
    sizes = np.diff(bounds)
    large = np.flatnonzero(sizes > _LARGE_PART).tolist()
    cuts = [0]
    for k in range(1, len(bounds)):
        full = bounds[k] - bounds[cuts[-1]] >= _TASK_ROWS
        if full or k == len(bounds) - 1 or k in large or k - 1 in large:
            cuts.append(k)

    def sort(task: int) -> None:
        first, last = cuts[task], cuts[task + 1]
        if first in large:
            return
        largest = int(sizes[first:last].max())
        spare_words, spare_rows = memory.empty(largest, np.int64), memory.empty(largest, np.int32)
        spare = spare_words, spare_rows, _counts.get()
        _SORT_PARTS(words, rows, bounds[first:], last - first, *spare)

    run_tasks(len(cuts) - 1, sort)
    for part in large:
        a, b = int(bounds[part]), int(bounds[part + 1])
        rows[a:b] = take(rows[a:b], argsort_words(words[a:b]))
