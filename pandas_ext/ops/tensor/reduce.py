"""Reductions over the axes of cells."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from pandas_ext.arrays.tensor_fixed import FixedStorage, Values
from pandas_ext.arrays.tensor_ragged import RaggedStorage, Storage, empty_shape, settled
from pandas_ext.ops.tensor import blocks
from pandas_ext.ops.tensor.gather import permuted
from pandas_ext.ops.tensor.segments import SEGMENTS

Axes = int | tuple[int, ...] | None

POSITIONS: Final = ("argmax", "argmin")


def norm(values: Values, axis: tuple[int, ...], ord: float = 2, keepdims: bool = False) -> Values:  # noqa: A002
    """Return the vector norm over some axes, as `numpy.linalg.norm` defines it."""
    exact = values.dtype.kind == "f" and values.dtype.itemsize > 2
    if exact and ord == 2 and values.ndim == 2 and axis == (1,):
        made = np.sqrt(np.einsum("ij,ij->i", values, values))
        return made[:, None] if keepdims else made
    wide = values.astype(np.promote_types(values.dtype, "f4") if values.dtype.kind == "f" else "f8")
    if ord == 2:
        made = np.sqrt(np.sum(wide * wide, axis=axis, keepdims=keepdims))
    elif abs(ord) == np.inf:
        made = (np.max if ord > 0 else np.min)(np.abs(wide), axis=axis, keepdims=keepdims)
    elif ord == 0:
        made = np.sum(wide != 0, axis=axis, keepdims=keepdims, dtype=wide.dtype)
    else:
        made = np.sum(np.abs(wide) ** ord, axis=axis, keepdims=keepdims) ** (1 / ord)
    return made.astype(values.dtype) if values.dtype.kind == "f" else made


def mean(values: Values, axis: tuple[int, ...], keepdims: bool = False) -> Values:
    """Return the mean as `numpy.mean` does; of nothing it is NaN without a warning."""
    if values.size:
        return np.asarray(np.mean(values, axis=axis, keepdims=keepdims))
    total = np.sum(values, axis=axis, keepdims=keepdims)
    count = math.prod(values.shape[k] for k in axis)
    element = values.dtype if values.dtype.kind == "f" else np.dtype(np.float64)
    return np.asarray(np.true_divide(total, count)).astype(element)


def var(values: Values, axis: tuple[int, ...], ddof: float = 0, keepdims: bool = False) -> Values:
    """Return the variance as `numpy.var` does; without freedom it is no number, and no warning."""
    count = math.prod(values.shape[k] for k in axis)
    if count > ddof:
        return np.asarray(np.var(values, axis=axis, ddof=ddof, keepdims=keepdims))
    apart = values - mean(values, axis, keepdims=True)
    squares = np.sum(apart * apart, axis=axis, keepdims=keepdims)
    return np.asarray(np.true_divide(squares, 0)).astype(apart.dtype)


def std(values: Values, axis: tuple[int, ...], ddof: float = 0, keepdims: bool = False) -> Values:
    """Return the square root of the variance."""
    count = math.prod(values.shape[k] for k in axis)
    if count > ddof:
        return np.asarray(np.std(values, axis=axis, ddof=ddof, keepdims=keepdims))
    return np.asarray(np.sqrt(var(values, axis, ddof, keepdims)))


FUNCTIONS: Final[dict[str, Callable[..., Any]]] = {
    "sum": np.sum,
    "prod": np.prod,
    "mean": mean,
    "min": np.min,
    "max": np.max,
    "std": std,
    "var": var,
    "any": np.any,
    "all": np.all,
    "argmax": np.argmax,
    "argmin": np.argmin,
    "norm": norm,
}


def reduce(
    storage: Storage, name: str, axis: Axes = None, *, keepdims: bool = False, **options: Any
) -> Storage:
    """Reduce every cell over some of its axes.

    Parameters
    ----------
    storage : storage
        The column.
    name : str
        One of `FUNCTIONS`.
    axis : int or tuple of int, optional
        Axes of the cell; all of them by default.
    keepdims : bool
        Whether the axes stay, with length 1.
    **options
        ``ddof`` of std and var, ``ord`` of norm.

    Raises
    ------
    numpy.exceptions.AxisError
        If cells have no such axis.
    ValueError
        If a cell without elements has no result: its largest element, for example.
    """
    axes = normalised(axis, len(storage.axes))
    if name in POSITIONS and axis is not None and len(axes) != 1:
        raise ValueError(f"{name} is over one axis or all")
    if isinstance(storage, RaggedStorage):
        return _ragged(storage, name, axes, keepdims, options)
    return _fixed(storage, name, axes, keepdims, options)


def normalised(axis: Axes, ndim: int) -> tuple[int, ...]:
    """Return axes counted from the first, in order.

    Examples
    --------
    >>> normalised(-1, 3), normalised(None, 2)
    ((2,), (0, 1))
    """
    if axis is None:
        return tuple(range(ndim))
    axes = (axis,) if isinstance(axis, (int, np.integer)) else tuple(axis)
    found = set()
    for one in axes:
        if not -ndim <= one < ndim:
            raise np.exceptions.AxisError(int(one), ndim)
        found.add(int(one) % ndim)
    if len(found) < len(axes):
        raise ValueError("an axis occurs twice")
    return tuple(sorted(found))


def _fixed(
    storage: FixedStorage, name: str, axes: tuple[int, ...], keepdims: bool, options: dict[str, Any]
) -> FixedStorage:
    function = FUNCTIONS[name]
    values = storage.values
    shape = tuple(1 if k in axes else n for k, n in enumerate(storage.shape))
    if len(axes) == len(storage.shape):
        # all axes: one long axis is what numpy is quickest at
        values = values.reshape(len(values), int(np.prod(storage.shape)))
        axes = (0,)
    elif not keepdims:
        shape = tuple(n for k, n in enumerate(storage.shape) if k not in axes)
    if not keepdims and values.ndim == 2 and values.shape[1:] != storage.shape:
        shape = ()
    shifted: Any = tuple(axis + 1 for axis in axes)
    if name in POSITIONS:
        shifted = shifted[0]
    with np.errstate(all="ignore"):
        sample = function(np.ones((1, *values.shape[1:]), values.dtype), axis=shifted, **options)
    result = np.empty((len(values), *sample.shape[1:]), sample.dtype)

    def work(start: int, stop: int) -> None:
        result[start:stop] = function(values[start:stop], axis=shifted, **options)

    blocks.run(len(values), values[:1].nbytes, work)
    if keepdims:
        result = result.reshape(len(values), *shape)
    return FixedStorage(result, storage.mask.copy())


def _ragged(
    storage: RaggedStorage,
    name: str,
    axes: tuple[int, ...],
    keepdims: bool,
    options: dict[str, Any],
) -> Storage:
    kept = tuple(axis for axis in range(len(storage.axes)) if axis not in axes)
    moved = permuted(storage, kept + axes)
    counts = np.prod(moved.shapes[:, : len(kept)], axis=1, dtype=np.int64)
    counts[storage.mask] = 0
    lengths = np.prod(moved.shapes[:, len(kept) :], axis=1, dtype=np.int64)
    made = SEGMENTS[name](moved.flat, np.repeat(lengths, counts), **options)
    if keepdims:
        shapes = storage.shapes.copy()
        shapes[:, axes] = 1
        known = tuple(1 if axis in axes else n for axis, n in enumerate(storage.axes))
    else:
        shapes = storage.shapes[:, kept]
        known = tuple(storage.axes[axis] for axis in kept)
    return _placed(made, shapes, storage.mask, known)


def _placed(
    elements: NDArray[Any], shapes: NDArray[np.int64], mask: NDArray[np.bool_], axes: Any
) -> Storage:
    """Return rows whose missing ones have no elements yet."""
    shapes = np.where(mask[:, None], empty_shape(axes), shapes)
    if None in axes:
        return settled(RaggedStorage.packed(elements, shapes, mask, axes))
    values = np.zeros((len(mask), *axes), elements.dtype)
    values[~mask] = elements.reshape(-1, *axes) if elements.size else np.zeros((0, *axes))
    return FixedStorage(values, mask.copy())
