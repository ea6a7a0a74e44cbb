"""Reductions over the rows of a column, all together or by group."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from pandas_ext.arrays.tensor_fixed import FixedStorage, Values
from pandas_ext.arrays.tensor_ragged import Storage
from pandas_ext.ops.tensor import blocks

REDUCTIONS: Final = ("sum", "prod", "mean", "min", "max", "std", "var", "sem", "any", "all")
LONG_RUN: Final = 16  # rows
WIDE: Final = 2048  # elements
_UFUNCS: Final = {
    "sum": np.add,
    "prod": np.multiply,
    "min": np.minimum,
    "max": np.maximum,
    "any": np.logical_or,
    "all": np.logical_and,
}


def grouped(
    storage: Storage,
    name: str,
    ids: NDArray[np.intp] | None,
    count: int,
    *,
    ddof: float = 1,
    min_count: int = 0,
) -> FixedStorage:
    """Reduce the rows of each group, element by element; missing rows do not take part.

    Parameters
    ----------
    storage : storage
        The column; cells that differ in shape cannot be combined.
    name : str
        One of `REDUCTIONS`.
    ids : ndarray of intp, shape (n,)
        The group of each row, -1 for none; None where all rows are one group.
    count : int
        Groups.
    ddof : float
        Of std, var and sem.
    min_count : int
        Rows below which a group's sum or product is missing.

    Returns
    -------
    storage
        One row a group, missing where nothing can be said: the mean of no rows.

    Raises
    ------
    ValueError
        If cells differ in shape.
    """
    fixed = alike(storage)
    values = fixed.values
    if ids is None:
        order = np.flatnonzero(~fixed.mask) if fixed.mask.any() else None
        sizes = np.array([len(values) if order is None else len(order)])
    else:
        ids = np.where(fixed.mask, -1, ids)
        sizes = np.bincount(ids[ids >= 0], minlength=count)
        order = np.argsort(ids, kind="stable")[len(ids) - int(sizes.sum()) :]
    if name in _UFUNCS:
        made = _reduced(_UFUNCS[name], values, order, sizes, _accumulator(name, values.dtype))
        with np.errstate(over="ignore"):
            made = made.astype(_result(name, values.dtype), copy=False)
        enough = sizes >= (min_count if name in ("sum", "prod", "any", "all") else 1)
        return FixedStorage(made, ~enough)
    wide = np.dtype(np.float64)
    shape = (count,) + (1,) * (values.ndim - 1)
    divisors = sizes.reshape(shape)
    with np.errstate(all="ignore"):
        means = _reduced(np.add, values, order, sizes, wide) / divisors
        if name == "mean":
            made, needed = means, 1.0
        else:
            squares = _reduced(np.add, values, order, sizes, wide, means)
            made, needed = squares / (divisors - ddof), ddof + 1
            if name != "var":
                made = np.sqrt(made if name == "std" else made / divisors)
    element = values.dtype if values.dtype.kind == "f" else wide
    with np.errstate(over="ignore"):
        return FixedStorage(made.astype(element, copy=False), sizes < needed)


def together(storage: Storage, name: str, **options: Any) -> FixedStorage:
    """Reduce all rows to one."""
    return grouped(storage, name, None, 1, **options)


def alike(storage: Storage) -> FixedStorage:
    """Return rows that all have one shape as one array.

    Raises
    ------
    ValueError
        If a cell has another shape than the first.
    """
    if isinstance(storage, FixedStorage):
        return storage
    present = np.flatnonzero(~storage.mask)
    shape = storage.shapes[present[0]].tolist() if len(present) else storage.empty
    return storage.to_fixed(tuple(shape))


def _accumulator(name: str, element: np.dtype[Any]) -> np.dtype[Any]:
    if name in ("sum", "prod") and element.kind == "f":
        return np.dtype(np.float64)
    return _result(name, element)


def _result(name: str, element: np.dtype[Any]) -> np.dtype[Any]:
    if name in ("sum", "prod"):
        return np.sum(np.empty(0, element)).dtype
    return np.dtype(np.bool_) if name in ("any", "all") else element


def _reduced(
    function: np.ufunc,
    values: Values,
    order: NDArray[np.intp] | None,
    sizes: NDArray[np.intp],
    element: np.dtype[Any],
    means: Values | None = None,
) -> Values:
    """Combine the rows of each group, which lie one behind the other in ``order``.

    Without an order there is one group, of all rows as they lie. With means, the squares of what
    lies between each row and its group's mean are combined.
    """
    result = np.zeros((len(sizes), *values.shape[1:]), element)
    if function in (np.multiply, np.logical_and):
        result[...] = 1
    total = int(sizes.sum())
    step = blocks.block_rows(values[:1].nbytes)
    groups = np.repeat(np.arange(len(sizes)), sizes)
    borders: list[list[tuple[int, Values]]] = [[] for _ in range(-(-total // step))]

    def work(start: int, stop: int) -> None:
        rows = values[start:stop] if order is None else values[order[start:stop]]
        here = groups[start:stop]
        first = np.array([True])
        if len(sizes) > 1:
            first = np.concatenate([first, here[1:] != here[:-1]])
        edges = np.flatnonzero(first)
        if means is not None:
            apart = rows - means[here]
            rows = apart * apart
        elif function in (np.logical_or, np.logical_and):
            rows = rows.astype(np.bool_)
        found, partial = here[edges], _runs(function, rows, edges, element)
        # the first and last group of a block may go on in the blocks beside it
        result[found[1:-1]] = partial[1:-1]
        borders[start // step] = [(int(found[k]), partial[k]) for k in {0, len(found) - 1}]

    blocks.run(total, values[:1].nbytes, work)
    begun = set()
    for group, partial in (border for block in borders for border in block):
        with np.errstate(all="ignore"):
            result[group] = function(result[group], partial) if group in begun else partial
        begun.add(group)
    return result


def _runs(
    function: np.ufunc, rows: Values, edges: NDArray[np.intp], element: np.dtype[Any]
) -> Values:
    if len(edges) * LONG_RUN > len(rows):
        return np.asarray(function.reduceat(rows, edges, axis=0, dtype=element))
    # numpy's reduceat takes five times as long as reduce
    ends = [*edges[1:], len(rows)]
    return np.stack([_run(function, rows[a:b], element) for a, b in zip(edges, ends, strict=True)])


def _run(function: np.ufunc, rows: Values, element: np.dtype[Any]) -> Values:
    inner = element
    if rows.dtype.kind == "f" and function in (np.add, np.multiply):
        # within a block single precision is enough, and four times as quick
        inner = np.result_type(rows.dtype, np.float32)
    width = rows[0].size
    fold = WIDE // width if width else 1
    even = len(rows) - len(rows) % fold if fold > 1 else 0
    if even <= fold or not rows.flags.c_contiguous:
        return np.asarray(function.reduce(rows, axis=0, dtype=inner)).astype(element)
    # several rows side by side as one: numpy works on longer stretches at a time
    folded = function.reduce(rows[:even].reshape(-1, fold * width), axis=0, dtype=inner)
    parts = [folded.reshape(fold, *rows.shape[1:]), rows[even:].astype(inner)]
    return np.asarray(function.reduce(np.concatenate(parts), axis=0)).astype(element)
