"""The grouped index: pairs of keys, of which one is dense and tells most rows apart."""

from __future__ import annotations

from typing import Final

import numpy as np

from accel.execute import memory
from accel.execute.join.ranked import RankedIndex, inspect
from accel.execute.vector import Array
from accel.kernels.kernel import Kernel

_MOST_IN_GROUP: Final = 16

_SPLIT_GROUPS = {
    permuted: Kernel("join_ranked:make_split_groups", "i8* i8 i8 i4* i4* i4*", (permuted,))
    for permuted in (False, True)
}
_MATCH_GROUPED = {
    permuted: Kernel(
        "join_ranked:make_match_grouped", "i8* i8 i8 i8 i8 i8* i4* i4* i4* i4*", (permuted,)
    )
    for permuted in (False, True)
}


class GroupedIndex:
    """Distinct words whose high bits are dense: ranked by those, the few of each rank compared.

    What a hash table of pairs would spread over many cache lines lies here in one or two.

    Attributes
    ----------
    distinct : bool
        True: no word occurs twice.
    """

    distinct = True

    def __init__(self, ranked: RankedIndex, words: Array, split: int) -> None:
        self._ranked = ranked
        self._split = split
        self._low_words = memory.empty(len(words), np.int32)
        self._offsets = ranked.offsets()
        arguments = words, len(self._offsets) - 1, split, self._offsets
        rows = self._low_words if ranked.rows is None else ranked.rows
        kernel = _SPLIT_GROUPS[ranked.rows is not None]
        self.repeats = bool(kernel(*arguments, rows, self._low_words))
        self.rows = ranked.rows

    def prepare(self) -> None:
        """Do nothing: all is made at once."""

    def match_one(self, words: Array) -> tuple[Array, int]:
        """Return each word's build row (-1 if none) and how many have one."""
        first = memory.empty(len(words), np.int32)
        rows = first if self.rows is None else self.rows
        kernel = _MATCH_GROUPED[self.rows is not None]
        ranked = self._ranked.parameters
        arguments = self._split, *ranked, self._offsets, self._low_words, rows, first
        return first, kernel(words, len(words), *arguments)

    def match_many(self, words: Array) -> tuple[Array, Array, int]:
        """Return each word's row, whether it has one (0 or 1), and how many have."""
        first, matched = self.match_one(words)
        return first, (first >= 0).astype(np.int32), matched

    def contains(self, words: Array) -> tuple[Array, int]:
        """Return a mask of the words that are keys, and how many are."""
        first, matched = self.match_one(words)
        return (first >= 0).view(np.uint8), matched


def grouped_index(words: Array, split: int) -> GroupedIndex | None:
    """Return an index by high bits, unless some have many rows or a word occurs twice."""
    high = words >> split
    ranked = RankedIndex(high, inspect(high))
    ranked.prepare()
    if np.diff(ranked.offsets()).max() > _MOST_IN_GROUP:
        return None
    grouped = GroupedIndex(ranked, words, split)
    return None if grouped.repeats else grouped
