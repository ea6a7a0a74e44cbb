"""Bytes that cells borrow from buffers of Arrow, and when they get bytes of their own.

Cells of a Parquet file are views of the buffers it was read into: a single one keeps a whole buffer
in memory. What pandas does with strings in Arrow is done here: rows that are taken or filtered let
go of the rest, slices hold on to it. Most rows still share, so that a sort copies no picture.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from pandas_ext.source.encoded import Encoded

_FEW: Final = 4  # times as many bytes may be kept as are used
_SAMPLE: Final = 8  # cells that are looked at to see whether there is anything to do


def own_few(cells: NDArray[np.object_]) -> None:
    """Give bytes of their own to cells that use little of a buffer which they keep in memory.

    Parameters
    ----------
    cells : ndarray of object
        Cells, or ``None``. Their sources change where their bytes are, and nothing else: whoever
        has the same cells sees no difference.
    """
    step = max(len(cells) // _SAMPLE, 1)
    if all(_borrowed(cell) is None for cell in cells[::step]):
        return
    lenders: dict[int, _Lender] = {}
    for cell in cells:
        view = _borrowed(cell)
        if view is not None:
            buffer = _whole(view.obj)
            lender = lenders.setdefault(buffer.address, _Lender(buffer.size))
            lender.add(cell, view.nbytes)
    for lender in lenders.values():
        if _FEW * lender.used <= lender.size:
            for same in lender.cells.values():
                _own(same)


class _Lender:
    """A buffer: its size, and the cells that use it, by their sources."""

    def __init__(self, size: int) -> None:
        self.size = size
        self.used = 0
        self.cells: dict[int, list[Any]] = {}

    def add(self, cell: Any, size: int) -> None:
        same = self.cells.setdefault(id(cell.source), [])
        if not same:
            self.used += size
        same.append(cell)


def _own(cells: list[Any]) -> None:
    """Copy the bytes that cells of one source borrow."""
    source = cells[0].source
    if isinstance(source, Encoded):
        source.data = bytes(source.data)
        return
    array = source.array.copy()
    array.flags.writeable = False
    own = source._replace(array=array)
    for cell in cells:
        cell.source = own


def _borrowed(cell: Any) -> memoryview | None:
    """Return the view of a buffer of Arrow that a cell starts from, if that is what it does."""
    source = None if cell is None else cell.source
    if isinstance(source, Encoded):
        data: Any = source.data
    elif isinstance(source, tuple):  # pixels or samples
        data = source.array  # type: ignore[attr-defined]
        while isinstance(data, np.ndarray):
            data = data.base
    else:
        return None
    if isinstance(data, memoryview) and type(data.obj).__module__ == "pyarrow.lib":
        return data
    return None


def _whole(buffer: Any) -> Any:
    """Return the memory that a buffer is a part of."""
    while buffer.parent is not None:
        buffer = buffer.parent
    return buffer
