"""Sound as a column of tensors."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from pandas_ext.arrays.tensor import TensorArray
from pandas_ext.arrays.tensor_gather import gathered

_ELEMENT = np.dtype(np.float32)


def tensors(
    cells: list[NDArray[Any] | None], channel_axis: int, shape: tuple[int | None, ...]
) -> TensorArray:
    """Return arrays that have an axis of channels as cells.

    Parameters
    ----------
    cells : list of ndarray or None
        All of one number of axes; each is let go of the list when it is copied.
    channel_axis : {0, -1}
        Which axis is of channels; it is left out if all have one channel.
    shape : tuple of int or None
        What one of one channel has, where there is none.
    """
    if all(cell is None or cell.shape[channel_axis] == 1 for cell in cells):
        for k, cell in enumerate(cells):
            cells[k] = None if cell is None else np.squeeze(cell, channel_axis)
    shapes = {cell.shape for cell in cells if cell is not None}
    if shapes:
        lengths = [set(axis) for axis in zip(*shapes, strict=True)]
        # the axis of time is ragged; others are if they differ
        time = 0 if channel_axis == -1 else len(lengths) - 1
        shape = tuple(
            None if axis == time or len(known) != 1 else known.pop()
            for axis, known in enumerate(lengths)
        )
    return TensorArray.of(gathered(cells, shape, _ELEMENT))
