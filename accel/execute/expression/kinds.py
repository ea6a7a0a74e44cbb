"""How pandas dtypes are grouped for kernels, and the kernel types that hold them."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, Final, TypeAlias

import numpy as np

from accel.plan.errors import Unsupported
from accel.plan.expr import DType

Kind: TypeAlias = str

NUMBERS: Final = ("bool", "int", "uint", "float")
TIMES: Final = ("datetime", "timedelta")
FIXED: Final = (*NUMBERS, *TIMES, "category")
KINDS: Final = (*FIXED, "text")
NAT: Final = -(2**63)

_BY_NUMPY_KIND: Final = {
    "b": "bool", "i": "int", "u": "uint", "f": "float", "M": "datetime", "m": "timedelta",
}  # fmt: skip
_PER_SECOND: Final = {"s": 1, "ms": 10**3, "us": 10**6, "ns": 10**9}


@lru_cache(maxsize=1024)
def _known(dtype: Any) -> tuple[Kind, str] | None:
    """Return the kind and the kernel type code of a dtype; None if the engine lacks it."""
    if isinstance(dtype, np.dtype):
        kind = _BY_NUMPY_KIND.get(dtype.kind)
        if kind is None or not dtype.isnative:
            return None
        if kind in TIMES:
            unit, count = np.datetime_data(dtype)
            return (kind, "i8") if unit in _PER_SECOND and count == 1 else None
        code = f"{dtype.kind}{dtype.itemsize}"
        return None if code in ("f2", "f16") else (kind, code)
    from pandas import CategoricalDtype, StringDtype

    if isinstance(dtype, StringDtype):
        return ("text", "") if dtype.na_value is np.nan else None
    if isinstance(dtype, CategoricalDtype) and dtype.categories is not None:
        return ("category", "i4")
    return None


def _look_up(dtype: DType) -> tuple[Kind, str]:
    known = _known(dtype)
    if known is None:
        raise Unsupported(f"the engine has no columns of dtype {dtype}")
    return known


def kind_of(dtype: DType) -> Kind:
    """Return the group of a dtype, one of ``KINDS``.

    Raises
    ------
    Unsupported
        If the engine has no such columns.

    Examples
    --------
    >>> kind_of(np.dtype("int16")), kind_of(np.dtype("M8[ms]"))
    ('int', 'datetime')
    """
    return _look_up(dtype)[0]


def code_of(dtype: DType) -> str:
    """Return the kernel type of a fixed-width dtype's elements.

    Examples
    --------
    >>> code_of(np.dtype("int16")), code_of(np.dtype("M8[ms]"))
    ('i2', 'i8')
    """
    return _look_up(dtype)[1]


def per_second(dtype: np.dtype[Any]) -> int:
    """Return how many units of a datetime or timedelta dtype make a second.

    Examples
    --------
    >>> per_second(np.dtype("M8[ms]"))
    1000
    """
    return _PER_SECOND[np.datetime_data(dtype)[0]]


def array_dtype(code: str) -> np.dtype[Any]:
    """Return the NumPy dtype of a kernel type code.

    Examples
    --------
    >>> array_dtype("b1")
    dtype('bool')
    """
    return np.dtype(bool) if code == "b1" else np.dtype(code)
