"""How many values a column chunk's dictionary holds, from the header of its first page."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from typing import Final

from accel.execute.parquet.files import PinnedFile
from accel.execute.parquet.footer import Chunk

_HEADER: Final = 64  # bytes: more than the header of a dictionary page takes
_DICTIONARY_PAGE: Final = 2
_TYPE, _CHECKSUM, _DICTIONARY_HEADER = 1, 4, 7  # fields of a page header
_I32, _STRUCT = 5, 12  # kinds of fields
_FEW: Final = 20  # a dictionary of values that come up that often is taken for complete


def dictionary_size(file: PinnedFile, chunk: Chunk) -> int | None:
    """Return how many values the chunk's dictionary has; None if it has none.

    A dictionary that is large for the chunk may have been given up half way: None as well.
    """
    head = bytearray(min(_HEADER, chunk.size))
    file.read_into(chunk.offset, memoryview(head))
    found: int | None = None
    with suppress(StopIteration):  # a long header is another page's
        found = _size(iter(head))
    return found if found is not None and found * _FEW <= chunk.rows else None


def _size(data: Iterator[int]) -> int | None:
    number = 0
    while (byte := next(data)) != 0:
        number += byte >> 4
        kind = byte & 15
        if number == _DICTIONARY_HEADER and kind == _STRUCT:
            return _integer(data) if next(data) == (1 << 4 | _I32) else None
        if kind != _I32 or number > _CHECKSUM:
            return None
        value = _integer(data)
        if number == _TYPE and value != _DICTIONARY_PAGE:
            return None
    return None


def _integer(data: Iterator[int]) -> int:
    value = shift = 0
    while True:
        byte = next(data)
        value |= (byte & 127) << shift
        if byte < 128:
            return value >> 1 ^ -(value & 1)
        shift += 7
