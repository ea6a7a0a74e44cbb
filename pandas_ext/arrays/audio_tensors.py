"""Sound as a column of tensors."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pandas_ext.arrays.tensor import TensorArray
from pandas_ext.dtypes.tensor import TensorDtype


def tensors(
    results: Sequence[NDArray[Any] | None], channel_axis: int, shape: tuple[int | None, ...]
) -> TensorArray:
    """Return arrays that have an axis of channels as cells.

    Parameters
    ----------
    results : sequence of ndarray or None
        All of one number of axes.
    channel_axis : {0, -1}
        Which axis is of channels; it is left out if all have one channel.
    shape : tuple of int or None
        What one of one channel has, where there is none.
    """
    arrays = [array for array in results if array is not None]
    if all(array.shape[channel_axis] == 1 for array in arrays):
        results = [None if a is None else np.squeeze(a, channel_axis) for a in results]
    present = [array for array in results if array is not None]
    if not present:
        return TensorArray._from_sequence(results, dtype=TensorDtype("float32", shape))
    axes = present[0].ndim
    # the axis of time is ragged; others are if they differ
    time = 0 if channel_axis == -1 else axes - 1
    lengths = ({array.shape[axis] for array in present} for axis in range(axes))
    shape = tuple(
        None if axis == time or len(known) != 1 else known.pop()
        for axis, known in enumerate(lengths)
    )
    return TensorArray._from_sequence(results, dtype=TensorDtype("float32", shape))
