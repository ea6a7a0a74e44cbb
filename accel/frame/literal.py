"""Values of the program as literals of a plan."""

from __future__ import annotations

import datetime
from typing import Any, Final, TypeGuard

import numpy as np
import pandas

from accel.frame.state import BOOL, FLOAT64, INT64
from accel.plan.errors import Unsupported
from accel.plan.expr import DType, Literal

FLOAT32: Final = np.dtype(np.float32)
STRING: Final = pandas.StringDtype(na_value=np.nan)
_NAT: Final = np.iinfo(np.int64).min


def literal(value: Any, beside: DType | None = None) -> Literal:
    """Return a literal for ``value`` as an operand next to a column of dtype ``beside``.

    Raises
    ------
    Unsupported
        If no plan can hold the value.

    Examples
    --------
    >>> literal(3)
    Literal(dtype=dtype('int64'), value=3)
    """
    kind = getattr(beside, "kind", "O")
    if isinstance(value, (bool, np.bool_)):
        return Literal(BOOL, bool(value))
    if isinstance(value, (np.integer, np.floating)):
        if value.dtype.itemsize > 8:
            raise Unsupported(f"the engine has no values of dtype {value.dtype}")
        return Literal(value.dtype, value.item())
    if isinstance(value, (int, float)):
        return _number(value, beside)
    if isinstance(value, str):
        return _time(value, beside) if kind in "mM" else Literal(STRING, value)
    times = (datetime.datetime, datetime.timedelta, np.datetime64, np.timedelta64)
    if value is pandas.NaT or isinstance(value, times):
        return _time(value, beside)
    raise Unsupported(f"the engine has no values of type {type(value).__name__}")


def _number(value: Any, beside: DType | None) -> Literal:
    # A Python number takes the type of its neighbour: float32 stays float32.
    if beside == FLOAT32:
        return Literal(FLOAT32, _as_float32(value))
    if isinstance(value, float):
        return Literal(FLOAT64, value)
    if -(2**63) <= value < 2**63:
        return Literal(INT64, value)
    if 0 <= value < 2**64:
        return Literal(np.dtype(np.uint64), value)
    raise Unsupported("an integer has more than 64 bits")


def _as_float32(value: Any) -> float:
    with np.errstate(over="ignore"):
        result = float(np.float32(value))
    if np.isinf(result) and abs(value) != np.inf:
        raise Unsupported("a number is too large for float32: pandas may warn")
    return result


def _time(value: Any, beside: DType | None) -> Literal:
    kind = getattr(beside, "kind", "O")
    if value is pandas.NaT:
        if kind not in "mM":
            raise Unsupported("NaT beside a column that holds no times")
        return Literal(beside, _NAT)
    if isinstance(value, (np.datetime64, np.timedelta64)) and (
        np.datetime_data(value.dtype)[0] == "generic"
    ):
        raise Unsupported(f"{value!r} has no unit")
    is_delta = isinstance(value, (datetime.timedelta, np.timedelta64))
    if isinstance(value, str):
        is_delta = kind == "m"
    try:
        scalar: Any = pandas.Timedelta(value) if is_delta else pandas.Timestamp(value)
    except (ValueError, TypeError, OverflowError) as error:
        raise Unsupported(f"{value!r} is no time") from error
    if scalar is pandas.NaT:
        if is_delta != (kind == "m"):
            raise Unsupported("a missing time of the other kind")
        return _time(scalar, beside)
    if getattr(scalar, "tzinfo", None) is not None:
        raise Unsupported("a time has a time zone")
    dtype = np.dtype(f"{'m8' if is_delta else 'M8'}[{scalar.unit}]")
    return Literal(dtype, int(scalar._value))


def is_position(value: Any) -> TypeGuard[int]:
    """Tell whether a value is a whole number, as positions and counts are; booleans are not."""
    return isinstance(value, (int, np.integer)) and not isinstance(value, bool)


def in_dtype(value: Any, dtype: DType) -> Literal:
    """Return ``value`` as a literal of exactly ``dtype``, as a column that is all this value.

    Raises
    ------
    Unsupported
        If the dtype cannot hold it.
    """
    is_number = isinstance(value, (bool, int, float, np.number, np.bool_))
    is_number = is_number and not isinstance(value, np.timedelta64)  # to NumPy, it is one
    if isinstance(dtype, np.dtype) and dtype.kind in "mM":
        if is_number and value == value:
            raise Unsupported(f"{value!r} does not fit a column of dtype {dtype}")
        time = _time(value, dtype)
        if time.dtype.kind != dtype.kind:
            raise Unsupported(f"{value!r} does not fit a column of dtype {dtype}")
        if time.dtype == dtype:
            return time
        converted = np.array(time.value, "i8").view(time.dtype).astype(dtype)
        if converted.astype(time.dtype).view("i8") != time.value:
            raise Unsupported(f"{value!r} does not fit a column of dtype {dtype}")
        return Literal(dtype, int(converted.view("i8")))
    if isinstance(dtype, pandas.StringDtype):
        if value is None or value is np.nan or value is pandas.NA:
            return Literal(dtype, None)
        if isinstance(value, str):
            return Literal(dtype, value)
        raise Unsupported(f"{value!r} does not fit a column of strings")
    if dtype == FLOAT32 and is_number:
        return Literal(dtype, _as_float32(value))
    if isinstance(dtype, np.dtype) and dtype.kind in "iu" and isinstance(value, int):
        limits = np.iinfo(dtype)
        if not limits.min <= value <= limits.max:
            raise Unsupported(f"{value!r} does not fit a column of dtype {dtype}")
    if isinstance(dtype, np.dtype) and dtype.kind in "biuf" and is_number:
        return Literal(dtype, np.asarray(value).astype(dtype).item())
    raise Unsupported(f"{value!r} does not fit a column of dtype {dtype}")
