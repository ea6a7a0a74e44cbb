"""Reading ragged cells in another order: broadcast, transposed, sliced."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pandas_ext.arrays.tensor_ragged import Counts, RaggedStorage, spread

BLOCK = 2**20  # elements whose places are worked out at a time


def c_strides(shapes: Counts) -> Counts:
    """Return elements between neighbours along each axis of cells in C order, shape (n, ndim).

    Examples
    --------
    >>> c_strides(np.array([[2, 3, 4]]))
    array([[12,  4,  1]])
    """
    strides = np.ones_like(shapes)
    if shapes.shape[1]:
        strides[:, :-1] = np.cumprod(shapes[:, :0:-1], axis=1)[:, ::-1]
    return strides


def places(
    starts: Counts, strides: Counts, shapes: Counts
) -> Iterator[tuple[slice, NDArray[np.int64]]]:
    """Say where the elements of cells lie, some rows at a time.

    Parameters
    ----------
    starts : ndarray of int64, shape (n,)
        Place of each cell's first element.
    strides, shapes : ndarray of int64, shape (n, ndim)
        Elements between neighbours along each axis (0 to repeat, negative to go back), and the
        shapes to read or write.

    Yields
    ------
    slice
        Of all elements, cell behind cell and each in C order.
    ndarray of int64
        The places of these.
    """
    sizes = np.prod(shapes, axis=1, dtype=np.int64)
    ends = np.cumsum(sizes)
    row = 0
    while row < len(sizes):
        done = int(ends[row] - sizes[row])
        stop = max(row + 1, int(np.searchsorted(ends, done + BLOCK, side="right")))
        within = spread(np.zeros(stop - row, np.int64), sizes[row:stop])
        rows = np.repeat(np.arange(row, stop), sizes[row:stop])
        found = starts[rows]
        for axis in range(shapes.shape[1] - 1, -1, -1):
            within, index = np.divmod(within, shapes[rows, axis])
            found += index * strides[rows, axis]
        yield slice(done, int(ends[stop - 1])), found
        row = stop


def strided(
    elements: NDArray[Any], starts: Counts, strides: Counts, shapes: Counts
) -> NDArray[Any]:
    """Read cells of some shapes, given where each starts and its strides: see `places`."""
    result = np.empty(int(np.prod(shapes, axis=1, dtype=np.int64).sum()), elements.dtype)
    for part, found in places(starts, strides, shapes):
        result[part] = elements[found]
    return result


def broadcast(storage: RaggedStorage, shapes: Counts) -> NDArray[Any]:
    """Read cells repeated to larger shapes, as numpy broadcasts.

    Rows of no elements in the result are not read.
    """
    if shapes.shape == storage.shapes.shape and (shapes == storage.shapes).all():
        return storage.flat
    extra = shapes.shape[1] - storage.shapes.shape[1]
    own = np.ones_like(shapes)
    own[:, extra:] = storage.shapes
    strides = np.where(own == 1, 0, c_strides(own))
    return strided(storage.heap.elements, storage.offsets, strides, shapes)


def permuted(storage: RaggedStorage, order: tuple[int, ...]) -> RaggedStorage:
    """Return the cells with their axes in another order."""
    shapes = storage.shapes[:, order]
    axes = tuple(storage.axes[axis] for axis in order)
    if order == tuple(range(len(order))):
        return RaggedStorage(storage.heap, storage.offsets, shapes, storage.mask, axes)
    strides = c_strides(storage.shapes)[:, order]
    elements = strided(storage.heap.elements, storage.offsets, strides, shapes)
    return RaggedStorage.packed(elements, shapes, storage.mask, axes)
