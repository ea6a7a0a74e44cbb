"""How much hashes of pictures differ."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import pandas
from numpy.typing import NDArray

_PAIRS: Final = 1 << 22  # compared at a time


def hash_distance(hashes: pandas.Series, others: pandas.Series | int) -> pandas.Series:
    """Return in how many bits hashes differ, Int64.

    Parameters
    ----------
    hashes : Series of UInt64
        As ``.img.phash()`` gives them.
    others : Series of UInt64 or int
        Aligned by label, or one for all.

    Examples
    --------
    >>> import pandas as pd, pandas_ext
    >>> hashes = pd.Series([0b1011, 0b0011, None], dtype="UInt64")
    >>> pandas_ext.hash_distance(hashes, 0b0001).tolist()
    [2, 1, <NA>]
    """
    if isinstance(others, pandas.Series):
        hashes, others = hashes.align(others, join="left")
        missing = hashes.isna() | others.isna()
        bits = np.bitwise_count(_words(hashes) ^ _words(others))
    else:
        missing = hashes.isna()
        bits = np.bitwise_count(_words(hashes) ^ np.uint64(others))
    distances = pandas.array(bits.astype(np.int64), dtype="Int64")
    distances[missing.to_numpy()] = pandas.NA
    return pandas.Series(distances, index=hashes.index, name=hashes.name)


def near_duplicates(hashes: pandas.Series, at_most: int = 5) -> pandas.DataFrame:
    """Return all pairs of rows whose hashes differ in few bits.

    Parameters
    ----------
    hashes : Series of UInt64
        As ``.img.phash()`` gives them; missing ones are in no pair.
    at_most : int
        Bits.

    Returns
    -------
    DataFrame
        Labels of the pairs in columns ``left`` and ``right``, in the order of the rows, and their
        ``distance``.

    Examples
    --------
    >>> import pandas as pd, pandas_ext
    >>> hashes = pd.Series([0, 0xFF, 1], index=["a", "b", "c"], dtype="UInt64")
    >>> pandas_ext.near_duplicates(hashes)
      left right  distance
    0    a     c         1
    """
    present = hashes[hashes.notna()]
    words = _words(present)
    lefts, rights, distances = [], [], []
    rows = max(1, _PAIRS // max(1, len(words)))
    for start in range(0, len(words), rows):
        bits = np.bitwise_count(words[start : start + rows, None] ^ words[None, start:])
        near = np.triu(bits <= at_most, 1)
        left, right = np.nonzero(near)
        lefts.append(left + start)
        rights.append(right + start)
        distances.append(bits[left, right])
    empty = np.empty(0, np.intp)
    return pandas.DataFrame(
        {
            "left": present.index[np.concatenate([empty, *lefts])],
            "right": present.index[np.concatenate([empty, *rights])],
            "distance": np.concatenate([empty, *distances]).astype(np.int64),
        }
    )


def _words(hashes: pandas.Series) -> NDArray[np.uint64]:
    words: NDArray[Any] = hashes.astype("UInt64").to_numpy(np.uint64, na_value=0)
    return words
