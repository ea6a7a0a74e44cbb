"""Aggregates that need all rows of a group at once."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from accel.execute import memory
from accel.execute.aggregate.accumulators import Accumulator, Maximum, Minimum, State
from accel.execute.aggregate.grouping import Groups, by_value
from accel.execute.aggregate.values import Values
from accel.execute.keys import KeyColumn, Span, key_column
from accel.execute.packing import Packing
from accel.execute.vector import Array, Fixed, take
from accel.kernels.kernel import Kernel

_SHORT: Final = 8  # rows a group on average
_LONG: Final = 64  # rows a group at most


@functools.cache
def _distinct_in_runs(code: str, masked: bool) -> Kernel:
    return Kernel("grouping:distinct_in_runs", f"{code}* i8 i4* i8 i8 i8*", (masked,))


@dataclass(frozen=True)
class Holistic(Accumulator):
    """Base of those: what ``update`` makes is final."""

    def merge(self, parts: Sequence[Values], groups: Groups) -> State:
        raise TypeError(f"{type(self).__name__} has no partial results")


@dataclass(frozen=True)
class DistinctCount(Holistic):
    """The number of different values; ``dropna`` leaves missing ones out."""

    dropna: bool = True
    dtypes = (np.dtype(np.int64),)

    def update(self, values: Values, groups: Groups) -> State:
        column, ids = key_column(values.vector, values.kind), groups.all_ids
        if _are_short_runs(groups):
            return (Fixed(self._in_runs(column, groups)),)
        if self.dropna and column.span.missing:
            rows = np.flatnonzero(~column.is_missing()).astype(np.int32)
            column, ids = column.take(rows), take(ids, rows)
            column.span = Span(column.span.low, column.span.high, column.span.varying)
        if not len(column):
            return (Fixed(np.zeros(groups.count, np.int64)),)
        words, size = _pair(ids, groups.count, column)
        firsts = by_value(words, 0, size).firsts
        counts = np.bincount(take(ids, firsts), minlength=groups.count)
        return (Fixed(counts.astype(np.int64, copy=False)),)

    def _in_runs(self, column: KeyColumn, groups: Groups) -> Array:
        counts = memory.empty(groups.count, np.int64)
        masked = self.dropna and column.span.missing
        kernel = _distinct_in_runs(f"i{column.ordinals.dtype.itemsize}", masked)
        place = (groups.firsts, groups.count, groups.rows)
        kernel(column.ordinals, column.missing or 0, *place, counts)
        return counts


def _are_short_runs(groups: Groups) -> bool:
    """Tell whether groups are runs of rows so short that each value may meet each other."""
    if not groups.in_order or groups.rows > _SHORT * groups.count:
        return False
    return int(np.diff(groups.firsts, append=np.int32(groups.rows)).max()) <= _LONG


def _pair(ids: Array, count: int, column: KeyColumn) -> tuple[Array, int]:
    """Pack group numbers and values to one word; return how many words there may be, too."""
    group = KeyColumn(ids, None, Span(0, count - 1, (1 << max(count - 1, 0).bit_length()) - 1))
    packing = Packing.plan([group.span, column.span])
    if packing is None:
        dense = by_value(column.ordinals, column.span.low, 1 << 64)
        span = Span(0, dense.count - 1, (1 << dense.count.bit_length()) - 1)
        column = KeyColumn(dense.ids, None, span)
        packing = Packing.plan([group.span, column.span])
        assert packing is not None
    return packing.pack([group, column]), 1 << packing.bits


class Median(Holistic):
    """The middle value, or the mean of the two."""

    dtypes = (np.dtype(np.float64),)

    def update(self, values: Values, groups: Groups) -> State:
        data, ids = values.data, groups.all_ids
        if values.valid is not None:
            data, ids = data[values.valid], ids[values.valid]
        data = data.astype(np.float64)
        order = np.lexsort((data, ids))
        data = data[order]
        counts = np.bincount(ids, minlength=groups.count)
        starts = np.cumsum(counts) - counts
        out = np.full(groups.count, np.nan)
        some = counts > 0
        upper = (starts + counts // 2)[some]
        lower = (starts + (counts - 1) // 2)[some]
        with np.errstate(over="ignore", invalid="ignore"):  # pandas does not warn either
            out[some] = np.where(upper == lower, data[upper], (data[upper] + data[lower]) / 2)
        return (Fixed(out),)


class _Ranked(Minimum):
    """An extreme of strings, found among their ranks in the whole column's dictionary."""

    dtypes: Any = (np.dtype(np.int32),)

    def merge(self, parts: Sequence[Values], groups: Groups) -> State:
        raise TypeError("ranks of different parts do not compare")


class LeastText(_Ranked, Holistic):
    """The first string in order."""


class GreatestText(_Ranked, Maximum, Holistic):
    """The last string in order."""
