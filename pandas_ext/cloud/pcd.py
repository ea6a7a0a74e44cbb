"""PCD, the Point Cloud Library's format, version 0.7: ascii, binary and binary_compressed."""

from __future__ import annotations

import struct
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from pandas_ext.cloud.base import (
    Cloud,
    check_size,
    cloud_of_records,
    numbers,
    quoted,
    records_of,
    unique,
)
from pandas_ext.cloud.lzf import decompress
from pandas_ext.errors import MediaError

_HEAD: Final = 2**16  # bytes within which the header ends
_ELEMENTS: Final = frozenset({"f4", "f8", "i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8"})
_MOST: Final = 88  # bytes that one compressed byte can become: 264 of 3
_SIZES: Final = struct.Struct("<II")


def read_pcd(data: bytes | memoryview) -> Cloud:
    """Read a PCD file.

    Raises
    ------
    MediaError
        If it is damaged, or more than is allowed.
    """
    told, start = _header(bytes(data[:_HEAD]))
    body = memoryview(data)[start:]
    dtype = _record(told)
    count = _count(told)
    kind = (told["DATA"] or [""])[0].lower()
    if kind == "ascii":
        width = sum(int(np.prod(dtype[name].shape, dtype=np.int64)) for name in dtype.names or ())
        return cloud_of_records(records_of(numbers(body, count, width), dtype))
    if kind == "binary":
        check_size(count, dtype.itemsize, len(body))
        return cloud_of_records(np.frombuffer(body, dtype, count))
    if kind == "binary_compressed":
        check_size(count, dtype.itemsize)
        return cloud_of_records(_decompressed(body, dtype, count))
    raise MediaError(f"damaged: no points are stored as {quoted(kind)}")


def _header(head: bytes) -> tuple[dict[str, list[str]], int]:
    """Return the words after each keyword, and where the points begin."""
    told: dict[str, list[str]] = {}
    place = 0
    while "DATA" not in told:
        end = head.find(b"\n", place)
        if end < 0:
            raise MediaError("damaged or truncated: its header has no end")
        line = head[place:end].decode("latin-1").strip()
        place = end + 1
        keyword, *words = line.split() or ("#",)
        if not keyword.startswith("#"):
            told[keyword.upper()] = words
    return told, place


def _record(told: dict[str, list[str]]) -> np.dtype[Any]:
    names, kinds, sizes = (told.get(keyword, []) for keyword in ("FIELDS", "TYPE", "SIZE"))
    counts = told.get("COUNT", ["1"] * len(names))
    if not names or not len(names) == len(kinds) == len(sizes) == len(counts):
        raise MediaError("damaged: as many FIELDS, SIZE, TYPE and COUNT are needed")
    fields: list[tuple[str, str, tuple[int, ...]]] = []
    for k, (name, kind, size, count) in enumerate(zip(names, kinds, sizes, counts, strict=True)):
        element = kind.lower() + size
        if element not in _ELEMENTS or not count.isdecimal() or not 0 < int(count) < _HEAD:
            raise MediaError(
                f"damaged: the field {quoted(name)} is {quoted(count)} of {quoted(element)}"
            )
        named = f"_{k}" if name == "_" else name
        fields.append((named, "<" + element, () if count == "1" else (int(count),)))
    unique(name for name, *_ in fields)
    return np.dtype(fields)


def _count(told: dict[str, list[str]]) -> int:
    width, height = (told.get(keyword, ["1"]) for keyword in ("WIDTH", "HEIGHT"))
    words = told.get("POINTS", [])
    if not words and "WIDTH" in told:
        words = [*width, *height]
    product = 1
    for word in words:
        if not word.isdecimal() or len(word) > 18:
            raise MediaError(f"damaged: {quoted(word)} points")
        product *= int(word)
    if not words:
        raise MediaError("damaged: its header does not tell how many points there are")
    return product


def _decompressed(body: memoryview, dtype: np.dtype[Any], count: int) -> NDArray[Any]:
    """Return records of points that are stored field by field."""
    if len(body) < _SIZES.size:
        raise MediaError("truncated: it ends before its points")
    stored, size = _SIZES.unpack_from(body)
    body = body[_SIZES.size :]
    if stored > len(body) or size > _MOST * stored:
        raise MediaError(f"truncated: {len(body):,} of {stored:,} bytes of {size:,} compressed")
    if size != count * dtype.itemsize:
        raise MediaError(f"damaged: {size:,} bytes are not {count:,} points of {dtype.itemsize}")
    flat = decompress(bytes(body[:stored]), size)
    records = np.empty(count, dtype)
    place = 0
    for name in dtype.names or ():
        part = records[name]
        part[...] = np.frombuffer(flat, part.dtype, part.size, place).reshape(part.shape)
        place += part.size * part.dtype.itemsize
    return records
