"""Which rows of a column of tensors are meant, and cells written over them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from pandas.api.extensions import ExtensionArray
from pandas.api.indexers import check_array_indexer
from pandas.api.types import is_integer, is_list_like

from pandas_ext.arrays import tensor_build as building
from pandas_ext.arrays.tensor_ragged import Storage

if TYPE_CHECKING:
    from pandas_ext.dtypes.tensor import TensorDtype


class Assigned(ExtensionArray):
    """A value for many rows is one cell, or as many cells as there are rows."""

    storage: Storage
    _dtype: TensorDtype
    _readonly: bool

    def __len__(self) -> int:
        return len(self.storage)

    def _positions(self, item: Any) -> NDArray[np.intp]:
        if not is_list_like(item):
            raise IndexError(
                "only integers, slices (`:`), ellipsis (`...`), numpy.newaxis (`None`) and "
                "integer or boolean arrays are valid indices"
            )
        item = np.asarray(check_array_indexer(self, item))
        if item.dtype == np.bool_:
            return np.flatnonzero(item)
        return checked(item.astype(np.intp), len(self))

    def __setitem__(self, key: Any, value: Any) -> None:
        if self._readonly:
            raise ValueError("Cannot modify read-only array")
        if not self.storage.writeable:  # shared with who must not see a change
            self.storage = self.storage.copy()
        key = unwrapped(key)
        if is_integer(key):
            positions = checked(np.array([key], np.intp), len(self))
        elif isinstance(key, slice):
            positions = np.arange(len(self))[key]
        else:
            positions = self._positions(key)
        if building.is_missing(value):
            self.storage.erase(positions)
            return
        rows = self._rows(value, one=bool(is_integer(key)))
        if len(rows) != len(positions) and len(rows) != 1:
            raise ValueError(f"cannot set {len(positions)} rows to {len(rows)} cells")
        self.storage.put(positions, rows)  # type: ignore[arg-type]

    def _rows(self, value: Any, one: bool) -> Storage:
        """Return cells to be written: one for every row, or as many as there are rows."""
        if isinstance(value, (pd.Series, pd.Index)):
            value = value.array
        if self._is_cell(value):
            return building.from_cells([self._cell_of(value)], self._dtype)
        rows = type(self)._from_sequence(value, dtype=self._dtype).storage
        if one and len(rows) != 1:
            raise ValueError(f"cannot set one row to {len(rows)} cells")
        return rows

    def _cell_of(self, value: Any) -> Any:
        """Return a number as a cell of it: in all elements, as numpy's assignment has it."""
        if isinstance(value, (int, float, np.number)) and not self._dtype.ragged:
            return np.full(self._dtype.shape, value)
        return value

    def _is_cell(self, value: Any) -> bool:
        if isinstance(value, (ExtensionArray, pd.Series, pd.Index)):
            return False
        if isinstance(value, np.ndarray) and value.dtype != object:
            return value.ndim == len(self._dtype.shape)
        if isinstance(value, (list, tuple, np.ndarray)):
            parts = list(value)
            if not parts or any(
                isinstance(part, np.ndarray) or building.is_missing(part) for part in parts
            ):
                return False
            return np.ndim(parts) == len(self._dtype.shape)
        return True

    def fillna(self, value: Any, limit: int | None = None, copy: bool = True) -> Self:
        if self._is_cell(value) and not building.is_missing(value):
            if isinstance(value, dict):
                raise TypeError("ExtensionArray.fillna does not support filling with a dict")
            value = self._cell_of(value)
            value = type(self)._from_sequence([value], dtype=self._dtype).repeat(len(self))
        filled: Self = super().fillna(value, limit=limit, copy=copy)
        return filled


def unwrapped(item: Any) -> Any:
    """Return what says which rows, out of a tuple as pandas' blocks give and an ellipsis."""
    if item is Ellipsis:
        return slice(None)
    if not isinstance(item, tuple):
        return item
    rest = [part for part in item if part is not Ellipsis]
    if len(rest) > 1 or len(item) - len(rest) > 1:
        raise IndexError("a column of tensors has one axis; .tensor slices the cells")
    return rest[0] if rest else slice(None)


def checked(positions: NDArray[np.intp], count: int) -> NDArray[np.intp]:
    """Return positions counted from the start, those below 0 counted from the end."""
    if not count and len(positions):
        raise IndexError("cannot do a non-empty take from an empty axes.")
    if ((positions >= count) | (positions < -count)).any():
        raise IndexError(f"a position is out of bounds for {count} rows")
    return np.where(positions < 0, positions + count, positions)
