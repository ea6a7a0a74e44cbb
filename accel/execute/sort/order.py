"""The order of rows by several keys."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from accel.execute import memory
from accel.execute.batch import Batch
from accel.execute.scheduler import run_tasks
from accel.execute.sort.keys import SortKey, key_words
from accel.execute.sort.radix import Span, argsort_words, span
from accel.execute.vector import Array, Vector, take
from accel.kernels.kernel import Kernel

_CHUNK: Final = 1 << 18
_APPEND = Kernel("sort_words:append", "i8* i8 i8 i8 i8*")


def argsort(vector: Vector, dtype: Any, ascending: bool = True, na_last: bool = True) -> Array:
    """Return the rows (int32) of a column in order; ties keep theirs.

    Examples
    --------
    >>> import numpy as np
    >>> from accel.execute.vector import Fixed
    >>> argsort(Fixed(np.array([2.0, np.nan, 1.0, 2.0])), np.dtype("float64"), ascending=False)
    array([0, 3, 2, 1], dtype=int32)
    """
    return argsort_words(key_words(vector, dtype, ascending, na_last))


def sort_rows(batch: Batch, keys: Sequence[SortKey], na_last: bool = True) -> Array:
    """Return the rows (int32) of a batch ordered by ``keys``; ties keep their order.

    Missing values come last (or first) by each key, as in ``DataFrame.sort_values``.
    """
    several = len(keys) > 1
    return order_by(
        [key_words(batch.columns[k.id], k.dtype, k.ascending, na_last, several) for k in keys]
    )


def order_by(words: Sequence[Array]) -> Array:
    """Return the rows (int32) ordered by columns of words, the first column first."""
    if len(words[0]) == 0:
        return memory.empty(0, "i4")
    groups = _pack(words)
    rows = argsort_words(*groups.pop())
    while groups:
        group, _ = groups.pop()
        rows = take(rows, argsort_words(take(group, rows)))
    return rows


def _pack(columns: Sequence[Array]) -> list[tuple[Array, Span | None]]:
    """Pack neighbouring keys into one word where the bits in which they differ allow it."""
    if len(columns) == 1:
        return [(columns[0], None)]
    spans = [span(column) for column in columns]
    groups: list[list[int]] = []
    used = 65
    for k, spread in enumerate(spans):
        used += spread.bits
        if used > 64:
            groups.append([])
            used = spread.bits
        groups[-1].append(k)
    return [_pack_group([columns[k] for k in group], [spans[k] for k in group]) for group in groups]


def _pack_group(columns: Sequence[Array], spans: Sequence[Span]) -> tuple[Array, Span | None]:
    if len(columns) == 1:
        return columns[0], spans[0]
    count = len(columns[0])
    packed = memory.zeros(count, "i8")

    def pack(chunk: int) -> None:
        a, b = chunk * _CHUNK, min((chunk + 1) * _CHUNK, count)
        for column, spread in zip(columns, spans, strict=True):
            _APPEND(column[a:b], b - a, spread.low, spread.bits, packed[a:])

    run_tasks(-(-count // _CHUNK), pack)
    return packed, None
