"""``series.tensor``: slicing, reshaping, joining, casting."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from pandas_ext.accessors.tensor_base import TensorBase
from pandas_ext.arrays.tensor import TensorArray
from pandas_ext.dtypes.tensor import TensorDtype
from pandas_ext.ops.tensor import reshape as shapes


class Shapes(TensorBase):
    """Cells of other shapes; a row that is missing in any column is missing."""

    def __getitem__(self, key: Any) -> pd.Series:
        """Slice every cell, as ``cell[key]`` does; a name chooses a field.

        Examples
        --------
        >>> import numpy as np, pandas as pd, pandas_ext
        >>> s = pd.Series(np.arange(12).reshape(2, 2, 3), dtype="tensor")
        >>> s.tensor[:, 0].tolist()
        [array([0, 3]), array([6, 9])]
        """
        if isinstance(key, str):
            return self.field(key)
        storage = shapes.take_slice(self._storage, key)
        last = shapes.expanded(key, len(self._storage.axes))[-1:]
        fields = self._array.dtype.fields
        if fields is not None and last:
            chosen = np.array(fields, object)[last[0]]
            return self._tensors(storage, tuple(chosen) if isinstance(last[0], slice) else None)
        return self._numbers(storage)

    def slice(self, *key: Any) -> pd.Series:
        """Slice every cell: ``s.tensor.slice(slice(0, 2))`` is ``s.tensor[0:2]``."""
        return self[key]

    def field(self, name: str) -> pd.Series:
        """Return one field of the last axis."""
        fields = self._array.dtype.fields or ()
        if name not in fields:
            raise KeyError(f"no field {name!r}; there are {', '.join(fields) or 'none'}")
        return self[(..., fields.index(name))]

    def with_fields(self, *names: str) -> pd.Series:
        """Return the same cells with names for the last axis; none to forget them."""
        dtype = TensorDtype(self._storage.element, self._storage.axes, names or None)
        return self._series.astype(dtype)

    def reshape(self, *shape: int) -> pd.Series:
        """Give every cell another shape; one axis may be -1, for what is left."""
        given = shape[0] if len(shape) == 1 and isinstance(shape[0], Sequence) else shape
        return self._tensors(shapes.reshape(self._storage, given))

    def flatten(self) -> pd.Series:
        """Give every cell one axis."""
        return self._tensors(shapes.reshape(self._storage, (-1,)))

    def transpose(self, *axes: int) -> pd.Series:
        """Put the axes of every cell in another order, the reverse by default."""
        return self._tensors(shapes.transpose(self._storage, axes or None))

    def stack(self, *others: pd.Series, axis: int = 0) -> pd.Series:
        """Join the cells of each row along a new axis.

        Examples
        --------
        >>> import numpy as np, pandas as pd, pandas_ext
        >>> s = pd.Series(np.eye(2), dtype="tensor")
        >>> s.tensor.stack(s + 1).dtype
        tensor[float64, (2, 2)]
        """
        return self._tensors(shapes.stack(self._with(others), axis), self._fields_after(axis, 1))

    def concat(self, *others: pd.Series, axis: int = 0) -> pd.Series:
        """Join the cells of each row along an axis they have."""
        return self._tensors(shapes.concat(self._with(others), axis), self._fields_after(axis, 0))

    def _with(self, others: Sequence[pd.Series]) -> list[Any]:
        return [self._storage, *(self._column(other).storage for other in others)]

    def _fields_after(self, axis: int, more: int) -> tuple[str, ...] | None:
        ndim = len(self._storage.axes) + more
        return self._array.dtype.fields if axis % ndim != ndim - 1 else None

    def cast(self, element: Any) -> pd.Series:
        """Convert the elements, as `numpy.ndarray.astype` does."""
        dtype = TensorDtype(element, self._storage.axes, self._array.dtype.fields)
        return self._series.astype(dtype)

    def pad(self, shape: Sequence[int | None] | None = None, value: Any = 0) -> pd.Series:
        """Fill every cell up to one shape, that of the longest by default."""
        return self._tensors(shapes.pad(self._storage, shape, value), self._array.dtype.fields)

    def fillna(self, cell: Any) -> pd.Series:
        """Put a cell where one is missing: pandas' own takes an array for one value a row."""
        return self._wrap(self._array.fillna(np.asarray(cell)))

    def apply(self, function: Any) -> pd.Series:
        """Call a function with every cell that is not missing, one after the other.

        Returns
        -------
        Series
            Of tensors where it returned arrays.
        """
        made = [None if cell is pd.NA else function(cell) for cell in self._array]
        if any(isinstance(one, np.ndarray) and one.ndim for one in made):
            return self._wrap(TensorArray._from_sequence(made))
        series = self._series
        return pd.Series(made, index=series.index, name=series.name).infer_objects()
