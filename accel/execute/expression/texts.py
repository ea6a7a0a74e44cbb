"""Numbering distinct strings: what key sets of strings and derived dictionaries are made with."""

from __future__ import annotations

from typing import Any

import numpy as np

from accel.execute import memory
from accel.execute.vector import Array, Text
from accel.kernels.kernel import Kernel

_INSERT = Kernel("membership:insert_texts", "i4* i8 u8* i8* i4* i8 i4* i4* i8")

_REBUILD = Kernel("membership:rebuild", "i4* i8 u8* i8")


class Distinct:
    """The distinct strings met so far, numbered from 0 in the order of first occurrence.

    Examples
    --------
    >>> distinct = Distinct()
    >>> distinct.add(text_of(["b", None, "a", "b"]))
    array([ 0, -1,  1,  0], dtype=int32)
    >>> len(distinct)
    2
    """

    def __init__(self) -> None:
        self.table = memory.zeros(64, np.int32)
        self.hashes = memory.empty(32, np.uint64)
        self.keys = Text(memory.empty(0, np.int64), memory.empty(0, np.int32), ())

    def __len__(self) -> int:
        return len(self.keys)

    @property
    def mask(self) -> int:
        """The number of slots less 1."""
        return len(self.table) - 1

    def add(self, text: Text) -> Array:
        """Number strings; a missing one gets -1. Strings new to the set are kept by reference."""
        known = len(self)
        count = len(text)
        self._reserve(known + count)
        # the kernel sees the keys known and the new strings as one array
        starts = _joined(self.keys.starts, text.starts)
        lengths = _joined(self.keys.lengths, text.lengths)
        codes = memory.empty(known + count, np.int32)
        places = memory.empty(known + count + 1, np.int32)
        places[0] = known
        places[1 : known + 1] = np.arange(known, dtype=np.int32)
        distinct = places[1:]
        total = _INSERT(
            self.table, self.mask, self.hashes, starts, lengths, known, codes, distinct, count
        )
        if total > known:
            kept = places[1 : total + 1]
            owners: dict[int, Any] = {id(o): o for o in (*self.keys.owners, *text.owners)}
            self.keys = Text(starts[kept], lengths[kept], tuple(owners.values()))
        return codes[known:]

    def _reserve(self, count: int) -> None:
        if len(self.hashes) < count:
            self.hashes = _joined(self.hashes[: len(self)], memory.empty(count, np.uint64))
        if len(self.table) < 2 * count:
            size = 1 << (2 * count - 1).bit_length()
            self.table = memory.zeros(size, np.int32)
            _REBUILD(self.table, size - 1, self.hashes, len(self))


def _joined(first: Array, second: Array) -> Array:
    out = memory.empty(len(first) + len(second), first.dtype)
    np.concatenate((first, second), out=out)
    return out


def text_of(values: list[str | None]) -> Text:
    """Return Python strings as Text.

    Examples
    --------
    >>> text_of(["a", None]).lengths
    array([ 1, -1], dtype=int32)
    """
    encoded = [None if value is None else value.encode() for value in values]
    data = np.frombuffer(b"".join(part for part in encoded if part) + b"\0", np.uint8)
    sizes = np.array([-1 if part is None else len(part) for part in encoded], np.int32)
    ends = np.cumsum(np.maximum(sizes, 0), dtype=np.int64)
    starts = data.__array_interface__["data"][0] + ends - np.maximum(sizes, 0)
    return Text(np.where(sizes < 0, 0, starts), sizes, (data,))


def strings_of(text: Text) -> list[str | None]:
    """Return Text as Python strings.

    Examples
    --------
    >>> strings_of(text_of(["a", None]))
    ['a', None]
    """
    from ctypes import string_at

    pairs = zip(text.starts.tolist(), text.lengths.tolist(), strict=True)
    return [None if size < 0 else string_at(start, size).decode() for start, size in pairs]
