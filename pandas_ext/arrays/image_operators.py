"""Operators between columns of pictures, pictures and numbers."""

from __future__ import annotations

import numbers
from typing import Any, Self

import numpy as np
import pandas
from numpy.typing import NDArray

from pandas_ext.arrays.handles import HandleArray
from pandas_ext.errors import MediaError
from pandas_ext.ops.image.point import Invert
from pandas_ext.value.image import Image
from pandas_ext.value.operators import PixelOperators


class ColumnOperators(PixelOperators, HandleArray):
    """``column + 10``, ``column * column``: a step more for each picture; nothing is decoded."""

    def __invert__(self) -> Self:
        cells = (None if cell is None else cell.then(Invert()) for cell in self._items)
        return type(self)(np.fromiter(cells, object, len(self)), self._dtype)

    def _reckoned(self, symbol: str, other: Any, reverse: bool) -> Any:
        operands = _operands(other, len(self))
        if operands is None:
            return NotImplemented
        items = np.empty(len(self), object)
        for k, (cell, operand) in enumerate(zip(self._items, operands, strict=True)):
            if cell is None or operand is None:
                continue
            try:
                if reverse and isinstance(operand, Image):
                    items[k] = operand._reckoned(symbol, cell, False)
                else:
                    items[k] = cell._reckoned(symbol, operand, reverse)
            except ValueError as error:
                raise MediaError(str(error)).at_row(k) from error
        return type(self)(items, self._dtype)


def _operands(other: Any, count: int) -> NDArray[np.object_] | None:
    """Return a number or picture for each row, ``None`` where missing; nothing for other things."""
    values = np.empty(count, object)
    if isinstance(other, (numbers.Real, Image)):
        values[:] = [other] * count
    elif pandas.api.types.is_list_like(other):
        if len(other) != count:
            raise ValueError(f"Lengths must match: {len(other)} values for {count} rows")
        values[:] = list(other)
    elif not (pandas.api.types.is_scalar(other) and pandas.isna(other)):
        return None
    for k, value in enumerate(values):
        if isinstance(value, numbers.Real) and value == value:
            continue
        if not isinstance(value, Image):
            if not (pandas.api.types.is_scalar(value) and pandas.isna(value)):
                return None
            values[k] = None
    return values
