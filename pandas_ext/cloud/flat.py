"""Points without a word about them: KITTI's .bin, and NumPy's .npy."""

from __future__ import annotations

import io
import math
import tokenize
from collections.abc import Sequence
from functools import partial
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from pandas_ext.cloud.base import Cloud, check_size, cloud_of_records
from pandas_ext.errors import MediaError

_NPY_HEAD: Final = 2**16


def read_bin(data: bytes | memoryview, columns: Sequence[str]) -> Cloud:
    """Read points of float32, little-endian, one after the other, as KITTI has them.

    Raises
    ------
    MediaError
        If the file ends within a point.
    """
    width = len(columns)
    if len(data) % (4 * width):
        raise MediaError(f"{len(data):,} bytes are not points of {width} float32")
    return _named(np.frombuffer(data, "<f4").reshape(-1, width), columns)


def read_npy(data: bytes | memoryview, columns: Sequence[str]) -> Cloud:
    """Read an array of points by fields, or of records with names. Objects are never unpickled.

    Raises
    ------
    MediaError
        If it is damaged, or no array of points.
    """
    shape, fortran, dtype, start = _header(bytes(data[:_NPY_HEAD]))
    if dtype.hasobject or dtype.kind not in "fiubV" or (dtype.kind == "V" and not dtype.names):
        raise MediaError(f"no points are of dtype {str(dtype)[:60]}")
    if len(shape) != (1 if dtype.names else 2) or not dtype.itemsize:
        raise MediaError(f"no points have the shape {str(shape)[:60]} and dtype {str(dtype)[:60]}")
    body = memoryview(data)[start:]
    check_size(math.prod(shape), dtype.itemsize, len(body))
    array: NDArray[Any] = np.frombuffer(body, dtype, math.prod(shape))
    array = array.reshape(shape, order="F" if fortran else "C")
    if dtype.names is None:
        return _named(array, columns)
    if any(dtype[name].base.kind not in "fiub" for name in dtype.names):
        raise MediaError(f"no points are of dtype {str(dtype)[:60]}")
    return cloud_of_records(array)


def _header(head: bytes) -> tuple[tuple[int, ...], bool, np.dtype[Any], int]:
    stream = io.BytesIO(head)
    try:
        version = np.lib.format.read_magic(stream)
        if version == (1, 0):
            told = np.lib.format.read_array_header_1_0(stream)
        elif version in ((2, 0), (3, 0)):
            told = np.lib.format.read_array_header_2_0(stream)
        else:
            raise MediaError(f"damaged: .npy of version {version}")
    except MediaError:
        raise
    except (
        ValueError, TypeError, SyntaxError, RecursionError, MemoryError, tokenize.TokenError,
    ) as error:  # fmt: skip
        raise MediaError("damaged or truncated: its header cannot be read") from error
    shape, fortran, dtype = told
    if min(shape, default=0) < 0:
        raise MediaError("damaged: a negative length")
    return shape, fortran, dtype, stream.tell()


def _named(array: NDArray[Any], columns: Sequence[str]) -> Cloud:
    width = array.shape[1]
    names = [*columns[:width], *(f"{k}" for k in range(len(columns), width))]
    return Cloud(len(array), {name: partial(_column, array, k) for k, name in enumerate(names)})


def _column(array: NDArray[Any], place: int) -> NDArray[Any]:
    column: NDArray[Any] = array[:, place]
    return column
