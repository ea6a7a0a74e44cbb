"""The order of strings by address: radix sorts of eight bytes at a time, then comparisons."""

from __future__ import annotations

from typing import Any, Final

import numpy as np

from accel.execute import memory
from accel.execute.scheduler import PerThread
from accel.execute.sort.radix import argsort_words
from accel.execute.vector import Array, Dictionary, Text, take
from accel.kernels.kernel import Kernel

_SMALL: Final = 1 << 9  # ties up to here are settled by comparing

_SHARED_DEPTH = Kernel("sort_text:shared_depth", "i8* i4* i4* i8 i8")
_WORDS_AT = Kernel("sort_text:words_at", "i8* i4* i4* i8 i8 i8*")
_SETTLE_TIES = Kernel("sort_text:settle_ties", "i8* i4* i4* i8* i8 i8 i8 i4* i8*")
_RANKS = Kernel("sort_text:ranks", "i8* i4* i4* i8 i4*")
_PRESENT = Kernel("sort_text:present", "i4* i8 i4*")

_spare = PerThread(lambda: np.empty(_SMALL, np.int32))


def text_ranks(text: Text) -> tuple[Array, int]:
    """Rank strings bytewise, from 0 and without gaps; equal ones rank alike, missing ones -1.

    Returns
    -------
    tuple of int32 ndarray and int
        The ranks, and how many different strings there are.
    """
    count = len(text)
    ranks = memory.empty(count, np.int32)
    ranks.fill(-1)
    rows = memory.empty(count, np.int32)
    rows = rows[: _PRESENT(text.lengths, count, rows)]
    _sort(text, rows, 0)
    return ranks, _RANKS(text.starts, text.lengths, rows, len(rows), ranks)


def ranks(dictionary: Dictionary) -> Array:
    """Return the rank of each of a dictionary's values, as int32; kept with the dictionary."""
    known: Any = dictionary.derived.get("ranks")
    if known is None or len(known) != len(dictionary):
        known = text_ranks(dictionary.values)[0]
        dictionary.derived["ranks"] = known
    result: Array = known
    return result


def _sort(text: Text, rows: Array, depth: int) -> None:
    """Sort rows in place by their strings, which before ``depth`` are equal or end in zeros."""
    pending = [(0, len(rows), depth)]
    while pending:
        first, last, depth = pending.pop()
        part = rows[first:last]
        count = last - first
        if count < 2:
            continue
        reach = _SHARED_DEPTH(text.starts, text.lengths, part, count, depth) - 1
        if reach < 0:
            # All end here: what is left to tell them apart is how many zeros they end in.
            lengths = take(text.lengths, part).astype(np.int64)
            part[:] = take(part, argsort_words(lengths))
            continue
        words = memory.empty(count, np.int64)
        _WORDS_AT(text.starts, text.lengths, part, count, reach, words)
        order = argsort_words(words)
        part[:] = take(part, order)
        words = take(words, order)
        large = memory.empty(2 * (count // _SMALL + 1), np.int64)
        strings = text.starts, text.lengths, part
        runs = _SETTLE_TIES(*strings, words, count, reach + 8, _SMALL, _spare.get(), large)
        bounds = large[: 2 * runs].reshape(runs, 2).tolist()
        pending += [(first + a, first + b, reach + 8) for a, b in bounds]
