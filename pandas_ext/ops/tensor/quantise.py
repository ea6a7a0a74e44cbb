"""Elements as small whole numbers with a scale and a zero point."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from pandas_ext.arrays.tensor_fixed import FixedStorage, Values
from pandas_ext.arrays.tensor_ragged import Storage, as_ragged
from pandas_ext.ops.tensor.segments import largest, smallest


def quantise(
    storage: Storage, element: np.dtype[Any], per_row: bool
) -> tuple[Storage, Values, NDArray[np.int64]]:
    """Map the range of the elements, and 0, onto the range of an integer type.

    ``code = round(value / scale) + zero_point``, with the scale and zero point of the affine
    quantisation of Jacob et al. (2018), "Quantization and Training of Neural Networks for Efficient
    Integer-Arithmetic-Only Inference", section 2.1. Each value comes back within half a scale.

    Parameters
    ----------
    storage : storage
        Finite floats.
    element : numpy.dtype
        int8 or uint8.
    per_row : bool
        Whether each row has its own scale and zero point.

    Returns
    -------
    codes : storage
        Of the same shapes.
    scale, zero_point : ndarray, shape (n,) or (1,)
        float32 and int64.

    Raises
    ------
    ValueError
        If elements are not finite, or lie too far apart.
    """
    limits = np.iinfo(element)
    values = storage.flat.astype(np.float64)
    rows = np.repeat(np.arange(len(storage)), storage.sizes)
    used = values[~storage.mask[rows]]
    if not np.isfinite(used).all():
        raise ValueError("only finite elements can be quantised")
    low, high = _ranges(storage, values, used, per_row)
    with np.errstate(over="ignore"):
        scale = ((high - low) / (limits.max - limits.min)).astype(np.float32)
    if np.isinf(scale).any():
        raise ValueError("elements lie further apart than a scale of float32 can tell")
    scale[scale == 0] = 1
    zero = np.clip(np.rint(limits.min - low / scale), limits.min, limits.max).astype(np.int64)
    own = rows if per_row else 0
    codes = np.clip(np.rint(values / scale[own]) + zero[own], limits.min, limits.max)
    return _with_elements(storage, codes.astype(element)), scale, zero


def _ranges(storage: Storage, values: Values, used: Values, per_row: bool) -> tuple[Values, Values]:
    """Return the smallest and largest element, or 0 where that lies outside."""
    if not per_row:
        return (
            np.minimum(used.min(initial=0.0), 0).reshape(1),
            np.maximum(used.max(initial=0.0), 0).reshape(1),
        )
    sizes = storage.sizes
    low, high = np.zeros(len(storage)), np.zeros(len(storage))
    filled = sizes > 0
    low[filled] = np.minimum(smallest(values, sizes[filled]), 0)
    high[filled] = np.maximum(largest(values, sizes[filled]), 0)
    missing = storage.mask
    low[missing] = high[missing] = 0
    return low, high


def dequantise(
    storage: Storage, scale: Values, zero_point: Values, element: np.dtype[Any]
) -> Storage:
    """Return ``(code - zero_point) * scale``; one of each for all, or one a row."""
    rows = np.repeat(np.arange(len(storage)), storage.sizes)
    own: Any = rows if len(scale) > 1 or len(storage) == 1 else np.zeros(len(rows), np.intp)
    values = (storage.flat.astype(np.int64) - zero_point[own % len(zero_point)]) * scale[
        own % len(scale)
    ].astype(np.float64)
    return _with_elements(storage, values.astype(element))


def _with_elements(storage: Storage, elements: Values) -> Storage:
    if isinstance(storage, FixedStorage):
        return FixedStorage(elements.reshape(storage.values.shape), storage.mask.copy())
    return as_ragged(storage).replaced(elements)
