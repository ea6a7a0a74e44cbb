"""LAS and LAZ, the formats of laser scans (ASPRS LAS 1.4, R15), by way of laspy."""

from __future__ import annotations

import io
import struct
from collections.abc import Callable
from functools import partial
from typing import Any, Final

import numpy as np

from pandas_ext.cloud.base import Cloud, Column, check_size
from pandas_ext.cloud.laz import check_chunks, check_table
from pandas_ext.codec.quiet import quiet
from pandas_ext.errors import MediaError, MissingLibraryError

_AT_A_TIME: Final = 500_000  # points
_HEAD: Final = 227  # bytes of the shortest header
_RECORD: Final = 54  # bytes of the shortest variable-length record
_PLACES: Final = struct.Struct("<HIIBHI")  # sizes of header, offset to points, records, points


def read_las(data: bytes | memoryview) -> Cloud:
    """Read a LAS or LAZ file: ``x``, ``y`` and ``z`` scaled, in float64, and all other fields.

    Raises
    ------
    MediaError
        If it is damaged, or more than is allowed.
    """
    try:
        import laspy
    except ImportError as error:
        raise MissingLibraryError("laspy", "reading LAS and LAZ files", "scans") from error
    _check(data)
    try:
        with (
            quiet(),
            laspy.open(
                io.BytesIO(data), laz_backend=laspy.LazBackend.Lazrs, read_evlrs=False
            ) as reader,
        ):
            count = int(reader.header.point_count)
            if count and reader.header.are_points_compressed:
                check_chunks(data, reader.header)
            check_size(count, int(reader.header.point_format.size))
            parts = [reader.read_points(_AT_A_TIME) for _ in range(0, count, _AT_A_TIME)]
            names = list(reader.header.point_format.dimension_names)
    except MediaError:
        raise
    except BaseException as error:
        if not _is_of_file(error, laspy.errors.LaspyException):
            raise
        raise MediaError(f"damaged or truncated: {_words(error)}") from error
    if sum(map(len, parts)) != count:
        raise MediaError(f"truncated: {sum(map(len, parts)):,} of {count:,} points")
    names = ["x", "y", "z", *(name for name in names if name not in ("X", "Y", "Z"))]
    plain = [name for name in names if not parts or np.ndim(parts[0][name]) == 1]
    fields: dict[str, Callable[[], Column]] = {name: partial(_field, parts, name) for name in plain}
    return Cloud(count, fields)


def _field(parts: list[Any], name: str) -> Column:
    arrays = [np.asarray(part[name]) for part in parts]
    return np.concatenate(arrays) if arrays else np.empty(0, np.float64)


def _is_of_file(error: BaseException, own: type[Exception]) -> bool:
    """Tell whether an error is one of those that damaged files lead to."""
    known = (own, ValueError, TypeError, LookupError, ArithmeticError, AttributeError, OSError,
             RuntimeError, EOFError, MemoryError, AssertionError, struct.error)  # fmt: skip
    # a panic of the Rust library behind it is no Exception; its class has no importable name
    return isinstance(error, known) or type(error).__name__ in ("PanicException", "LazrsError")


def _words(error: BaseException) -> str:
    lines = str(error).split("\n", 1)[0][:120]
    return lines if len(lines) > 5 and "0x" not in lines else "its points cannot be read"


def _check(data: bytes | memoryview) -> None:
    """Check what laspy and lazrs would allocate or loop over without a look at the file's size."""
    if len(data) < _HEAD:
        raise MediaError("truncated: it ends within its header")
    size, start, records, kind, width, count = _PLACES.unpack_from(data, 94)
    if not _HEAD <= size <= start <= len(data) or records * _RECORD > start - size:
        raise MediaError(f"damaged: {records:,} records before its points at byte {start:,}")
    if data[25] >= 4:
        if size < 255:
            raise MediaError("damaged: its header is too short")
        count = struct.unpack_from("<Q", data, 247)[0]
    if kind < 128:
        check_size(count, width, len(data) - start)
    elif count:
        check_table(data, start)
