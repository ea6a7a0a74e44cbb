"""``series.tensor``: reductions."""

from __future__ import annotations

from typing import Any, Literal

import numpy as np
import pandas as pd

from pandas_ext.accessors.tensor_base import TensorBase
from pandas_ext.ops.tensor.reduce import Axes, reduce
from pandas_ext.ops.tensor.rows import together

Axis = Axes | Literal["rows"]


class Reductions(TensorBase):
    """Over axes of the cells as numpy does, or over the rows.

    ``axis`` is of the cells: ``None`` for all of them, which gives plain numbers; ``"rows"`` gives
    one cell out of all rows that are not missing.
    """

    def _reduced(self, name: str, axis: Axis, keepdims: bool, **options: Any) -> Any:
        if isinstance(axis, str):
            if axis != "rows":
                raise ValueError(f"axis is of the cells, or 'rows', not {axis!r}")
            return type(self._array).of(together(self._storage, name, **options))[0]
        return self._numbers(reduce(self._storage, name, axis, keepdims=keepdims, **options))

    def sum(self, axis: Axis = None, *, keepdims: bool = False) -> Any:
        """Add elements up.

        Examples
        --------
        >>> import numpy as np, pandas as pd, pandas_ext
        >>> s = pd.Series(np.arange(6.0).reshape(2, 3), dtype="tensor")
        >>> s.tensor.sum().tolist()
        [3.0, 12.0]
        >>> s.tensor.sum(axis="rows")
        array([3., 5., 7.])
        """
        return self._reduced("sum", axis, keepdims)

    def prod(self, axis: Axis = None, *, keepdims: bool = False) -> Any:
        """Multiply elements."""
        return self._reduced("prod", axis, keepdims)

    def mean(self, axis: Axis = None, *, keepdims: bool = False) -> Any:
        """Return the mean, NaN of no elements."""
        return self._reduced("mean", axis, keepdims)

    def min(self, axis: Axis = None, *, keepdims: bool = False) -> Any:
        """Return the smallest element, NaN where there is one."""
        return self._reduced("min", axis, keepdims)

    def max(self, axis: Axis = None, *, keepdims: bool = False) -> Any:
        """Return the largest element, NaN where there is one."""
        return self._reduced("max", axis, keepdims)

    def std(self, axis: Axis = None, *, ddof: float = 0, keepdims: bool = False) -> Any:
        """Return the standard deviation, by ``count - ddof``."""
        return self._reduced("std", axis, keepdims, ddof=ddof)

    def var(self, axis: Axis = None, *, ddof: float = 0, keepdims: bool = False) -> Any:
        """Return the variance, by ``count - ddof``."""
        return self._reduced("var", axis, keepdims, ddof=ddof)

    def any(self, axis: Axis = None, *, keepdims: bool = False) -> Any:
        """Tell whether an element is true."""
        return self._reduced("any", axis, keepdims)

    def all(self, axis: Axis = None, *, keepdims: bool = False) -> Any:
        """Tell whether all elements are true."""
        return self._reduced("all", axis, keepdims)

    def argmax(self, axis: int | None = None, *, keepdims: bool = False) -> pd.Series:
        """Return where the largest element stands, in C order over all axes."""
        return self._numbers(reduce(self._storage, "argmax", axis, keepdims=keepdims))

    def argmin(self, axis: int | None = None, *, keepdims: bool = False) -> pd.Series:
        """Return where the smallest element stands, in C order over all axes."""
        return self._numbers(reduce(self._storage, "argmin", axis, keepdims=keepdims))

    def norm(self, axis: Axes = None, *, ord: float = 2, keepdims: bool = False) -> pd.Series:  # noqa: A002
        """Return the vector norm over some axes, `numpy.linalg.norm`'s for a number as ord."""
        if not isinstance(ord, (int, float, np.number)):
            raise TypeError(f"ord is a number, not {ord!r}: cells are vectors here")
        return self._numbers(reduce(self._storage, "norm", axis, keepdims=keepdims, ord=ord))
