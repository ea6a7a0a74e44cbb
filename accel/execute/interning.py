"""Strings to codes: a growing dictionary that many threads fill, and the order of its values."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from typing import Any, Final

import numpy as np

from accel.execute import memory
from accel.execute.vector import Array, Coded, Dictionary, Text, take, take_or
from accel.kernels.kernel import Kernel, address

_LOOKUP = Kernel("interning:lookup", "i8* i4* i8 i4* i8 i8* i4* i8* i8 i8* i4*")
_INSERT = Kernel("interning:insert", "i8* i4* i8 i8* i4* i8 i8* i4* i8* i4*")
_REHASH = Kernel("interning:rehash", "i8* i8 i4* i8")
_PREFIXES = Kernel("interning:prefixes", "i8* i4* i4* i8 i8 u8*")

_UNKNOWN: Final = -2
_FIRST_CAPACITY: Final = 1024
_ARENA: Final = 1 << 16


class _Table:
    """Arrays of one size; replaced as a whole when they are full."""

    __slots__ = ("capacity", "hashes", "lengths", "mask", "slots", "starts")

    def __init__(self, capacity: int) -> None:
        self.capacity = capacity
        self.mask = 4 * capacity - 1
        self.slots = memory.empty(4 * capacity, np.int32)
        self.slots[:] = -1
        self.starts = memory.zeros(capacity, np.int64)
        self.lengths = memory.zeros(capacity, np.int32)
        self.hashes = memory.zeros(capacity, np.int64)


class Interner:
    """A dictionary that grows by the strings it is asked about.

    Codes count from 0 in the order in which strings were first seen. Any number of threads may
    call ``intern``; known strings are found without a lock.

    Attributes
    ----------
    dictionary : Dictionary
        The strings so far.

    Examples
    --------
    >>> raw = np.frombuffer(b"abcab", np.uint8)
    >>> start = raw.__array_interface__["data"][0]
    >>> text = Text(
    ...     np.array([start, start + 2, start + 3, 0]), np.array([2, 1, 2, -1], np.int32), (raw,)
    ... )
    >>> Interner().intern(text).codes
    array([ 0,  1,  0, -1], dtype=int32)
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._table = _Table(_FIRST_CAPACITY)
        self._arenas: list[Array] = []
        self._state = np.array([0, 0, self._table.capacity, 0, 0])
        self._translations: dict[int, tuple[Dictionary, Array]] = {}
        nothing = Text(np.empty(0, np.int64), np.empty(0, np.int32), ())
        self.dictionary = Dictionary(nothing)

    def intern(self, text: Text) -> Coded:
        """Return the strings by code, adding those that are new."""
        n, count = len(text), len(self.dictionary)
        codes = memory.empty(n, np.int32)
        table, scratch = self._table, np.empty(32, np.int64)
        arrays = (table.slots, table.mask, table.starts, table.lengths, table.hashes)
        if _LOOKUP(text.starts, text.lengths, n, *arrays, count, scratch, codes):
            with self._lock:
                self._insert(text, codes)
        return Coded(codes, self.dictionary)

    def find(self, text: Text) -> Array:
        """Return the codes (int32) of strings, -1 where missing, -2 where not in the dictionary."""
        n = len(text)
        codes = memory.empty(n, np.int32)
        table, scratch = self._table, np.empty(32, np.int64)
        arrays = (table.slots, table.mask, table.starts, table.lengths, table.hashes)
        _LOOKUP(text.starts, text.lengths, n, *arrays, len(self.dictionary), scratch, codes)
        return codes

    def recode(self, coded: Coded) -> Coded:
        """Return strings that are coded by another dictionary by this one's codes."""
        if coded.dictionary is self.dictionary:
            return coded
        key = id(coded.dictionary)
        known = self._translations.get(key)
        if known is None or len(known[1]) < len(coded.dictionary):
            translation = self.intern(coded.dictionary.values).codes
            # The dictionary is kept with it, so that its id stays its own.
            known = self._translations[key] = (coded.dictionary, translation)
        return Coded(take_or(known[1], coded.codes, -1), self.dictionary)

    def _insert(self, text: Text, codes: Array) -> None:
        state, n = self._state, len(text)
        state[0] = 0
        while True:
            table = self._table
            arrays = (table.slots, table.mask, table.starts, table.lengths, table.hashes)
            if not _INSERT(text.starts, text.lengths, n, state, *arrays, codes):
                break
            if state[1] == state[2]:
                self._grow()
            else:
                self._add_arena(int(text.lengths[state[0]]))
        count = int(state[1])
        owners = tuple(self._arenas)
        self.dictionary.values = Text(table.starts[:count], table.lengths[:count], owners)

    def _grow(self) -> None:
        old, count = self._table, int(self._state[1])
        new = _Table(4 * old.capacity)
        for name in ("starts", "lengths", "hashes"):
            getattr(new, name)[:count] = getattr(old, name)[:count]
        _REHASH(new.hashes, count, new.slots, new.mask)
        self._table = new
        self._state[2] = new.capacity

    def _add_arena(self, least: int) -> None:
        # Each as large as all before together, so that they stay few.
        size = max(_ARENA, least, sum(map(len, self._arenas)))
        arena = memory.empty(size, np.uint8)
        self._arenas.append(arena)
        self._state[3] = address(arena)
        self._state[4] = size


def refine(ranks: Array, tied: Array, columns: Sequence[Array]) -> Array:
    """Tell rows of equal rank apart by further columns, in place.

    A rank is the number of rows that come before, so there is room between ranks for ties to be
    broken.

    Parameters
    ----------
    ranks : int64 ndarray
        All rows' ranks.
    tied : int32 ndarray
        The rows that share theirs with others, ascending.
    columns : sequence of ndarray
        These rows' values, the most significant column first.

    Returns
    -------
    int32 ndarray
        The rows that still share their rank.
    """
    before = take(ranks, tied)
    sorted_by = [*reversed(columns), before]
    if (before == before[0]).all():
        sorted_by.pop()
    order = np.lexsort(sorted_by) if len(sorted_by) > 1 else np.argsort(columns[0], kind="stable")
    rows = take(tied, order.astype(np.int32))
    tie_starts = _changes([take(before, order.astype(np.int32))])
    starts = tie_starts | _changes([column[order] for column in columns])
    position = np.arange(len(order))
    first_of_tie = np.maximum.accumulate(np.where(tie_starts, position, 0))
    first_of_part = np.maximum.accumulate(np.where(starts, position, 0))
    ranks[rows] += first_of_part - first_of_tie
    alone = starts & np.append(starts[1:], True)
    return np.sort(rows[~alone])


def _changes(columns: Sequence[Array]) -> Array:
    """Mark the rows that differ from the row before; the first does."""
    marks = np.zeros(len(columns[0]), bool)
    marks[:1] = True
    for column in columns:
        marks[1:] |= column[1:] != column[:-1]
    return marks


def text_ranks(text: Text) -> Array:
    """Rank strings bytewise: how many are smaller, as int64. None may be missing."""
    ranks = np.zeros(len(text), np.int64)
    tied = np.arange(len(text), dtype=np.int32)
    offset = 0
    # Each round looks eight bytes further, at those alone that were equal so far.
    while len(tied):
        words = np.empty(len(tied), np.uint64)
        _PREFIXES(text.starts, text.lengths, tied, len(tied), offset, words)
        left = np.clip(take(text.lengths, tied) - np.int32(offset), 0, 9)
        tied = refine(ranks, tied, [words, left])
        tied = tied[text.lengths[tied] > offset + 8]
        offset += 8
    return ranks


def ranks(dictionary: Dictionary) -> Array:
    """Return the rank of each of the dictionary's values in pandas' order, as int32."""
    size = len(dictionary)
    known: Any = dictionary.derived.get("ranks")
    if known is None or len(known) != size:
        known = text_ranks(dictionary.values).astype(np.int32)
        dictionary.derived["ranks"] = known
    result: Array = known
    return result
