"""Rows as keys: equality, grouping and order of cells, by value.

Two cells are the same if shapes and elements are: 0.0 is -0.0, NaN is NaN. Order is that of
Python's sequences, the first difference in C order decides; NaN comes last.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from pandas_ext.arrays.tensor_fixed import Positions, Values
from pandas_ext.arrays.tensor_ragged import RaggedStorage, Storage, spread

BLOCK = 2**18  # elements worked on at a time


def ordered_bits(values: Values) -> NDArray[Any]:
    """Return unsigned integers that are equal and ordered as the values are.

    Examples
    --------
    >>> ordered_bits(np.array([-1, 0, 1], "i1"))
    array([127, 128, 129], dtype=uint8)
    """
    unsigned = np.dtype(f"u{values.dtype.itemsize}")
    top = unsigned.type(1 << (8 * unsigned.itemsize - 1))
    if values.dtype.kind == "f":
        plain = np.where(np.isnan(values), values.dtype.type(np.nan), values + values.dtype.type(0))
        bits = plain.view(unsigned)
        return np.where(bits & top, ~bits, bits | top)
    bits = np.ascontiguousarray(values).view(unsigned)
    return bits ^ top if values.dtype.kind == "i" else bits


def row_keys(storage: Storage) -> NDArray[np.object_]:
    """Return an object for each row that is equal, hashed and ordered as the cells are.

    Parameters
    ----------
    storage : storage
        Missing rows give what some cell may give too.

    Returns
    -------
    ndarray of bytes, of tuples of bytes for ragged rows, shape (n,)
    """
    bits = ordered_bits(storage.flat)
    text = bits.astype(bits.dtype.newbyteorder(">")).tobytes()
    ends = np.cumsum(storage.sizes) * bits.itemsize
    bounds = np.concatenate([np.zeros(1, np.int64), ends]).tolist()
    keys = np.empty(len(storage), object)
    shapes = storage.shapes.astype(">u8") if isinstance(storage, RaggedStorage) else None
    for row in range(len(storage)):
        key = text[bounds[row] : bounds[row + 1]]
        keys[row] = key if shapes is None else (key, shapes[row].tobytes())
    return keys


def row_hashes(storage: Storage) -> NDArray[np.uint64]:
    """Return a number for each row, the same for equal cells, shape (n,)."""
    hashes = np.empty(len(storage), np.uint64)
    sizes = storage.sizes
    step = max(1, BLOCK // max(1, int(sizes.max(initial=1))))
    for start in range(0, len(storage), step):
        rows = storage.slice(slice(start, start + step))
        sizes_here = rows.sizes
        bits = ordered_bits(rows.flat).astype(np.uint64)
        places = spread(np.zeros(len(rows), np.int64), sizes_here).astype(np.uint64)
        mixed = _mix(bits) * (_mix(places + np.uint64(1)) | np.uint64(1))
        totals = np.concatenate([np.zeros(1, np.uint64), np.cumsum(mixed, dtype=np.uint64)])
        ends = np.cumsum(sizes_here)
        hashes[start : start + step] = totals[ends] - totals[ends - sizes_here]
    if isinstance(storage, RaggedStorage):
        for axis, lengths in enumerate(storage.shapes.T.astype(np.uint64)):
            hashes += _mix(lengths + np.uint64(axis << 32))
    return _mix(hashes)


def _mix(words: NDArray[np.uint64]) -> NDArray[np.uint64]:
    # splitmix64's finaliser (Steele, Lea, Flood 2014): every bit of the result hangs on every bit
    words = (words ^ (words >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    words = (words ^ (words >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return words ^ (words >> np.uint64(31))


def same_rows(left: Storage, right: Storage) -> bool:
    """Tell whether two storages of one dtype hold the same cells, missing ones too."""
    if not np.array_equal(left.mask, right.mask):
        return False
    kept = np.flatnonzero(~left.mask)
    step = max(1, BLOCK // max(1, int(left.sizes.max(initial=1))))
    for start in range(0, len(kept), step):
        one, two = left.take(kept[start : start + step]), right.take(kept[start : start + step])
        if not np.array_equal(one.shapes, two.shapes):
            return False
        if not np.array_equal(ordered_bits(one.flat), ordered_bits(two.flat)):
            return False
    return True


def factorize(storage: Storage) -> tuple[NDArray[np.intp], Positions]:
    """Number the distinct cells in order of appearance.

    Returns
    -------
    codes : ndarray of intp, shape (n,)
        The number of each row's cell, -1 for a missing row.
    firsts : ndarray of intp
        Where each distinct cell stands first.
    """
    kept = np.flatnonzero(~storage.mask)
    rows = storage.take(kept)
    numbers, firsts = _numbered(row_hashes(rows))
    again = np.flatnonzero(firsts[numbers] != np.arange(len(numbers)))
    if not same_rows(rows.take(again), rows.take(firsts[numbers[again]])):
        numbers, firsts = _numbered(row_keys(rows))  # two cells share a hash
    codes = np.full(len(storage), -1, np.intp)
    codes[kept] = numbers
    return codes, kept[firsts]


def _numbered(keys: NDArray[Any]) -> tuple[NDArray[np.intp], Positions]:
    codes, uniques = pd.factorize(keys)
    firsts = np.empty(len(uniques), np.intp)
    firsts[codes[::-1]] = np.arange(len(codes))[::-1]
    return codes, firsts
