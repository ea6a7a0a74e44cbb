"""Columns as pandas holds them: those of one dtype in the rows of one array.

What was just computed is put together, without a copy where the engine wrote the columns one after
the other. Columns of a frame in memory stay where they are if a slice of one of its blocks holds
all those that pandas would hold together; else they are copied, as pandas copies them.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas
from pandas._libs.internals import BlockPlacement
from pandas.core.dtypes.common import is_1d_only_ea_dtype
from pandas.core.internals.blocks import ensure_block_shape, new_block_2d
from pandas.core.internals.managers import BlockManager

from accel.execute import memory
from accel.execute.vector import Array
from accel.frame.layout import Blocks


@dataclass(slots=True)
class Computed:
    """A column as pandas holds it.

    Attributes
    ----------
    values : ndarray or ExtensionArray
        The values, 1-D.
    block, row : pandas Block and int, optional
        Where they lie, if that is the memory of a frame.
    is_lent : bool
        Whether the memory is another's, who does not know.
    """

    values: Any
    block: Any = None
    row: int = 0
    is_lent: bool = False

    def own(self) -> Any:
        """Return the values in memory that whoever gets them may write to."""
        return self.values.copy() if self.is_lent else self.values


def manager_of_columns(
    columns: Sequence[Computed], blocks: Blocks, labels: pandas.Index, index: pandas.Index
) -> BlockManager:
    """Return a manager of columns that pandas would hold in ``blocks``."""
    made = [made for places in blocks for made in _made(places, columns)]
    return BlockManager(tuple(made), [labels, index], verify_integrity=False)


def _made(places: Sequence[int], columns: Sequence[Computed]) -> Iterator[Any]:
    if len(places) == 1:
        yield _alone(places[0], columns[places[0]])
        return
    alike: dict[Hashable, list[int]] = {}
    for place in places:
        dtype: Hashable = columns[place].values.dtype
        alike.setdefault(place if is_1d_only_ea_dtype(dtype) else dtype, []).append(place)
    for group in alike.values():
        if len(group) == 1:
            yield _alone(group[0], columns[group[0]])
        else:
            yield _together(group, [columns[place] for place in group])


def _alone(place: int, column: Computed) -> Any:
    values = ensure_block_shape(column.own(), 2)
    refs = None if column.block is None else column.block.refs
    return new_block_2d(values, BlockPlacement(place), refs)


def _together(places: list[int], columns: list[Computed]) -> Any:
    """Return one block of columns of one dtype: a slice of a frame's block, if it has them all."""
    first = columns[0]
    placement = BlockPlacement(places)
    part = _slice(columns)
    if part is not None:
        return new_block_2d(first.block.values[part], placement, first.block.refs)
    arrays = [getattr(column.values, "_ndarray", column.values) for column in columns]
    is_own = not any(column.is_lent or column.block is not None for column in columns)
    whole = _one_array(arrays) if is_own else None
    if whole is None:
        whole = _stacked(arrays)
    if not isinstance(first.values, np.ndarray):
        whole = first.values._from_backing_data(whole)
    refs = first.block.refs if first.block is not None and not len(first.values) else None
    return new_block_2d(whole, placement, refs)


def _slice(columns: list[Computed]) -> slice | None:
    """Return the rows of the one block where columns lie; None if no slice tells them."""
    block, rows = columns[0].block, [column.row for column in columns]
    step = rows[1] - rows[0]
    if block is None or any(column.block is not block for column in columns):
        return None
    if step == 0 or rows != list(range(rows[0], rows[0] + step * len(rows), step)):
        return None
    stop = rows[-1] + (1 if step > 0 else -1)
    return slice(rows[0], stop if stop >= 0 else None, step)


def _one_array(arrays: list[Array]) -> Array | None:
    """Return the array whose rows these are; None if they do not lie one after the other."""
    first = arrays[0]
    whole = first.base
    if not isinstance(whole, np.ndarray) or whole.ndim != 1 or not whole.flags.c_contiguous:
        return None
    if whole.dtype.hasobject:
        return None
    start, size = _address(first), first.nbytes
    for number, array in enumerate(arrays):
        if array.base is not whole or _address(array) != start + number * size:
            return None
    offset = start - _address(whole)
    part = whole.view(np.uint8)[offset : offset + len(arrays) * size]
    return part.view(first.dtype).reshape(len(arrays), len(first))


def _address(array: Array) -> int:
    return array.__array_interface__["data"][0]  # type: ignore[no-any-return]


def _stacked(arrays: list[Array]) -> Array:
    shape, dtype = (len(arrays), len(arrays[0])), arrays[0].dtype
    if dtype.hasobject:
        rows = np.empty(shape, dtype)
    else:
        size = shape[0] * shape[1] * dtype.itemsize
        rows = memory.empty(size, np.uint8).view(dtype).reshape(shape)
    for row, array in zip(rows, arrays, strict=True):
        row[:] = array
    return rows
