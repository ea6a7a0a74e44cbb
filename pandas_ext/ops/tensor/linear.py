"""Products of cells, norms and distances."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from pandas_ext.arrays.tensor_fixed import FixedStorage, Values
from pandas_ext.arrays.tensor_ragged import RaggedStorage, Storage, settled
from pandas_ext.ops.tensor import blocks, buffers
from pandas_ext.ops.tensor.elementwise import elementwise
from pandas_ext.ops.tensor.reduce import Axes, reduce

Other = Storage | NDArray[Any]


def dot(left: Storage, right: Other) -> Storage:
    """Multiply along the last axis and add up: `numpy.vecdot` of each row."""
    if _plain(left, right):
        assert isinstance(left, FixedStorage)
        other: NDArray[Any] = right.values if isinstance(right, FixedStorage) else np.asarray(right)
        element = np.result_type(left.element, other.dtype)
        made = np.empty(len(left), element)
        if isinstance(right, FixedStorage):

            def work(start: int, stop: int) -> None:
                made[start:stop] = np.vecdot(left.values[start:stop], other[start:stop])

            blocks.run(len(left), left.values[:1].nbytes, work)
        else:
            np.matmul(left.values, other, out=made)  # BLAS has threads of its own
        return FixedStorage(made, _mask(left, right))
    _check_lengths(left, right)
    element = np.vecdot(np.zeros(1, left.element), np.zeros(1, _element(right))).dtype
    factors = [_as_floats(one) for one in (left, right)] if element.kind == "f" else [left, right]
    # whole numbers wrap as numpy's do, wherever they do
    return reduce(elementwise(np.multiply, factors)[0], "sum", -1).cast(element)


def _element(other: Other) -> np.dtype[Any]:
    return other.dtype if isinstance(other, np.ndarray) else other.element


def _check_lengths(left: Storage, right: Other) -> None:
    """Compare the last axes, which are not broadcast."""
    one, two = (_last_lengths(other, len(left)) for other in (left, right))
    odd = (one != two) & ~_mask(left, right)
    if odd.any():
        row = int(odd.argmax())
        raise ValueError(f"vectors of lengths {one[row]} and {two[row]} at position {row}")


def _last_lengths(other: Other, count: int) -> NDArray[np.int64]:
    axes = other.shape if isinstance(other, np.ndarray) else other.axes
    if not axes:
        raise ValueError("a number is no vector: cells, and what they are multiplied by, have axes")
    if isinstance(other, RaggedStorage) and axes[-1] is None:
        return np.asarray(other.shapes[:, -1])
    return np.full(count, axes[-1], np.int64)


def _plain(left: Storage, right: Other) -> bool:
    """Tell whether both are vectors of one length."""
    shape = right.shape if isinstance(right, np.ndarray) else right.axes
    fixed = isinstance(left, FixedStorage) and not isinstance(right, RaggedStorage)
    return fixed and len(left.axes) == 1 and shape == left.axes and left.element.kind in "fiu"


def _mask(left: Storage, right: Other) -> NDArray[np.bool_]:
    return left.mask.copy() if isinstance(right, np.ndarray) else left.mask | right.mask


def matmul(left: Storage, right: Other) -> Storage:
    """Multiply each cell by a matrix: `numpy.matmul` of each row.

    Raises
    ------
    ValueError
        If the shapes do not match.
    """
    if isinstance(left, FixedStorage) and isinstance(right, (FixedStorage, np.ndarray)):
        return _fixed_matmul(left, right)
    if isinstance(left, RaggedStorage) and isinstance(right, np.ndarray) and right.ndim <= 2:
        inner = left.axes[-1]
        if inner is not None:
            made = left.flat.reshape(-1, inner) @ right
            shapes = (
                np.concatenate(
                    [
                        left.shapes[:, :-1],
                        np.tile(right.shape[1:], (len(left), 1)).astype(np.int64),
                    ],
                    axis=1,
                )
                if right.ndim == 2
                else left.shapes[:, :-1]
            )
            axes = (*left.axes[:-1], *right.shape[1:])
            return settled(RaggedStorage.packed(made.reshape(-1), shapes, left.mask, axes))
    raise ValueError(f"cells with the axes {left.axes} cannot be multiplied: pad them first")


def _fixed_matmul(left: FixedStorage, right: FixedStorage | NDArray[Any]) -> FixedStorage:
    # a vector stands for a matrix of one row on the left, of one column on the right
    one = left.values[:, None, :] if len(left.shape) == 1 else left.values
    per_row = isinstance(right, FixedStorage)
    other = right.values if isinstance(right, FixedStorage) else right
    if other.ndim - per_row == 1:
        other = other[..., None]
    sample = np.matmul(one[:0].astype(one.dtype), other[:0] if per_row else other)
    made = buffers.empty((len(left), *sample.shape[1:]), sample.dtype)

    def work(start: int, stop: int) -> None:
        np.matmul(one[start:stop], other[start:stop] if per_row else other, out=made[start:stop])

    blocks.run(len(left), one[:1].nbytes + made[:1].nbytes, work)
    if len(right.shape) == 1:
        made = made[..., 0]
    if len(left.shape) == 1:
        made = made[:, 0]
    return FixedStorage(np.ascontiguousarray(made), _mask(left, right))


def normalize(storage: Storage, axis: Axes = -1, ord: float = 2) -> Storage:  # noqa: A002
    """Divide cells by their norm; cells of zeros become NaN."""
    if isinstance(storage, FixedStorage) and len(storage.shape) == 1 and ord == 2:
        element = storage.element if storage.element.kind == "f" else np.dtype(np.float64)
        made = buffers.empty(storage.values.shape, element)

        def work(start: int, stop: int) -> None:
            rows = storage.values[start:stop].astype(np.promote_types(element, "f4"), copy=False)
            np.divide(rows, lengths(rows)[:, None], out=made[start:stop], casting="same_kind")

        blocks.run(len(storage), storage.values[:1].nbytes, work)
        return FixedStorage(made, storage.mask.copy())
    norms = reduce(storage, "norm", axis, keepdims=True, ord=ord)
    return elementwise(np.true_divide, [storage, norms])[0]


def lengths(rows: Values) -> Values:
    """Return the Euclidean length of each row of a matrix of floats."""
    return np.sqrt(np.einsum("ij,ij->i", rows, rows))


def _floats(rows: Values) -> Values:
    wanted = np.float32 if rows.dtype == np.float16 else np.result_type(rows.dtype, np.float32)
    return rows.astype(wanted, copy=False)


def _cosine(rows: Values, others: Values) -> Values:
    if others.ndim == 1:
        return rows @ others / (lengths(rows) * np.sqrt(others @ others))
    return np.einsum("ij,ij->i", rows, others) / (lengths(rows) * lengths(others))


def _cosine_distance(rows: Values, others: Values) -> Values:
    return 1 - _cosine(rows, others)


def _euclidean(rows: Values, others: Values) -> Values:
    return lengths(rows - others)


METRICS: Final[dict[str, Callable[[Values, Values], Values]]] = {
    "cosine_similarity": _cosine,
    "cosine_distance": _cosine_distance,
    "euclidean_distance": _euclidean,
}


def distance(left: Storage, right: Other, metric: str) -> Storage:
    """Compare each cell, as one vector, with a vector or with the cell of another column.

    Parameters
    ----------
    left : storage
        The column.
    right : storage or ndarray
        One cell a row, or one for all.
    metric : str
        One of `METRICS`. A vector of zeros has no cosine: NaN.

    Raises
    ------
    ValueError
        If shapes differ.
    """
    if isinstance(left, RaggedStorage) or isinstance(right, RaggedStorage):
        return _ragged_distance(left, right, metric)
    if right.shape != left.shape:
        raise ValueError(f"cells of shapes {left.shape} and {right.shape} have no distance")
    one = left.values.reshape(len(left), int(np.prod(left.shape)))
    per_row = isinstance(right, FixedStorage)
    other = right.values if isinstance(right, FixedStorage) else right.reshape(-1)
    if per_row:
        other = other.reshape(one.shape)
    element = np.result_type(_floats(one[:0]), _floats(other[:0]))
    made = np.empty(len(left), element)

    def work(start: int, stop: int) -> None:
        others = other[start:stop] if per_row else other
        rows = one[start:stop].astype(element, copy=False)
        made[start:stop] = METRICS[metric](rows, others.astype(element, copy=False))

    blocks.run(len(left), one[:1].nbytes, work)
    return FixedStorage(made, _mask(left, right))


def _as_floats(other: Any) -> Any:
    """Return cells, or a column of them, as floats: whole numbers would wrap in products."""
    if isinstance(other, np.ndarray):
        return _floats(other)
    wanted = _floats(np.zeros(0, other.element)).dtype
    return other if wanted == other.element else other.cast(wanted)


def _ragged_distance(left: Storage, right: Other, metric: str) -> Storage:
    if isinstance(right, (FixedStorage, RaggedStorage)) and (
        ((left.shapes != right.shapes).any(axis=1) & ~(left.mask | right.mask)).any()
    ):
        raise ValueError("the cells of a row differ in shape")
    left, right = _as_floats(left), _as_floats(right)
    if metric == "euclidean_distance":
        return reduce(elementwise(np.subtract, [left, right])[0], "norm")
    product = reduce(elementwise(np.multiply, [left, right])[0], "sum")
    norms = [
        np.linalg.norm(one) if isinstance(one, np.ndarray) else reduce(one, "norm")
        for one in (left, right)
    ]
    made = elementwise(np.true_divide, [product, elementwise(np.multiply, norms)[0]])[0]
    return made if metric == "cosine_similarity" else elementwise(np.subtract, [1, made])[0]
