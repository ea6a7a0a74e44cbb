"""From cells that were made one by one to the storage of a column."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pandas_ext.arrays.tensor_ragged import RaggedStorage, empty_shape
from pandas_ext.dtypes.tensor import Shape


def gathered(
    cells: list[NDArray[Any] | None], axes: Shape, element: np.dtype[Any]
) -> RaggedStorage:
    """Return cells as rows; each is let go of the list when it is copied, so that few are twice.

    Parameters
    ----------
    cells : list of ndarray or None
        Of shapes that fit ``axes``; ``None`` where one is missing. Left empty.
    axes : tuple of int or None
        Length of each axis, ``None`` where it differs.
    element : dtype
        Of the elements.

    Examples
    --------
    >>> rows = gathered([np.ones((2, 3)), None], (None, 3), np.dtype("float32"))
    >>> rows.shapes.tolist(), rows.mask.tolist()
    ([[2, 3], [0, 3]], [False, True])
    """
    shapes = [None if cell is None else cell.shape for cell in cells]

    def fill(k: int, part: NDArray[Any]) -> None:
        part[...] = cells[k]
        cells[k] = None

    storage = filled(shapes, axes, element, fill)
    cells.clear()
    return storage


def filled(
    cells: Sequence[tuple[int, ...] | None],
    axes: Shape,
    element: np.dtype[Any],
    fill: Callable[[int, NDArray[Any]], None],
) -> RaggedStorage:
    """Return rows that a function writes, one after the other.

    Parameters
    ----------
    cells : sequence of tuple or None
        The shape of each row, which fits ``axes``; ``None`` where one is missing.
    axes : tuple of int or None
        Length of each axis, ``None`` where it differs.
    element : dtype
        Of the elements.
    fill : callable
        Is given the number of a row that is not missing, and an array of its shape to write to.
    """
    mask = np.array([shape is None for shape in cells], np.bool_)
    empty = empty_shape(axes)
    shapes = np.array([empty if shape is None else shape for shape in cells], np.int64)
    shapes = shapes.reshape(len(cells), len(axes))
    sizes = np.prod(shapes, axis=1, dtype=np.int64)
    flat = np.empty(int(sizes.sum()), element)
    ends = np.cumsum(sizes)
    for k, shape in enumerate(cells):
        if shape is not None:
            with np.errstate(all="ignore"):
                fill(k, flat[ends[k] - sizes[k] : ends[k]].reshape(shape))
    return RaggedStorage.packed(flat, shapes, mask, axes)
