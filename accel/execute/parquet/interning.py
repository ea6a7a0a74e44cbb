"""The dictionary that all partitions of a string column share."""

from __future__ import annotations

import threading
from typing import Any, Final

import numpy as np

from accel.execute import memory
from accel.execute.vector import Array, Dictionary, Text
from accel.kernels.kernel import Kernel, address

_INTERN: Final = Kernel("parquet_intern:intern", "i8* i4* i8 i4* i8 i8* i4* i8* i8 i8 i4*")
_REHASH: Final = Kernel("parquet_intern:rehash", "i8* i8 i4* i8")
_ARENA: Final = 1 << 16
_LARGEST: Final = 1 << 20


class SharedDictionary:
    """Distinct strings of a column, added to by any thread.

    Attributes
    ----------
    dictionary : Dictionary
        What vectors refer to. Its codes never change; its values grow.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._count = 0
        self._starts = memory.empty(0, np.int64)
        self._lengths = memory.empty(0, np.int32)
        self._hashes = memory.empty(0, np.int64)
        self._slots = memory.empty(0, np.int32)
        self._arena = memory.empty(0, np.uint8)
        self._arena_used = 0
        self._owners: tuple[Any, ...] = ()
        self.dictionary = Dictionary(Text(self._starts, self._lengths, ()))

    def has_room(self, count: int) -> bool:
        """Is it still worth its while to give codes to ``count`` more strings?"""
        return self._count + count <= _LARGEST

    def codes(self, starts: Array, lengths: Array, codes: Array) -> None:
        """Write the code of each string to ``codes``; strings not met before get a new one."""
        count = len(starts)
        total = int(lengths.sum(dtype=np.int64))
        with self._lock:
            self._reserve(self._count + count, total)
            before = self._count
            self._count = _INTERN(
                starts, lengths, count, self._slots, len(self._slots) - 1, self._starts,
                self._lengths, self._hashes, before, address(self._arena) + self._arena_used, codes,
            )  # fmt: skip
            if self._count > before:
                added = self._lengths[before : self._count]
                self._arena_used += int(added.sum(dtype=np.int64))
                all_starts, all_lengths = self._starts[: self._count], self._lengths[: self._count]
                self.dictionary.values = Text(all_starts, all_lengths, self._owners)

    def _reserve(self, count: int, total: int) -> None:
        """Make room for up to ``count`` strings, and for ``total`` more bytes."""
        if count > len(self._starts):
            capacity = max(64, 1 << (count - 1).bit_length())
            self._starts = self._grown(self._starts, capacity)
            self._lengths = self._grown(self._lengths, capacity)
            self._hashes = self._grown(self._hashes, capacity)
            self._slots = memory.empty(2 * capacity, np.int32)
            self._slots.fill(-1)
            _REHASH(self._hashes, self._count, self._slots, len(self._slots) - 1)
        if self._arena_used + total > len(self._arena):
            self._arena = memory.empty(max(_ARENA, total), np.uint8)
            self._arena_used = 0
            self._owners = (*self._owners, self._arena)

    def _grown(self, array: Array, capacity: int) -> Array:
        grown = memory.empty(capacity, array.dtype)
        grown[: self._count] = array[: self._count]
        return grown
