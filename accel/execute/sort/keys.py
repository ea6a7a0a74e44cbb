"""Sort keys as words: 64-bit numbers whose ascending order is the order wanted."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any, Final

import numpy as np
import pandas as pd

from accel.execute import memory
from accel.execute.scheduler import run_tasks
from accel.execute.sort.text import ranks, text_ranks
from accel.execute.vector import Array, Coded, Fixed, Text, Vector, take_or
from accel.kernels.kernel import Kernel
from accel.plan.errors import Unsupported

_WITHIN = Kernel("sort_words:within", "i8* i8 i4* i8")
_CHUNK: Final = 1 << 18
_SIGN: Final = 1 << 63
_LAST: Final = (1 << 64) - 1
_INFINITE: Final = (1 << 52) - 1  # the least word of a number: -inf, or inf if descending


@dataclass(frozen=True)
class SortKey:
    """A column to sort by: its id, its pandas dtype, its direction."""

    id: int
    dtype: Any
    ascending: bool = True


@cache
def _integers(descending: bool, nat: bool, last: bool) -> Kernel:
    return Kernel("sort_words:make_integers", "i8* i8 i8* i8", (descending, nat, last))


@cache
def _floats(descending: bool, missing: int) -> Kernel:
    return Kernel("sort_words:make_floats", "f8* i8* i8", (descending, missing))


@cache
def _integers_within(descending: bool, nat: bool, last: bool) -> Kernel:
    return Kernel("sort_words:make_integers_within", "i8* i8 i8 i4* i8", (descending, nat, last))


@cache
def _floats_within(descending: bool, missing: int) -> Kernel:
    return Kernel("sort_words:make_floats_within", "f8* i8 i4* i8", (descending, missing))


@cache
def _codes(descending: bool, last: bool) -> Kernel:
    return Kernel("sort_words:make_codes", "i4* i8 i8* i8", (descending, last))


@cache
def _prefixes(descending: bool, last: bool) -> Kernel:
    return Kernel("sort_text:make_prefixes", "i8* i4* i8* i8", (descending, last))


def key_words(
    vector: Vector, dtype: Any, ascending: bool, na_last: bool, several: bool = False
) -> Array:
    """Return int64 words that sort, as unsigned numbers, the way ``sort_values`` sorts the column.

    Equal words are ties. Words of two vectors can be compared unless they are strings. ``several``
    says that this is one of several keys: pandas then takes a NaN that comes first for infinite.

    Raises
    ------
    Unsupported
        If the dtype has no order here.
    """
    if isinstance(vector, Coded):
        order = ranks(vector.dictionary)
        return _code_words(take_or(order, vector.codes, -1), len(order), ascending, na_last)
    if isinstance(vector, Text):
        order, count = text_ranks(vector)
        return _code_words(order, count, ascending, na_last)
    if isinstance(dtype, pd.CategoricalDtype):
        return _code_words(vector.data, len(dtype.categories), ascending, na_last)
    return _number_words(vector.data, dtype, ascending, na_last, several)


def bound_words(
    vector: Vector, dtype: Any, ascending: bool, na_last: bool, several: bool = False
) -> Array:
    """Return words as :func:`key_words` does, comparable between all vectors of a column.

    Strings whose first eight bytes are equal share a word, so that words only bound the order.
    """
    if isinstance(vector, Fixed):
        return key_words(vector, dtype, ascending, na_last, several)
    kernel = _prefixes(not ascending, na_last)
    text = vector.dictionary.values if isinstance(vector, Coded) else vector
    words = memory.empty(len(text), np.int64)
    kernel(text.starts, text.lengths, words, len(text))
    if isinstance(vector, Coded):
        return take_or(words, vector.codes, -1 if na_last else 0)
    return words


def rows_within(vector: Vector, key: SortKey, na_last: bool, several: bool, bound: int) -> Array:
    """Return the rows (int32) whose :func:`bound_words` are at most ``bound``."""
    rows = memory.empty(len(vector), np.int32)
    data = vector.data if isinstance(vector, Fixed) else None
    if data is None or data.dtype.itemsize != 8 or data.dtype.kind not in "iuf":
        words = bound_words(vector, key.dtype, key.ascending, na_last, several)
        return rows[: _WITHIN(words, bound, rows, len(rows))]
    if data.dtype.kind == "f":
        kernel = _floats_within(not key.ascending, _missing_word(na_last, several))
        return rows[: kernel(data, bound, rows, len(rows))]
    kernel = _integers_within(not key.ascending, _is_time(key.dtype), na_last)
    flip = _SIGN if data.dtype.kind == "i" else 0
    return rows[: kernel(data.view(np.int64), flip, bound, rows, len(rows))]


def _is_time(dtype: Any) -> bool:
    return isinstance(dtype, pd.DatetimeTZDtype) or dtype.kind in "mM"


def _missing_word(na_last: bool, several: bool) -> int:
    return _LAST if na_last else _INFINITE if several else 0


def _code_words(codes: Array, count: int, ascending: bool, na_last: bool) -> Array:
    words = memory.empty(len(codes), np.int64)
    kernel = _codes(not ascending, na_last)

    def convert(chunk: int) -> None:
        a, b = chunk * _CHUNK, min((chunk + 1) * _CHUNK, len(codes))
        kernel(_as(codes[a:b], np.int32), count, words[a:], b - a)

    run_tasks(-(-len(codes) // _CHUNK), convert)
    return words


def _number_words(data: Array, dtype: Any, ascending: bool, na_last: bool, several: bool) -> Array:
    kind = data.dtype.kind
    if kind not in "biuf" or data.dtype.itemsize > 8:
        raise Unsupported(f"sort by a {dtype} column")
    words = memory.empty(len(data), np.int64)
    times = _is_time(dtype)
    flip = _SIGN if kind == "i" else 0
    missing = _missing_word(na_last, several)

    def convert(chunk: int) -> None:
        a, b = chunk * _CHUNK, min((chunk + 1) * _CHUNK, len(data))
        piece, out = data[a:b], words[a:]
        if kind == "f":
            _floats(not ascending, missing)(_as(piece, np.float64), out, b - a)
        else:
            piece = piece.view(np.int64) if data.dtype.itemsize == 8 else _as(piece, np.int64)
            _integers(not ascending, times, na_last)(piece, flip, out, b - a)

    run_tasks(-(-len(data) // _CHUNK), convert)
    return words


def _as(data: Array, dtype: Any) -> Array:
    if data.dtype == dtype:
        return data
    out = memory.empty(len(data), dtype)
    np.copyto(out, data, casting="unsafe")
    return out
