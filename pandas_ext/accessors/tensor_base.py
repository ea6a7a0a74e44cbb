"""What all parts of ``series.tensor`` share: unwrapping operands, wrapping results."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from pandas_ext.arrays.tensor import TensorArray
from pandas_ext.arrays.tensor_fixed import FixedStorage
from pandas_ext.arrays.tensor_ragged import Storage
from pandas_ext.dtypes.tensor import TensorDtype


class TensorBase:
    """A Series of tensors.

    Raises
    ------
    AttributeError
        If the Series is none.
    """

    def __init__(self, series: pd.Series) -> None:
        if not isinstance(series.dtype, TensorDtype):
            raise AttributeError(
                f"Can only use .tensor accessor with tensor values, not {series.dtype}: "
                'series.astype("tensor") makes tensors of arrays and lists'
            )
        self._series = series
        self._array: TensorArray = series.array

    @property
    def _storage(self) -> Storage:
        return self._array.storage

    def _wrap(self, values: Any) -> pd.Series:
        series = self._series
        return series._constructor(values, index=series.index, name=series.name, copy=False)

    def _tensors(self, storage: Storage, fields: tuple[str, ...] | None = None) -> pd.Series:
        """Return a Series of tensors; its fields where the last axis still has as many."""
        kept = fields if fields and storage.axes and storage.axes[-1] == len(fields) else None
        return self._wrap(TensorArray.of(storage, kept))

    def _numbers(self, storage: Storage) -> pd.Series:
        """Return a Series of plain numbers where cells have no axis left, else of tensors."""
        if isinstance(storage, FixedStorage) and not storage.shape:
            return self._wrap(plain(storage))
        return self._tensors(storage)

    def _column(self, other: pd.Series) -> TensorArray:
        """Return a Series' cells in the order of this one's rows."""
        if not isinstance(other, pd.Series):
            raise TypeError(f"a Series of tensors is wanted, not {type(other).__name__}")
        if not other.index.equals(self._series.index):
            other = other.reindex(self._series.index)
        return TensorArray._from_sequence(other.array)

    def _other(self, other: Any) -> Any:
        """Return another operand: a storage for a column, an array for one cell."""
        if isinstance(other, pd.Series):
            return self._column(other).storage
        if isinstance(other, TensorArray):
            return other.storage
        return np.asarray(other)


def plain(storage: FixedStorage) -> Any:
    """Return numbers as pandas holds them: NaN or, for whole numbers, NA where one is missing.

    Examples
    --------
    >>> plain(FixedStorage(np.array([1, 2]), np.array([False, True])))
    <IntegerArray>
    [1, <NA>]
    Length: 2, dtype: Int64
    """
    values, mask = storage.values, storage.mask
    if not mask.any():
        return values
    if values.dtype.kind == "f":
        return np.where(mask, values.dtype.type(np.nan), values)
    if values.dtype.kind == "b":
        return pd.arrays.BooleanArray(values.copy(), mask.copy())
    return pd.arrays.IntegerArray(values.copy(), mask.copy())
