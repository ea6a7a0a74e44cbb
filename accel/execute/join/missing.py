"""Columns of the side of a join that may have no row to offer."""

from __future__ import annotations

from typing import Any, Final

import numpy as np

from accel.execute import memory
from accel.execute.vector import Array, Coded, Fixed, Text, Vector, take_or
from accel.kernels.kernel import Kernel
from accel.plan.errors import Unsupported

_BLANK: Final = {
    np.dtype(np.float64): Kernel("join_pairs:blank", "i4* i8 f8*"),
    np.dtype(np.float32): Kernel("join_pairs:blank", "i4* i8 f4*"),
}
_NAT: Final = -(1 << 63)


def take_or_missing(vector: Vector, rows: Array, dtype: Any = None) -> Vector:
    """Gather rows; a negative one gives a missing value.

    Parameters
    ----------
    vector : Vector
        The column.
    rows : int32 ndarray
        Row numbers, -1 for none.
    dtype : dtype, optional
        The float dtype that pandas turns an integer column into to make room for NaN.

    Raises
    ------
    Unsupported
        For booleans, which pandas turns into Python objects.
    """
    if isinstance(vector, Coded):
        return Coded(take_or(vector.codes, rows, -1), vector.dictionary)
    if isinstance(vector, Text):
        starts = take_or(vector.starts, rows, 0)
        return Text(starts, take_or(vector.lengths, rows, -1), vector.owners)
    data = vector.data
    if data.dtype.kind == "b" or (dtype is not None and np.dtype(dtype).kind != "f"):
        raise Unsupported("a merge that leaves booleans without a value")
    if dtype is None and data.dtype.kind != "f":
        # Datetimes are int64 here, categoricals int32 codes: plain integers come with a dtype.
        return Fixed(take_or(data, rows, _NAT if data.dtype.itemsize == 8 else -1))
    taken = take_or(data, rows, 0)
    wide = data.dtype if dtype is None else np.dtype(dtype)
    if wide != data.dtype:
        out = memory.empty(len(rows), wide)
        np.copyto(out, taken, casting="unsafe")
        taken = out
    _BLANK[wide](rows, len(rows), taken)
    return Fixed(taken)


def widen(vector: Vector, dtype: Any) -> Vector:
    """Return an integer column as the floats it becomes where other rows have no value."""
    if not isinstance(vector, Fixed) or np.dtype(dtype).kind != "f":
        raise Unsupported("a merge that leaves booleans without a value")
    out = memory.empty(len(vector), dtype)
    np.copyto(out, vector.data, casting="unsafe")
    return Fixed(out)
