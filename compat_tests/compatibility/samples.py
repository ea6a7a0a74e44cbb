"""Small frames for the probe: one for each dtype, and one of several columns."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import pandas
import pyarrow as pa

STR: Final = pandas.StringDtype(na_value=np.nan)
_DAYS: Final = ["2024-01-31", "2023-12-25", "2024-02-29", "2024-01-31", "2020-06-15", "2021-01-01"]
_SPANS: Final = ["1 day", "2 hours", "3 days", "1 day", "5 min", "90 s"]
_WORDS: Final = ["b", "a", "c", "b", "ab", "x y"]
_NUMBERS: Final = [3, 1, 2, 3, 5, 4]

# Columns the engine has: dtype, values, a constant to combine with, as a program spells it.
PLANNED: Final[dict[str, tuple[Any, list[Any], str]]] = {
    "int64": ("int64", _NUMBERS, "2"),
    "float64": ("float64", [1.5, 0.25, 2.0, 1.5, 5.0, 4.0], "1.5"),
    "bool": ("bool", [True, False, True, True, False, False], "True"),
    "str": (STR, _WORDS, '"b"'),
    "datetime64": ("M8[us]", _DAYS, 'pd.Timestamp("2024-01-31")'),
    "timedelta64": ("m8[us]", _SPANS, 'pd.Timedelta("1 day")'),
    "category": (pandas.CategoricalDtype(_WORDS[:3] + _WORDS[4:]), _WORDS, '"b"'),
}

PAIR: Final = ("a", "b", "k", "m", "n")  # the columns of ``pair``
WHOLE: Final = frozenset(("int64", "bool"))  # nothing is ever missing there

# All dtypes of the page, those above among them.
DTYPES: Final[dict[str, tuple[Any, list[Any]]]] = {
    **{dtype: (dtype, _NUMBERS) for dtype in ("int8", "int16", "int32", "int64")},
    **{dtype: (dtype, _NUMBERS) for dtype in ("uint8", "uint16", "uint32", "uint64")},
    **{dtype: (dtype, [n / 2 for n in _NUMBERS]) for dtype in ("float16", "float32", "float64")},
    "complex128": ("complex128", _NUMBERS),
    "bool": ("bool", PLANNED["bool"][1]),
    "str": (STR, _WORDS),
    "string (NA for missing)": (pandas.StringDtype("pyarrow"), _WORDS),
    "object": (object, _WORDS),
    "category": PLANNED["category"][:2],
    "category, ordered": (pandas.CategoricalDtype(["x y", "ab", "c", "b", "a"], True), _WORDS),
    "category of numbers": (pandas.CategoricalDtype([5, 4, 3, 2, 1]), _NUMBERS),
    **{f"datetime64[{unit}]": (f"M8[{unit}]", _DAYS) for unit in ("s", "ms", "us", "ns")},
    "datetime64 with a time zone": ("datetime64[us, Europe/Paris]", _DAYS),
    "timedelta64": ("m8[us]", _SPANS),
    "period": ("period[D]", _DAYS),
    "interval": ("interval", [pandas.Interval(n, n + 1) for n in _NUMBERS]),
    "Int64 (nullable)": ("Int64", _NUMBERS),
    "Float64 (nullable)": ("Float64", _NUMBERS),
    "boolean (nullable)": ("boolean", PLANNED["bool"][1]),
    "Arrow int64": ("int64[pyarrow]", _NUMBERS),
    "Arrow decimal": ("decimal128(9, 2)[pyarrow]", _NUMBERS),
    "Arrow date": ("date32[pyarrow]", [pandas.Timestamp(day).date() for day in _DAYS]),
}


def column(dtype: Any, values: list[Any], *, missing: bool = False) -> pandas.Series:
    """Return a plain series, with its third value missing if asked."""
    if missing:
        values = [*values[:2], None, *values[3:]]
    if isinstance(dtype, str) and dtype.startswith(("decimal", "date32")):
        kind = pa.decimal128(9, 2) if dtype.startswith("decimal") else pa.date32()
        dtype = pandas.ArrowDtype(kind)
    if isinstance(dtype, str) and dtype.startswith("period"):
        return pandas.Series(pandas.PeriodIndex(values, freq="D"))
    if isinstance(dtype, str) and dtype == "interval":
        return pandas.Series(pandas.arrays.IntervalArray(values))
    return pandas.Series(values, dtype=dtype)


def dtype_names() -> set[str]:
    """Return how the dtypes are called in messages."""
    found = [column(dtype, values).dtype for dtype, values in DTYPES.values()]
    found += [pandas.ArrowDtype(pa.bool_()), pandas.Series([pandas.Interval(1.0, 2.0)]).dtype]
    return {str(dtype) for dtype in found}


def pair(dtype: Any, values: list[Any], *, missing: bool = False) -> pandas.DataFrame:
    """Return a frame with two columns of a dtype, a group key and a mask."""
    first = column(dtype, values, missing=missing)
    return pandas.DataFrame(
        {"a": first, "b": first.iloc[[1, 1, 3, 0, 5, 2]].reset_index(drop=True),
         "k": list("uvuvwu"), "m": [True, False, True, True, False, True],
         "n": np.arange(6.0)}
    )  # fmt: skip


def several() -> pandas.DataFrame:
    """Return a frame of numbers, a text and a date."""
    return pandas.DataFrame(
        {"i": _NUMBERS, "j": [1, 1, 2, 2, 3, 3], "f": PLANNED["float64"][1], "s": _WORDS,
         "d": pandas.to_datetime(_DAYS).astype("M8[us]"), "u": [3, 1, 2, 6, 5, 4]}
    ).astype({"s": STR})  # fmt: skip


def numbers() -> pandas.DataFrame:
    """Return a frame of numbers only."""
    return several()[["i", "j", "f", "u"]]


def second() -> pandas.DataFrame:
    """Return a frame to join with."""
    return pandas.DataFrame({"j": [1, 2, 2, 9], "key": [3, 1, 2, 5], "n": [10, 20, 30, 40]})
