"""Cells sliced, reshaped, transposed, joined and padded."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from pandas_ext.arrays.tensor_build import fit
from pandas_ext.arrays.tensor_fixed import FixedStorage
from pandas_ext.arrays.tensor_ragged import (
    Counts,
    RaggedStorage,
    Storage,
    as_ragged,
    empty_shape,
    settled,
    spread,
)
from pandas_ext.dtypes.tensor import TensorDtype
from pandas_ext.ops.tensor.gather import c_strides, permuted, places, strided

Key = int | slice | None


def expanded(key: Any, ndim: int) -> list[Key]:
    """Return what to do with each axis: an index for all that a key of numpy says.

    Examples
    --------
    >>> expanded((..., 0), 3)
    [slice(None, None, None), slice(None, None, None), 0]
    """
    parts = list(key) if isinstance(key, tuple) else [key]
    if sum(part is Ellipsis for part in parts) > 1:
        raise IndexError("an index can only have a single ellipsis ('...')")
    for part in parts:
        whole = isinstance(part, (int, np.integer)) and not isinstance(part, bool)
        if not (part is Ellipsis or whole or isinstance(part, slice)):
            raise IndexError("cells are sliced by integers, slices and an ellipsis")
    given = [part for part in parts if part is not Ellipsis]
    if len(given) > ndim:
        raise IndexError(f"too many indices: cells have {ndim} axes, but {len(given)} were indexed")
    place = parts.index(Ellipsis) if Ellipsis in parts else len(parts)
    full: list[Key] = [slice(None)] * (ndim - len(given))
    return [*given[:place], *full, *given[place:]]


def take_slice(storage: Storage, key: Any) -> Storage:
    """Slice every cell, as ``cell[key]`` does.

    Raises
    ------
    IndexError
        If an index is out of bounds for the cell of some row.
    """
    keys = expanded(key, len(storage.axes))
    if isinstance(storage, FixedStorage):
        return FixedStorage(storage.values[(slice(None), *keys)].copy(), storage.mask.copy())
    strides = c_strides(storage.shapes)
    starts = storage.offsets.copy()
    shapes, kept, axes = [], [], []
    for axis, one in enumerate(keys):
        lengths = storage.shapes[:, axis]
        if isinstance(one, slice):
            first, step, count = _bounds(one, lengths)
            starts += first * strides[:, axis]
            shapes.append(count)
            kept.append(strides[:, axis] * step)
            known = storage.axes[axis]
            axes.append(None if known is None else len(range(*one.indices(known))))
        else:
            assert one is not None
            odd = ((one >= lengths) | (one < -lengths)) & ~storage.mask
            if odd.any():
                row = int(odd.argmax())
                raise IndexError(
                    f"index {one} is out of bounds for axis {axis} of size {lengths[row]}, "
                    f"in the cell at position {row}"
                )
            starts += np.where(one < 0, lengths + one, one) * strides[:, axis]
    shape = np.array(shapes, np.int64).reshape(len(axes), len(storage)).T
    shape = np.where(storage.mask[:, None], empty_shape(tuple(axes)), shape)
    if None not in axes:
        return _fixed_slice(storage, starts, kept, shape, axes)
    stride = np.array(kept, np.int64).reshape(len(axes), len(storage)).T
    elements = strided(storage.heap.elements, starts, stride, shape)
    return RaggedStorage.packed(elements, shape, storage.mask, tuple(axes))


def _fixed_slice(
    storage: RaggedStorage, starts: Counts, kept: list[Counts], shapes: Counts, axes: list[Any]
) -> FixedStorage:
    present = ~storage.mask
    stride = np.array(kept, np.int64).reshape(len(axes), len(storage)).T[present]
    values = np.zeros((len(storage), *axes), storage.element)
    elements = strided(storage.heap.elements, starts[present], stride, shapes[present])
    values[present] = elements.reshape(-1, *axes) if elements.size else values[present]
    return FixedStorage(values, storage.mask.copy())


def _bounds(one: slice, lengths: Counts) -> tuple[Counts, int, Counts]:
    """Return where a slice starts in axes of some lengths, its step, and how many it takes."""
    step = 1 if one.step is None else int(one.step)
    if step == 0:
        raise ValueError("slice step cannot be zero")
    low, high = (np.zeros_like(lengths), lengths) if step > 0 else (lengths * 0 - 1, lengths - 1)

    def edge(given: Any, otherwise: Counts) -> Counts:
        if given is None:
            return otherwise
        return np.clip(given + lengths if given < 0 else lengths * 0 + given, low, high)

    first = edge(one.start, low if step > 0 else high)
    last = edge(one.stop, high if step > 0 else low)
    count = np.maximum(0, (last - first + step - np.sign(step)) // step)
    return first, step, count


def reshape(storage: Storage, shape: Sequence[int]) -> Storage:
    """Give every cell another shape; one axis may be -1, for what is left.

    Raises
    ------
    ValueError
        If the elements of a cell do not fill the shape.
    """
    wanted = tuple(int(length) for length in shape)
    if sum(length == -1 for length in wanted) > 1 or min(wanted, default=0) < -1:
        raise ValueError("one axis may be -1, the others are lengths")
    if -1 in wanted and 0 in wanted:
        raise ValueError(f"any length of the axis -1 would do in {wanted}")
    if isinstance(storage, FixedStorage):
        size = int(np.prod(storage.shape))
        rest = int(np.prod([length for length in wanted if length != -1]))
        full = tuple(size // max(rest, 1) if length == -1 else length for length in wanted)
        if int(np.prod(full)) != size:
            raise ValueError(f"cannot reshape cells of shape {storage.shape} into {wanted}")
        return FixedStorage(storage.values.reshape(len(storage), *full).copy(), storage.mask.copy())
    rest = int(np.prod([length for length in wanted if length != -1]))
    sizes = storage.sizes
    counts = sizes // max(rest, 1)
    filled = counts * rest if -1 in wanted else np.full_like(sizes, rest)
    odd = (filled != sizes) & ~storage.mask
    if odd.any():
        row = int(odd.argmax())
        found = tuple(storage.shapes[row].tolist())
        raise ValueError(f"cannot reshape the cell at position {row}, of shape {found}: {wanted}")
    shapes = np.tile(np.array(wanted, np.int64), (len(storage), 1))
    shapes[:, [k for k, length in enumerate(wanted) if length == -1]] = counts[:, None]
    axes = tuple(None if length == -1 else length for length in wanted)
    shapes[storage.mask] = empty_shape(axes)
    return settled(RaggedStorage.packed(storage.flat.copy(), shapes, storage.mask, axes))


def transpose(storage: Storage, order: Sequence[int] | None = None) -> Storage:
    """Put the axes of every cell in another order, the reverse by default."""
    ndim = len(storage.axes)
    axes = tuple(range(ndim))[::-1] if order is None else tuple(int(k) % ndim for k in order)
    if sorted(axes) != list(range(ndim)):
        raise ValueError(f"axes {order} are not an order of {ndim} axes")
    if isinstance(storage, FixedStorage):
        moved = storage.values.transpose(0, *(axis + 1 for axis in axes))
        return FixedStorage(np.array(moved, order="C"), storage.mask.copy())
    moved_cells = permuted(storage, axes)
    return moved_cells if moved_cells.heap is not storage.heap else storage.copy()


def concat(storages: Sequence[Storage], axis: int = 0) -> Storage:
    """Join the cells of each row along an axis, as `numpy.concatenate` does.

    Raises
    ------
    ValueError
        If the cells of a row differ along another axis.
    """
    ndims = {len(storage.axes) for storage in storages}
    if len(ndims) > 1 or not ndims - {0}:
        raise ValueError("only cells with the same number of axes, at least one, can be joined")
    ndim = ndims.pop()
    if not -ndim <= axis < ndim:
        raise np.exceptions.AxisError(axis, ndim)
    axis %= ndim
    mask = np.logical_or.reduce([storage.mask for storage in storages])
    fixed = [storage for storage in storages if isinstance(storage, FixedStorage)]
    if len(fixed) == len(storages):
        return FixedStorage(np.concatenate([one.values for one in fixed], axis=axis + 1), mask)
    order = (axis, *(k for k in range(ndim) if k != axis))
    absent = np.where(mask, -1, np.arange(len(mask)))
    parts = [permuted(as_ragged(storage).take(absent), order) for storage in storages]
    shapes = np.stack([part.shapes for part in parts])
    shapes[:, mask] = 0
    odd = (shapes[:, :, 1:] != shapes[:1, :, 1:]).any(axis=(0, 2))
    if odd.any():
        raise ValueError(f"the cells at position {odd.argmax()} differ along other axes")
    joined = shapes[0].copy()
    joined[:, 0] = shapes[:, :, 0].sum(axis=0)
    lengths = [part.axes[0] for part in parts]
    first = None if None in lengths else sum(length or 0 for length in lengths)
    rest = [
        next((n for n in known if n is not None), None)
        for known in zip(*(part.axes[1:] for part in parts), strict=True)
    ]
    axes = (first, *rest)
    sizes = np.prod(shapes, axis=2, dtype=np.int64)
    ends = np.cumsum(sizes.sum(axis=0))
    elements = np.empty(ends[-1] if len(ends) else 0, np.result_type(*(p.element for p in parts)))
    starts = ends - sizes.sum(axis=0)
    for part, own in zip(parts, sizes, strict=True):
        elements[spread(starts, own)] = part.flat
        starts = starts + own
    joined[mask] = empty_shape(axes)
    made = RaggedStorage.packed(elements, joined, mask, axes)
    back = tuple(int(k) for k in np.argsort(order))
    return settled(permuted(made, back))


def stack(storages: Sequence[Storage], axis: int = 0) -> Storage:
    """Join the cells of each row along a new axis, as `numpy.stack` does."""
    ndim = len(storages[0].axes) + 1
    if not -ndim <= axis < ndim:
        raise np.exceptions.AxisError(axis, ndim)
    axis %= ndim
    return concat([_with_axis(storage, axis) for storage in storages], axis)


def _with_axis(storage: Storage, axis: int) -> Storage:
    if isinstance(storage, FixedStorage):
        return FixedStorage(np.expand_dims(storage.values, axis + 1), storage.mask)
    shapes = np.insert(storage.shapes, axis, 1, axis=1)
    axes = (*storage.axes[:axis], 1, *storage.axes[axis:])
    return RaggedStorage(storage.heap, storage.offsets, shapes, storage.mask, axes)


def pad(
    storage: Storage, shape: Sequence[int | None] | None = None, value: Any = 0
) -> FixedStorage:
    """Put every cell at the start of an array of one shape, filled up with a value.

    Parameters
    ----------
    storage : storage
        The column.
    shape : sequence of int or None, optional
        The shape; None for the longest of an axis, which is the default.
    value : number
        What the rest is.

    Raises
    ------
    ValueError
        If a cell is larger, or the value is none of the elements' type.
    """
    rows = as_ragged(storage)
    value = fit(np.asarray(value), TensorDtype(rows.element))
    longest = rows.shapes.max(axis=0, initial=0)
    wanted = [None] * len(longest) if shape is None else list(shape)
    if len(wanted) != len(longest):
        raise ValueError(f"a shape of {len(wanted)} axes for cells of {len(longest)}")
    full = [int(most) if n is None else int(n) for n, most in zip(wanted, longest, strict=True)]
    odd = (rows.shapes > full).any(axis=1) & ~rows.mask
    if odd.any():
        row = int(odd.argmax())
        found = tuple(rows.shapes[row].tolist())
        raise ValueError(f"the cell at position {row}, of shape {found}, is larger than {full}")
    values = np.full((len(rows), *full), value, rows.element)
    values[rows.mask] = 0
    strides = np.tile(c_strides(np.array([full], np.int64)), (len(rows), 1))
    starts = np.arange(len(rows)) * int(np.prod(full))
    flat, target = rows.flat, values.reshape(-1)
    for part, place in places(starts, strides, rows.shapes):
        target[place] = flat[part]
    return FixedStorage(values, rows.mask.copy())
