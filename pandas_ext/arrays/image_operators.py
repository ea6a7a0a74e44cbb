"""Operators between columns of pictures, pictures and numbers."""

from __future__ import annotations

import numbers
from abc import abstractmethod
from collections.abc import Callable, Mapping
from typing import Any, Self

import numpy as np
import pandas

from pandas_ext.ops.image.arithmetic import Arithmetic
from pandas_ext.ops.image.base import Operation
from pandas_ext.ops.image.point import Invert
from pandas_ext.value.image import Image
from pandas_ext.value.operators import PixelOperators


class ColumnOperators(PixelOperators):
    """``column + 10``, ``column * column``: a step more for each picture; nothing is decoded."""

    @abstractmethod
    def then(self, make: Callable[..., Operation], arguments: Mapping[str, Any]) -> Self:
        """Return the pictures with one step more."""

    def __invert__(self) -> Self:
        return self.then(Invert, {})

    def _reckoned(self, symbol: str, other: Any, reverse: bool) -> Any:
        operand = _operand(other, len(self))  # type: ignore[arg-type]
        if operand is NotImplemented:
            return NotImplemented
        return self.then(Arithmetic, {"symbol": symbol, "other": operand, "reverse": reverse})


def _operand(other: Any, count: int) -> Any:
    """Return a number or picture, or an array of one for each row, ``None`` where missing."""
    if isinstance(other, (numbers.Real, Image)):
        return other
    if pandas.api.types.is_scalar(other) and pandas.isna(other):
        return np.full(count, None, object)
    if not pandas.api.types.is_list_like(other):
        return NotImplemented
    values = np.empty(len(other), object)
    values[:] = list(other)
    if len(values) != count:
        raise ValueError(f"Lengths must match: {len(values)} values for {count} rows")
    known = [isinstance(value, (numbers.Real, Image)) for value in values]
    missing = np.array([pandas.api.types.is_scalar(v) and pandas.isna(v) for v in values], bool)
    values[missing] = None
    return values if (known | missing).all() else NotImplemented
