"""Whether accel gave exactly what pandas gave: types, labels, dtypes, bits."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pandas

import accel.pandas

_OURS = {pandas.DataFrame: accel.pandas.DataFrame, pandas.Series: accel.pandas.Series}
_DATA = (pandas.Index, np.ndarray, np.generic, pandas.api.extensions.ExtensionArray, int, float,
str,
         bytes, bool, list, tuple, dict, type(None))  # fmt: skip
_MANY = (pandas.DataFrame, pandas.Series, pandas.Index, np.ndarray,
         pandas.api.extensions.ExtensionArray)  # fmt: skip
_ULPS = {2: 1e-2, 4: 1e-5, 8: 1e-12}  # relative differences that a few ulp may add up to


def difference(got: Any, expected: Any, *, close: bool = False) -> str | None:
    """Return what differs, in words that start with its kind; None if nothing does.

    ``close`` allows floats, and their texts, to differ by a few ulp: some were summed.
    """
    kind = type(expected)
    if kind in _OURS or isinstance(expected, _DATA):
        wrong = type(got) is not _OURS.get(kind, kind)
    else:
        wrong = not isinstance(got, kind)  # accessors and the like
    if wrong:
        return f"type: {type(got)} for {kind}"
    if kind is pandas.DataFrame:
        return _frames(got, expected, close)
    if kind is pandas.Series:
        return (
            _labels(got.name, expected.name, "name")
            or _indexes(got.index, expected.index, "index", close)
            or _arrays(got._values, expected._values, close)
        )
    if isinstance(expected, pandas.Index):
        return _indexes(got, expected, "index", close)
    if isinstance(expected, (np.ndarray, pandas.api.extensions.ExtensionArray)):
        return _arrays(got, expected, close)
    if isinstance(expected, dict):
        return difference([*got.items()], [*expected.items()], close=close)
    if isinstance(expected, (list, tuple)):
        if len(got) != len(expected):
            return f"length: {len(got)} for {len(expected)}"
        pairs = zip(got, expected, strict=True)
        return next(filter(None, (difference(a, b, close=close) for a, b in pairs)), None)
    if not isinstance(expected, _DATA) and type(expected).__eq__ is object.__eq__:
        return None
    return None if _equal(got, expected, close) else f"value: {got!r} for {expected!r}"


def _frames(got: Any, expected: pandas.DataFrame, close: bool) -> str | None:
    found = _indexes(got.columns, expected.columns, "columns", close) or _indexes(
        got.index, expected.index, "index", close
    )
    if found:
        return found
    pairs = zip(got._iter_column_arrays(), expected._iter_column_arrays(), strict=True)
    for label, (a, b) in zip(expected.columns, pairs, strict=True):
        found = _arrays(a, b, close)
        if found:
            return f"{found} in column {label!r}"
    return None


def _labels(got: Any, expected: Any, what: str) -> str | None:
    if type(got) is type(expected) and _equal(got, expected, False):
        return None
    return f"{what}: {got!r} for {expected!r}"


def _indexes(got: pandas.Index, expected: pandas.Index, what: str, close: bool) -> str | None:
    if type(got) is not type(expected):
        return f"{what} type: {type(got).__name__} for {type(expected).__name__}"
    if len(got) != len(expected):
        return f"{what} length: {len(got)} for {len(expected)}"
    found = difference(tuple(got.names), tuple(expected.names))
    if found:
        return f"{what} names: {found}"
    if isinstance(expected, pandas.MultiIndex):
        for level in range(expected.nlevels):
            # by number: names may be numbers, or pd.NA
            levels = got._get_level_values(level), expected._get_level_values(level)
            found = _indexes(*levels, f"{what} level", close)
            if found:
                return found
        return None
    if isinstance(expected, pandas.RangeIndex):
        same = (got.start, got.stop, got.step) == (expected.start, expected.stop, expected.step)
        return None if same else f"{what} values: {got!r} for {expected!r}"
    found = _arrays(got._values, expected._values, close)
    if found is None and getattr(got, "freq", None) != getattr(expected, "freq", None):
        found = f"freq: {got.freq!r} for {expected.freq!r}"
    return found and f"{what} {found}"


def _arrays(got: Any, expected: Any, close: bool) -> str | None:
    if type(got) is not type(expected):
        return f"array type: {type(got).__name__} for {type(expected).__name__}"
    if got.dtype != expected.dtype or str(got.dtype) != str(expected.dtype):
        return f"dtype: {got.dtype!r} for {expected.dtype!r}"
    if got.shape != expected.shape:
        return f"shape: {got.shape} for {expected.shape}"
    if isinstance(expected, pandas.Categorical):
        found = _indexes(got.categories, expected.categories, "categories", close)
        got, expected = got.codes, expected.codes
    elif isinstance(expected, pandas.api.extensions.ExtensionArray):
        found = None
        if isinstance(expected.dtype, pandas.StringDtype) or not hasattr(expected, "_ndarray"):
            got, expected = got.to_numpy(dtype=object), expected.to_numpy(dtype=object)
        else:
            got, expected = got._ndarray, expected._ndarray
    else:
        found = None
    return found or _buffers(got, expected, close)


def _buffers(got: Any, expected: Any, close: bool) -> str | None:
    kind = expected.dtype.kind
    if kind in "mM":
        got, expected = got.view(np.int64), expected.view(np.int64)
        same = np.array_equal(got, expected)
    elif kind == "f":
        missing = np.isnan(expected)
        same = np.array_equal(np.isnan(got), missing)
        if same:
            a, b = got[~missing], expected[~missing]
            same = a.tobytes() == b.tobytes() or (
                close and np.allclose(a, b, rtol=_ULPS[b.dtype.itemsize], atol=1e-9)
            )
    elif kind == "O":
        pairs = zip(got.ravel(), expected.ravel(), strict=True)
        same = all(type(a) is type(b) and _equal(a, b, close) for a, b in pairs)
    else:
        same = np.array_equal(got, expected)
    return None if same else f"values: {got.tolist()} for {expected.tolist()}"


def _equal(got: Any, expected: Any, close: bool) -> bool:
    if got is expected:
        return True
    if isinstance(expected, (float, np.floating)):
        if math.isnan(expected):
            return math.isnan(got)
        if got == expected:
            return math.copysign(1, got) == math.copysign(1, expected)
        rel = _ULPS[np.dtype(type(expected)).itemsize]
        return close and math.isclose(got, expected, rel_tol=rel, abs_tol=1e-9)
    if isinstance(expected, _MANY):
        return difference(got, expected, close=close) is None
    if isinstance(expected, (list, tuple)):
        return len(got) == len(expected) and all(
            type(a) is type(b) and _equal(a, b, close) for a, b in zip(got, expected, strict=True)
        )
    if isinstance(expected, str):
        return bool(got == expected) or (close and _close_texts(got, expected))
    if expected is pandas.NaT:
        return got is expected
    if isinstance(expected, np.generic) and expected.dtype.kind in "mM":
        return got.view("i8") == expected.view("i8")
    return bool(got == expected)


def _close_texts(got: str, expected: str) -> bool:
    """Tell whether texts are those of floats that may differ by a few ulp."""
    try:
        numbers = float(got), float(expected)
    except ValueError:
        return False
    return _equal(*numbers, True)
