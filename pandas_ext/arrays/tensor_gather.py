"""From cells that were made one by one to the storage of a column."""

from __future__ import annotations

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
    mask = np.array([cell is None for cell in cells], np.bool_)
    empty = empty_shape(axes)
    shapes = np.array([empty if cell is None else cell.shape for cell in cells], np.int64)
    shapes = shapes.reshape(len(cells), len(axes))
    flat = np.empty(int(np.prod(shapes, axis=1, dtype=np.int64).sum()), element)
    place = 0
    cells.reverse()
    while cells:
        cell = cells.pop()
        if cell is not None:
            part = flat[place : place + cell.size]
            with np.errstate(all="ignore"):
                part.reshape(cell.shape)[...] = cell
            place += cell.size
            del cell
    return RaggedStorage.packed(flat, shapes, mask, axes)
