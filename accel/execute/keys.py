"""Key columns as integers in key order.

A key column becomes *ordinals*: int32 or int64 values, equal where pandas calls the keys equal and
ordered as pandas sorts them, except strings, whose ordinals are dictionary codes. Missing values
are one ordinal, named beside the array.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import Any, Final, Literal, TypeAlias

import numpy as np
import pandas as pd

from accel.execute import memory
from accel.execute.vector import Array, Coded, Dictionary, Fixed, Vector, take
from accel.kernels.kernel import Kernel
from accel.plan.errors import Unsupported

Kind: TypeAlias = Literal["integer", "unsigned", "float", "time", "category", "string"]

NAT: Final = -(1 << 63)
_NAN_ORDINAL: Final = 0x7FF8000000000000
_MISSING: Final[dict[Kind, int | None]] = {
    "integer": None,
    "unsigned": None,
    "float": _NAN_ORDINAL,
    "time": NAT,
    "category": -1,
    "string": -1,
}

_FLOAT_ORDINALS = Kernel("hashing:float_ordinals", "f8* i8* i8")


@functools.cache
def _measure_kernel(code: str, masked: bool) -> Kernel:
    return Kernel("hashing:measure", f"{code}* i8 i8 i8*", (code, masked))


@functools.cache
def _ascend_kernel(code: str) -> Kernel:
    return Kernel("grouping:ascend", f"{code}* i8")


def kind_of(dtype: Any) -> Kind:
    """Return how values of a pandas dtype are held and compared.

    Raises
    ------
    Unsupported
        If the engine does not hold such values.

    Examples
    --------
    >>> kind_of(np.dtype("float32")), kind_of(np.dtype("datetime64[s]"))
    ('float', 'time')
    """
    if isinstance(dtype, np.dtype):
        if dtype.kind in "mM":
            return "time"
        if dtype.kind in "bi":
            return "integer"
        if dtype.kind == "u":
            return "unsigned" if dtype.itemsize == 8 else "integer"
        if dtype.kind == "f" and dtype.itemsize in (4, 8):
            return "float"
    if isinstance(dtype, pd.DatetimeTZDtype):
        return "time"
    if isinstance(dtype, pd.CategoricalDtype):
        return "category"
    if isinstance(dtype, pd.StringDtype):
        return "string"
    raise Unsupported(f"values of dtype {dtype}")


@dataclass(frozen=True, slots=True)
class Span:
    """What is known of a key column's ordinals.

    Attributes
    ----------
    low, high : int
        The least and the greatest that is not missing; ``low > high`` if there is none.
    varying : int
        The bits in which they differ from each other.
    missing : bool
        Whether one is missing.
    """

    low: int = 0
    high: int = -1
    varying: int = 0
    missing: bool = False

    def __or__(self, other: Span) -> Span:
        """Return the span of both columns' values together."""
        missing = self.missing or other.missing
        if self.low > self.high:
            return Span(other.low, other.high, other.varying, missing)
        if other.low > other.high:
            return Span(self.low, self.high, self.varying, missing)
        varying = self.varying | other.varying | (self.low ^ other.low)
        low, high = min(self.low, other.low), max(self.high, other.high)
        return Span(low, high, varying, missing)

    @property
    def size(self) -> int:
        """How many integers the range holds."""
        return max(0, self.high - self.low + 1)


@dataclass(slots=True)
class KeyColumn:
    """One key column's ordinals.

    Attributes
    ----------
    ordinals : ndarray
        int32 or int64.
    missing : int or None
        The ordinal of missing values, None if the kind of value has none.
    span : Span
        Their range.
    dictionary : Dictionary or None
        Whose codes they are, for strings.
    ascending : bool
        Whether they are known to be sorted.
    """

    ordinals: Array
    missing: int | None
    span: Span
    dictionary: Dictionary | None = None
    ascending: bool = False

    def __len__(self) -> int:
        return len(self.ordinals)

    def take(self, rows: Array) -> KeyColumn:
        """Gather rows; the span stays."""
        return KeyColumn(take(self.ordinals, rows), self.missing, self.span, self.dictionary)

    def is_missing(self) -> Array:
        """Return a mask of the missing values."""
        if self.missing is None:
            return np.zeros(len(self.ordinals), bool)
        mask: Array = self.ordinals == self.missing
        return mask


def key_column(vector: Vector, kind: Kind, *, alone: bool = False) -> KeyColumn:
    """Turn a key's vector (strings must be ``Coded``) into ordinals.

    Parameters
    ----------
    vector, kind
        The key and what ``kind_of`` says of its dtype.
    alone
        Whether it is the only key: the bits that vary are then of no use, and sorted values need
        no search for their range.

    Examples
    --------
    >>> key_column(Fixed(np.array([3, 1, 5])), "integer").span
    Span(low=1, high=5, varying=6, missing=False)
    """
    missing = _MISSING[kind]
    if isinstance(vector, Coded):
        span = measure(vector.codes, missing)
        return KeyColumn(vector.codes, missing, span, vector.dictionary)
    if not isinstance(vector, Fixed):
        raise TypeError("strings must be coded before they are keys")
    data = vector.data
    if kind == "float":
        wide = np.ascontiguousarray(data, np.float64)
        ordinals = memory.empty(len(data), np.int64)
        _FLOAT_ORDINALS(wide, ordinals, len(data))
    elif kind == "unsigned":
        ordinals = (data ^ np.uint64(1 << 63)).view(np.int64)
    elif data.dtype in (np.int32, np.int64):
        ordinals = data
    else:
        ordinals = data.astype(np.int64 if data.dtype.itemsize >= 4 else np.int32)
    if alone and _ascend(ordinals):
        low, high = int(ordinals[0]), int(ordinals[-1])
        if missing not in (low, high):
            return KeyColumn(ordinals, missing, Span(low, high, -1), ascending=True)
    return KeyColumn(ordinals, missing, measure(ordinals, missing))


def _ascend(ordinals: Array) -> bool:
    n = len(ordinals)
    return n > 0 and bool(_ascend_kernel(f"i{ordinals.dtype.itemsize}")(ordinals, n))


def measure(ordinals: Array, missing: int | None) -> Span:
    """Find the range of int32 or int64 ordinals."""
    n = len(ordinals)
    if n == 0:
        return Span()
    out = np.empty(4, np.int64)
    code = f"i{ordinals.dtype.itemsize}"
    _measure_kernel(code, False)(ordinals, n, 0, out)
    # The ordinal of missing values is less or greater than all others.
    if missing is not None and missing in (out[0], out[1]):
        _measure_kernel(code, True)(ordinals, n, missing, out)
    low, high, varying, lost = out.tolist()
    return Span(missing=True) if lost == n else Span(low, high, varying, lost > 0)


def restore(ordinals: Array, kind: Kind, dtype: Any, dictionary: Dictionary | None) -> Vector:
    """Turn ordinals (int64) back into a vector of the key's dtype."""
    if kind == "string":
        assert dictionary is not None
        return Coded(ordinals.astype(np.int32), dictionary)
    if kind == "category":
        return Fixed(ordinals.astype(np.int32))
    if kind == "time":
        return Fixed(ordinals)
    if kind == "unsigned":
        return Fixed(ordinals.view(np.uint64) ^ np.uint64(1 << 63))
    if kind == "float":
        bits = ordinals ^ ((ordinals >> 63) & np.int64(0x7FFFFFFFFFFFFFFF))
        return Fixed(bits.view(np.float64).astype(dtype, copy=False))
    return Fixed(ordinals.astype(dtype, copy=False))
