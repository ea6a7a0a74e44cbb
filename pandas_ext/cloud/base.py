"""What is read of a file of points."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pandas_ext.errors import LimitError, MediaError
from pandas_ext.settings import options

Column = NDArray[Any]


@dataclass(frozen=True)
class Cloud:
    """The points of a file.

    Attributes
    ----------
    count : int
        How many there are.
    fields : mapping of str to callable
        Gives the values of a field, shape (count,), in the order of the file.
    """

    count: int
    fields: Mapping[str, Callable[[], Column]]


def check_size(count: int, size: int, there: int | None = None) -> None:
    """Check that points that a header tells of can be there, and may be.

    Parameters
    ----------
    count : int
        Number of points.
    size : int
        Bytes of each, at least.
    there : int, optional
        Bytes in the file.

    Raises
    ------
    MediaError
        If the file is too short, or the points are more than ``options.max_bytes``.
    """
    if count < 0:
        raise MediaError(f"damaged: {count} points")
    if there is not None and count * size > there:
        raise MediaError(f"truncated: {there:,} bytes are not {count:,} points of {size}")
    if count * size > options.max_bytes:
        raise LimitError(
            f"{count * size:,} bytes of points are more than options.max_bytes,"
            f" {options.max_bytes:,}"
        )


def quoted(text: str) -> str:
    """Return a part of a header for a message, not too long."""
    return repr(text[:60])[:62]


def unique(names: Iterable[str]) -> list[str]:
    """Return names of fields.

    Raises
    ------
    MediaError
        If one occurs twice.
    """
    found = list(names)
    if len(set(found)) != len(found):
        raise MediaError("damaged: a field occurs twice")
    return found


def cloud_of_records(records: NDArray[Any]) -> Cloud:
    """Return the fields of a structured array; packed colours as red, green and blue.

    Examples
    --------
    >>> records = np.array([(1.0, 0x102030)], [("x", "f4"), ("rgb", "u4")])
    >>> cloud = cloud_of_records(records)
    >>> [(name, field().tolist()) for name, field in cloud.fields.items()]
    [('x', [1.0]), ('red', [16]), ('green', [32]), ('blue', [48])]
    """
    fields: dict[str, Callable[[], Column]] = {}
    for name in records.dtype.names or ():
        values = records[name]
        if name.startswith("_"):  # padding
            continue
        if name in ("rgb", "rgba") and values.ndim == 1 and values.dtype.itemsize == 4:
            for colour, shift in (("red", 16), ("green", 8), ("blue", 0)):
                fields[colour] = partial(_channel, values, shift)
        elif values.ndim == 1:
            fields[name] = partial(_itself, values)
        else:
            flat = values.reshape(len(values), -1)
            for k in range(flat.shape[1]):
                fields[f"{name}_{k}"] = partial(_itself, flat[:, k])
    return Cloud(len(records), fields)


def _itself(values: Column) -> Column:
    return values


def _channel(packed: Column, shift: int) -> Column:
    """Return one of three colours, which lie in 32 bits whatever their type is called."""
    bits = np.ascontiguousarray(packed).view(packed.dtype.byteorder + "u4")
    return ((bits >> np.uint32(shift)) & np.uint32(255)).astype(np.uint8)


def numbers(text: bytes | memoryview, count: int, width: int) -> NDArray[np.float64]:
    """Return the numbers of lines of text, shape (count, width).

    Raises
    ------
    MediaError
        If there are others, or fewer.
    """
    import io

    check_size(count, 2 * width, len(text) + 1)  # a digit and a space
    if not count:
        return np.empty((0, width))
    try:
        values = np.loadtxt(io.BytesIO(text), np.float64, comments=None, ndmin=2, max_rows=count)
    except ValueError as error:
        raise MediaError(f"damaged: {str(error).partition(';')[0][:120]}") from error
    if values.shape != (count, width):
        raise MediaError(f"truncated: {values.shape[0]:,} of {count:,} points of {width} numbers")
    return values


def records_of(values: NDArray[np.float64], dtype: np.dtype[Any]) -> NDArray[Any]:
    """Return lines of numbers as records.

    Raises
    ------
    MediaError
        If a number does not fit its field.
    """
    records = np.zeros(len(values), dtype)
    place = 0
    for name in dtype.names or ():
        part = records[name]
        width = int(np.prod(part.shape[1:], dtype=np.int64))
        given = values[:, place : place + width].reshape(part.shape)
        if part.dtype.kind in "iu" and len(given):
            limits = np.iinfo(part.dtype)
            finite = bool(np.isfinite(given).all())
            if not finite or given.min() < limits.min or given.max() > limits.max:
                raise MediaError(f"damaged: a number does not fit the field {quoted(name)}")
        with np.errstate(over="ignore"):
            part[...] = given
        place += width
    return records
