"""Functions of numpy that work element by element, cells broadcast against cells."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pandas_ext.arrays.tensor_fixed import FixedStorage, Mask, Values
from pandas_ext.arrays.tensor_ragged import (
    Counts,
    Heap,
    RaggedStorage,
    Storage,
    as_ragged,
    empty_shape,
    settled,
)
from pandas_ext.dtypes.tensor import Shape
from pandas_ext.ops.tensor import blocks, buffers
from pandas_ext.ops.tensor.gather import broadcast

Operand = Any  # a storage (one cell a row), an array (one cell for all rows) or a number


def elementwise(function: np.ufunc, operands: Sequence[Operand]) -> tuple[Storage, ...]:
    """Apply a function of numpy to columns, cells and numbers.

    Parameters
    ----------
    function : numpy.ufunc
        Works on elements.
    operands : sequence of storage, ndarray or number
        At least one storage; all storages have the same number of rows. An array is a cell that
        every row is combined with.

    Returns
    -------
    tuple of storage
        As many as the function has outputs. A row is missing where it is in any operand.

    Raises
    ------
    ValueError
        If cells cannot be broadcast.
    """
    columns = [one for one in operands if isinstance(one, (FixedStorage, RaggedStorage))]
    counts = {len(column) for column in columns}
    if len(counts) > 1:
        raise ValueError(f"columns of {' and '.join(map(str, sorted(counts)))} rows")
    mask = np.logical_or.reduce([column.mask for column in columns])
    if all(isinstance(column, FixedStorage) for column in columns):
        return _fixed(function, operands, mask)
    return _ragged(function, operands, mask)


def _fixed(function: np.ufunc, operands: Sequence[Operand], mask: Mask) -> tuple[Storage, ...]:
    count = len(mask)
    ndim = max(len(one.shape) for one in operands if isinstance(one, (FixedStorage, np.ndarray)))
    aligned: list[Any] = []
    for one in operands:
        if isinstance(one, FixedStorage):
            ones = (1,) * (ndim - len(one.shape))
            aligned.append(one.values.reshape(count, *ones, *one.shape))
        elif isinstance(one, np.ndarray):
            aligned.append(one.reshape((1,) * (ndim + 1 - one.ndim) + one.shape))
        else:
            aligned.append(one)
    shapes = [one.shape[1:] for one in aligned if isinstance(one, np.ndarray)]
    shape = np.broadcast_shapes(*shapes)
    outs = [buffers.empty((count, *shape), kind) for kind in _result_types(function, aligned)]

    def work(start: int, stop: int) -> None:
        inputs = [
            one[start:stop] if isinstance(one, np.ndarray) and len(one) == count else one
            for one in aligned
        ]
        function(*inputs, out=tuple(out[start:stop] for out in outs))

    row_bytes = int(np.prod(shape)) * max(out.itemsize for out in outs)
    blocks.run(count, row_bytes, work)
    return tuple(FixedStorage(out, mask.copy()) for out in outs)


def _result_types(function: np.ufunc, operands: Sequence[Any]) -> list[np.dtype[Any]]:
    # numbers of Python take the type of the elements: only numpy itself knows the rules
    empty = [one.reshape(-1)[:0] if isinstance(one, np.ndarray) else one for one in operands]
    with np.errstate(all="ignore"):
        made = function(*empty)
    return [one.dtype for one in (made if isinstance(made, tuple) else (made,))]


def _ragged(function: np.ufunc, operands: Sequence[Operand], mask: Mask) -> tuple[Storage, ...]:
    rows = [as_ragged(one) if isinstance(one, FixedStorage) else one for one in operands]
    quick = _by_tail(function, rows)
    if quick is None:
        rows = [_repeated(one, len(mask)) if isinstance(one, np.ndarray) else one for one in rows]
        columns = [one for one in rows if isinstance(one, RaggedStorage)]
        shapes, axes = broadcast_shapes(columns, mask)
        inputs = [broadcast(one, shapes) if isinstance(one, RaggedStorage) else one for one in rows]
        made = _on_elements(function, inputs)
    else:
        made, (shapes, axes) = quick
    return tuple(settled(RaggedStorage.packed(one, shapes, mask, axes)) for one in made)


def _by_tail(
    function: np.ufunc, rows: Sequence[Any]
) -> tuple[list[Values], tuple[Counts, Shape]] | None:
    """Combine one ragged column with cells that fit the fixed axes at its end, if that is all."""
    columns = [one for one in rows if isinstance(one, RaggedStorage)]
    if len(columns) > 1:
        return None
    axes = columns[0].axes
    ragged = max(axis for axis, length in enumerate(axes) if length is None)
    tail = tuple(length or 0 for length in axes[ragged + 1 :])
    cells = [one for one in rows if isinstance(one, np.ndarray)]
    for cell in cells:
        if cell.ndim > len(tail) or any(
            have not in (1, want) for have, want in zip(cell.shape[::-1], tail[::-1], strict=False)
        ):
            return None
    flat = columns[0].flat
    shaped = flat.reshape(-1, *tail) if np.prod(tail) else flat.reshape(0, *tail)
    inputs = [shaped if isinstance(one, RaggedStorage) else one for one in rows]
    with np.errstate(all="ignore"):
        made = function(*inputs)
    outs = [one.reshape(-1) for one in (made if isinstance(made, tuple) else (made,))]
    return outs, (columns[0].shapes, axes)


def _repeated(cell: NDArray[Any], count: int) -> RaggedStorage:
    """Return a column that has the same cell in every row, stored once."""
    return RaggedStorage(
        Heap(cell.reshape(-1)),
        np.zeros(count, np.int64),
        np.tile(np.array(cell.shape, np.int64), (count, 1)),
        np.zeros(count, np.bool_),
        cell.shape,
    )


def _on_elements(function: np.ufunc, inputs: Sequence[Any]) -> list[Values]:
    with np.errstate(all="ignore"):
        made = function(*inputs)
    return list(made) if isinstance(made, tuple) else [made]


def broadcast_shapes(columns: Sequence[RaggedStorage], mask: Mask) -> tuple[Counts, Shape]:
    """Return the shape of each row's result, and which axes are known beforehand.

    Raises
    ------
    ValueError
        If the cells of a row that is not missing cannot be broadcast.
    """
    ndim = max(len(column.axes) for column in columns)
    shapes = np.ones((len(mask), ndim), np.int64)
    axes: list[int | None] = [1] * ndim
    for column in columns:
        extra = ndim - len(column.axes)
        own = np.ones_like(shapes)
        own[:, extra:] = column.shapes
        odd = ((own != shapes) & (own != 1) & (shapes != 1)).any(axis=1) & ~mask
        if odd.any():
            row = int(odd.argmax())
            one, two = tuple(shapes[row].tolist()), tuple(own[row].tolist())
            raise ValueError(f"cells of shapes {one} and {two} at position {row} do not broadcast")
        shapes = np.where(shapes == 1, own, shapes)
        for axis, length in enumerate(column.axes, start=extra):
            if axes[axis] == 1 or (axes[axis] is None and length not in (None, 1)):
                axes[axis] = length
    shapes[mask] = empty_shape(tuple(axes))
    return shapes, tuple(axes)
