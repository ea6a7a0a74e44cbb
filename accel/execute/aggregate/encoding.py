"""Several key columns to one word a row, exactly, or through a dependency found in the data.

If the ranges of all keys fit one word together, that is the word. Otherwise some of them may
*determine* the rest: grouping by customer key, name, address and phone is grouping by the customer
key, as long as the others are the same in all rows of a group. That is verified row by row; where
it fails, the keys are numbered pair by pair until they fit.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from accel.execute import memory
from accel.execute.aggregate.grouping import Groups, ascend, by_runs, by_value
from accel.execute.keys import KeyColumn, Span
from accel.execute.packing import Packing
from accel.execute.vector import Array, Text
from accel.kernels.kernel import Kernel

_AGREE_TEXT = Kernel("interning:agree", "i8* i4* i4* i4* i4* i8")
_AGREE = {code: Kernel("grouping:agree", f"{code}* i4* i4* i4* i8") for code in ("i4", "i8")}

Key: TypeAlias = KeyColumn | Text


@dataclass(frozen=True, slots=True)
class Layout:
    """How words are made of key columns.

    Attributes
    ----------
    chosen : tuple of int
        The key columns in the word.
    passengers : tuple of int
        The others, which the word is to determine.
    packing : Packing or None
        None if the word is the one chosen column's ordinal.
    low, size : int
        The range of words.
    """

    chosen: tuple[int, ...]
    passengers: tuple[int, ...]
    packing: Packing | None
    low: int
    size: int

    @property
    def in_key_order(self) -> bool:
        """Whether words are ordered as the keys are (apart from strings)."""
        return not self.passengers and list(self.chosen) == sorted(self.chosen)

    def words(self, keys: Sequence[Key]) -> Array:
        """Return the words of rows whose spans lie within those of the layout."""
        columns = [key for key in (keys[k] for k in self.chosen) if isinstance(key, KeyColumn)]
        if self.packing is None:
            return columns[0].ordinals
        return self.packing.pack(columns)


def lay_out(spans: Sequence[Span | None], wide: Sequence[bool]) -> Layout:
    """Choose the columns of the word: all if they fit, else as many as do.

    ``spans`` has None for strings that have no codes; ``wide`` marks columns to take last.
    At least one must have a span.
    """
    packing = None if None in spans else Packing.plan([s for s in spans if s is not None])
    chosen = list(range(len(spans)))
    if packing is None:
        order = sorted((k for k in chosen if spans[k] is not None), key=lambda k: (wide[k], k))
        chosen = []
        for k in order:
            trial = sorted([*chosen, k])
            plan = Packing.plan([s for s in (spans[j] for j in trial) if s is not None])
            if plan is not None:
                chosen, packing = trial, plan
        if packing is None:
            chosen = order[:1]
    passengers = tuple(k for k in range(len(spans)) if k not in chosen)
    only = spans[chosen[0]] if len(chosen) == 1 else None
    if only is not None and (packing is None or not only.missing):
        low, high = (only.low, only.high) if not only.missing else (-(1 << 63), (1 << 63) - 1)
        return Layout(tuple(chosen), passengers, None, low, max(1, high - low + 1))
    assert packing is not None
    return Layout(tuple(chosen), passengers, packing, 0, 1 << packing.bits)


def span_of(key: Key) -> Span | None:
    """Return a key column's span, None for strings without codes."""
    return key.span if isinstance(key, KeyColumn) else None


def group_rows(keys: Sequence[Key], layout: Layout) -> Groups:
    """Group rows by word; where words ascend, their runs are the groups."""
    words, first = layout.words(keys), keys[0]
    sorted_keys = len(keys) == 1 and isinstance(first, KeyColumn) and first.ascending
    if sorted_keys or ascend(words):
        return by_runs(words)
    return by_value(words, layout.low, layout.size)


def determined(key: Key, groups: Groups, rows: Array) -> bool:
    """Tell whether a key is the same in all rows of each group.

    ``rows`` are the places in ``key`` of the rows that were grouped.
    """
    place = (groups.ids, groups.firsts, rows, len(groups.ids))
    if isinstance(key, Text):
        return bool(_AGREE_TEXT(key.starts, key.lengths, *place))
    return bool(_AGREE[f"i{key.ordinals.dtype.itemsize}"](key.ordinals, *place))


def identity(count: int) -> Array:
    """Return the row numbers 0, 1, ..."""
    rows = memory.empty(count, np.int32)
    rows[:] = np.arange(count, dtype=np.int32)
    return rows


def densify(columns: Sequence[KeyColumn]) -> KeyColumn:
    """Number the combinations of key columns whose values do not fit one word."""
    result = columns[0]
    for column in columns[1:]:
        packing = Packing.plan([result.span, column.span])
        if packing is None:
            result, column = _numbered(result), _numbered(column)
            packing = Packing.plan([result.span, column.span])
            assert packing is not None
        words = packing.pack([result, column])
        result = _numbered(KeyColumn(words, None, Span(0, (1 << packing.bits) - 1)))
    return result


def _numbered(column: KeyColumn) -> KeyColumn:
    low, size = column.span.low, column.span.size
    if column.span.missing:
        low, size = -(1 << 63), 1 << 64
    groups = by_value(column.ordinals, low, max(1, size))
    span = Span(0, groups.count - 1, (1 << max(groups.count - 1, 0).bit_length()) - 1)
    return KeyColumn(groups.ids, None, span)
