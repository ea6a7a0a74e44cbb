"""Columns as pandas holds them: those of one dtype in the rows of one array.

What was just computed is put together, without a copy where the engine wrote the columns one after
the other. A column of a frame in memory stays where it is, with the others of its block if a slice
of that holds them all.
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

    @property
    def refs(self) -> Any:
        """Who else has the memory, as pandas counts them; None if nobody has."""
        return None if self.block is None else self.block.refs

    def counted(self) -> Any:
        """Return the values for somebody who is counted among ``refs``."""
        return self.values.copy() if self.is_lent else self.values

    def own(self) -> Any:
        """Return the values in memory that whoever gets them may write to."""
        return self.values if self.block is None and not self.is_lent else self.values.copy()


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
        column = columns[place]
        dtype: Hashable = column.values.dtype
        key = place if is_1d_only_ea_dtype(dtype) else dtype
        alike.setdefault((key, id(column.block)), []).append(place)
    for group in alike.values():
        block = _together(group, [columns[place] for place in group]) if len(group) > 1 else None
        if block is None:
            yield from (_alone(place, columns[place]) for place in group)
        else:
            yield block


def _alone(place: int, column: Computed) -> Any:
    values = ensure_block_shape(column.counted(), 2)
    return new_block_2d(values, BlockPlacement(place), column.refs)


def _together(places: list[int], columns: list[Computed]) -> Any:
    """Return one block of columns of one dtype; None if that takes a copy of a frame's memory."""
    first = columns[0]
    if first.block is None or not len(first.values):  # of no rows, all columns lie at one place
        arrays = [getattr(column.values, "_ndarray", column.values) for column in columns]
        lent = any(column.is_lent for column in columns)
        whole = None if lent else _one_array(arrays)
        if whole is None:
            whole = _stacked(arrays)
        if not isinstance(first.values, np.ndarray):
            whole = first.values._from_backing_data(whole)
        return new_block_2d(whole, BlockPlacement(places), first.refs)
    rows = [column.row for column in columns]
    step = rows[1] - rows[0]
    if step == 0 or rows != list(range(rows[0], rows[0] + step * len(rows), step)):
        return None
    stop = rows[-1] + (1 if step > 0 else -1)
    part = first.block.values[rows[0] : stop if stop >= 0 else None : step]
    return new_block_2d(part, BlockPlacement(places), first.block.refs)


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
