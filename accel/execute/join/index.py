"""Index structures over the build side's keys: from a 64-bit key word to build rows.

A ``RankedIndex`` is a bitmap over the key range, with ranks; it is small, and sorted keys need
nothing else. A ``GroupedIndex`` serves pairs of keys one of which is dense, a ``HashIndex`` keys
too sparse for either. All, once prepared, answer two questions about a batch of words:
``match_one`` (distinct keys only) gives each word's build row or -1; ``match_many`` gives where
each word's matches start and how many they are.
"""

from __future__ import annotations

from typing import TypeAlias

import numpy as np

from accel.execute import memory
from accel.execute.join.grouped import GroupedIndex, grouped_index
from accel.execute.join.hashing import HashIndex
from accel.execute.join.ranked import RankedIndex, inspect, is_dense
from accel.execute.vector import Array


class EmptyIndex:
    """No keys at all."""

    distinct = True
    rows = None

    def prepare(self) -> None:
        """Do nothing: there are no rows to be asked for."""

    def match_one(self, words: Array) -> tuple[Array, int]:
        """Return -1 for each word, and 0."""
        first = memory.empty(len(words), np.int32)
        first.fill(-1)
        return first, 0

    def match_many(self, words: Array) -> tuple[Array, Array, int]:
        """Return -1 and no matches for each word, and 0."""
        return self.match_one(words)[0], memory.zeros(len(words), np.int32), 0

    def contains(self, words: Array) -> tuple[Array, int]:
        """Return a mask that is nowhere set, and 0."""
        return memory.zeros(len(words), np.uint8), 0


Index: TypeAlias = RankedIndex | HashIndex | GroupedIndex | EmptyIndex


def build_index(words: Array, split: int = 0) -> Index:
    """Index key words; row numbers are positions in ``words``.

    Parameters
    ----------
    words : int64 ndarray
        The keys.
    split : int
        The bit from which on a word is a dense key by itself, if it is packed of several.

    Examples
    --------
    >>> index = build_index(np.array([30, 10, 20]))
    >>> index.prepare()
    >>> index.match_one(np.array([10, 15, 20]))
    (array([ 1, -1,  2], dtype=int32), 2)
    """
    if not len(words):
        return EmptyIndex()
    shape = inspect(words)
    if is_dense(shape.high - shape.low + 1, len(words)):
        return RankedIndex(words, shape)
    if 0 < split < 32 and is_dense((shape.high >> split) - (shape.low >> split) + 1, len(words)):
        grouped = grouped_index(words, split)
        if grouped is not None:
            return grouped
    return HashIndex(words)
