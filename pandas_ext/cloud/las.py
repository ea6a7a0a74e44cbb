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
from pandas_ext.cloud.unlaz import decompressed
from pandas_ext.codec.quiet import quiet
from pandas_ext.errors import MediaError, MissingLibraryError

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
        from laspy.point.record import PackedPointRecord, ScaleAwarePointRecord
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
            header = reader.header
            count, form = int(header.point_count), header.point_format
            check_size(count, int(form.size))
            if count and header.are_points_compressed:
                record = check_chunks(data, header)
                stored = decompressed(data, record, header.offset_to_point_data, count * form.size)
                raw = PackedPointRecord.from_buffer(stored, form).array
                points = ScaleAwarePointRecord(raw, form, header.scales, header.offsets)
            else:
                points = reader.read_points(-1)
            fields = _fields(list(form.dimension_names), points)
    except MediaError:
        raise
    except BaseException as error:
        if not _is_of_file(error, laspy.errors.LaspyException):
            raise
        raise MediaError(f"damaged or truncated: {_words(error)}") from error
    if len(points) != count:
        raise MediaError(f"truncated: {len(points):,} of {count:,} points")
    return Cloud(count, fields)


def _fields(names: list[str], points: Any) -> dict[str, Callable[[], Column]]:
    """Return fields of one number a point, scaled coordinates first; others as several."""
    found: dict[str, Callable[[], Column]] = {}
    for name in ("x", "y", "z", *(name for name in names if name not in ("X", "Y", "Z"))):
        values = points[name]
        if np.ndim(values) == 1:
            found[name] = partial(_field, points, name)
        elif np.ndim(values) == 2:
            for k in range(values.shape[1]):
                found[f"{name}_{k}"] = partial(_field, points, name, k)
    return found


def _field(points: Any, name: str, place: int | None = None) -> Column:
    values = np.asarray(points[name])
    return values if place is None else values[:, place]


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
