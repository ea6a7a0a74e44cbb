"""Join keys as 64-bit words, equal exactly where ``pandas.merge`` matches the keys."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

import numpy as np
import pandas as pd

from accel.execute import memory
from accel.execute.vector import Array
from accel.kernels.kernel import Kernel, KernelError
from accel.plan.errors import Unsupported

_FLOAT_WORDS = Kernel("join_words:float_words", "f8* i8* i8")
_SCALE = Kernel("join_words:scale", "i8* i8 i8* i8")
_UNITS: Final = {"s": 1, "ms": 10**3, "us": 10**6, "ns": 10**9}


@dataclass(frozen=True)
class KeySpec:
    """A key column of one side of a join.

    Attributes
    ----------
    id : int
        The column.
    dtype : dtype
        Its pandas dtype.
    kind : {"integer", "float", "text"}
        How it is compared; set by :func:`match_keys`.
    factor, other_factor : int
        What datetimes of this side, and of the other, are multiplied by to come to the finer unit.
    """

    id: int
    dtype: Any
    kind: Literal["integer", "float", "text"] = "integer"
    factor: int = 1
    other_factor: int = 1


def match_keys(
    left: Sequence[tuple[int, Any]], right: Sequence[tuple[int, Any]]
) -> tuple[tuple[KeySpec, ...], tuple[KeySpec, ...]]:
    """Decide how the (id, dtype) keys of two sides are compared.

    Raises
    ------
    Unsupported
        If pandas refuses these dtypes, or compares them as Python objects.

    Examples
    --------
    >>> left, right = match_keys([(1, np.dtype("int32"))], [(7, np.dtype("float64"))])
    >>> left[0].kind, right[0].kind
    ('float', 'float')
    """
    pairs = [_match(a, b) for a, b in zip(left, right, strict=True)]
    return tuple(a for a, _ in pairs), tuple(b for _, b in pairs)


def _match(left: tuple[int, Any], right: tuple[int, Any]) -> tuple[KeySpec, KeySpec]:
    a, b = left[1], right[1]
    kinds = _family(a), _family(b)
    factors = (1, 1)
    if kinds[0] != kinds[1]:
        if sorted(kinds) not in (
            ["float", "signed"],
            ["float", "unsigned"],
            ["signed", "unsigned"],
        ):
            raise Unsupported(f"merge of {a} and {b} keys")
        common: Any = np.result_type(a, b)
        if common.kind == "f" and "float" not in kinds:
            raise Unsupported(f"merge of {a} and {b} keys, which no integer type holds")
        kind = _KINDS["float" if common.kind == "f" else "signed"]
    else:
        kind = _KINDS[kinds[0]]
    if kinds[0] == "category" and not (a == b and a.categories.equals(b.categories)):
        raise Unsupported("merge of categoricals with other or otherwise ordered categories")
    if kinds[0] in ("datetime", "timedelta", "zoned"):
        units = _unit(a), _unit(b)
        if kinds[0] == "timedelta" and units[0] != units[1]:
            raise Unsupported(f"merge of {a} and {b} keys")
        finest = max(_UNITS[units[0]], _UNITS[units[1]])
        factors = finest // _UNITS[units[0]], finest // _UNITS[units[1]]
    return KeySpec(*left, kind, *factors), KeySpec(*right, kind, *reversed(factors))


_KINDS: Final[dict[str, Literal["integer", "float", "text"]]] = {
    "bool": "integer", "signed": "integer", "unsigned": "integer", "float": "float",
    "datetime": "integer", "timedelta": "integer", "zoned": "integer", "category": "integer",
    "text": "text",
}  # fmt: skip


def _family(dtype: Any) -> str:
    if isinstance(dtype, pd.CategoricalDtype):
        return "category"
    if isinstance(dtype, pd.DatetimeTZDtype):
        return "zoned"
    if isinstance(dtype, pd.StringDtype):
        return "text"
    names = {"b": "bool", "i": "signed", "u": "unsigned", "f": "float",
             "M": "datetime", "m": "timedelta"}  # fmt: skip
    kind = dtype.kind if isinstance(dtype, np.dtype) else "O"
    if kind not in names or (kind == "f" and dtype.itemsize > 8):
        raise Unsupported(f"merge on a {dtype} key")
    return names[kind]


def _unit(dtype: Any) -> str:
    unit: str = dtype.unit if isinstance(dtype, pd.DatetimeTZDtype) else np.datetime_data(dtype)[0]
    return unit


def words(data: Array, kind: str, factor: int) -> Array:
    """Return the int64 words of numbers, datetimes or categorical codes.

    Raises
    ------
    Unsupported
        If a datetime does not fit the finer unit of the two sides (pandas raises for it).
    """
    count = len(data)
    if kind == "float":
        out = memory.empty(count, np.int64)
        _FLOAT_WORDS(_as(data, np.float64), out, count)
        return out
    if data.dtype.itemsize == 8:
        data = data.view(np.int64)
    data = _as(data, np.int64)
    if factor == 1:
        return data
    out = memory.empty(count, np.int64)
    try:
        _SCALE(data, factor, out, count)
    except KernelError:
        raise Unsupported("merge of datetimes that overflow in the finer unit") from None
    return out


def _as(data: Array, dtype: Any) -> Array:
    if data.dtype == dtype:
        return data
    out = memory.empty(len(data), dtype)
    np.copyto(out, data, casting="unsafe")
    return out
