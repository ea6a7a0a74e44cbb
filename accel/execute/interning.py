"""Strings to codes: a growing dictionary that many threads fill."""

from __future__ import annotations

import threading
from typing import Final

import numpy as np

from accel.execute import memory
from accel.execute.vector import Array, Coded, Dictionary, Text, take_or
from accel.forking import free_in_child
from accel.kernels.kernel import Kernel, address

_LOOKUP = Kernel("interning:lookup", "i8* i4* i8 i4* i8 i8* i8* i8 i8* i4*")
_INSERT = Kernel("interning:insert", "i8* i4* i8 i8* i4* i8 i8* i4* i8* i4*")
_REHASH = Kernel("interning:rehash", "i8* i8 i4* i8")

_UNKNOWN: Final = -2
_FIRST_CAPACITY: Final = 1024
_ARENA: Final = 1 << 16


class _Table:
    """Arrays of one size; replaced as a whole when they are full."""

    __slots__ = ("capacity", "entries", "lengths", "mask", "slots", "starts")

    def __init__(self, capacity: int) -> None:
        self.capacity = capacity
        self.mask = 4 * capacity - 1
        self.slots = memory.empty(4 * capacity, np.int32)
        self.slots[:] = -1
        self.starts = memory.zeros(capacity, np.int64)
        self.lengths = memory.zeros(capacity, np.int32)
        self.entries = memory.zeros(4 * capacity, np.int64)


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
        self._lock = free_in_child(threading.Lock())
        self._inserting = False
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
        table, scratch = self._table, np.empty(96, np.int64)
        arrays = (table.slots, table.mask, table.starts, table.entries)
        if _LOOKUP(text.starts, text.lengths, n, *arrays, count, scratch, codes):
            with self._lock:
                self._insert(text, codes)
        return Coded(codes, self.dictionary)

    def find(self, text: Text) -> Array:
        """Return the codes (int32) of strings, -1 where missing, -2 where not in the dictionary."""
        n = len(text)
        codes = memory.empty(n, np.int32)
        table, scratch = self._table, np.empty(96, np.int64)
        arrays = (table.slots, table.mask, table.starts, table.entries)
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
        if self._inserting:
            # By a thread of the process that this one was forked from: what it added is forgotten.
            state[1] = len(self.dictionary)
            self._resize(self._table.capacity)
        self._inserting = True
        state[0] = 0
        while True:
            table = self._table
            arrays = (table.slots, table.mask, table.starts, table.lengths, table.entries)
            if not _INSERT(text.starts, text.lengths, n, state, *arrays, codes):
                break
            if state[1] == state[2]:
                self._grow()
            else:
                self._add_arena(int(text.lengths[state[0]]))
        count = int(state[1])
        owners = tuple(self._arenas)
        self.dictionary.values = Text(table.starts[:count], table.lengths[:count], owners)
        self._inserting = False

    def _grow(self) -> None:
        self._resize(4 * self._table.capacity)

    def _resize(self, capacity: int) -> None:
        old, count = self._table, int(self._state[1])
        new = _Table(capacity)
        new.starts[:count] = old.starts[:count]
        new.lengths[:count] = old.lengths[:count]
        new.entries[: 4 * count] = old.entries[: 4 * count]
        _REHASH(new.entries, count, new.slots, new.mask)
        self._table = new
        self._state[2] = new.capacity

    def _add_arena(self, least: int) -> None:
        # Each as large as all before together, so that they stay few.
        size = max(_ARENA, least, sum(map(len, self._arenas)))
        arena = memory.empty(size, np.uint8)
        self._arenas.append(arena)
        self._state[3] = address(arena)
        self._state[4] = size
