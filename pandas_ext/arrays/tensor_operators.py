"""Operators, numpy's functions and pandas' reductions on a column of tensors."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Self

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from pandas.api.extensions import ExtensionArray

from pandas_ext.arrays import tensor_build as building
from pandas_ext.arrays.tensor_fixed import FixedStorage
from pandas_ext.arrays.tensor_ragged import Storage

if TYPE_CHECKING:
    from pandas_ext.dtypes.tensor import TensorDtype

_PANDAS = (pd.Series, pd.Index, pd.DataFrame)


class Operators:
    """Element by element, as numpy does; a missing cell stays missing."""

    storage: Storage

    if TYPE_CHECKING:

        @property
        def dtype(self) -> TensorDtype: ...

    def _combined(self, function: np.ufunc, operands: list[Any]) -> Any:
        """Apply a function of numpy to this column and others."""
        from pandas_ext.ops.tensor.elementwise import elementwise

        if any(isinstance(one, _PANDAS) for one in operands):
            return NotImplemented
        ready = []
        for one in operands:
            made = one.storage if isinstance(one, Operators) else self._operand(one)
            if made is NotImplemented:
                return _unlike(self, function)
            ready.append(made)
        made = tuple(self._wrapped(one) for one in elementwise(function, ready))
        return made if len(made) > 1 else made[0]

    def _wrapped(self, storage: Storage) -> Self:
        fields = self.dtype.fields
        kept = fields if fields and storage.axes and storage.axes[-1] == len(fields) else None
        made: Self = type(self).of(storage, kept)  # type: ignore[attr-defined]
        return made

    def _operand(self, other: Any) -> Any:
        """Return another operand as a storage, an array for every row, or a number."""
        count = len(self.storage)
        if building.is_missing(other) and not isinstance(other, (float, np.floating)):
            return FixedStorage(np.zeros(count, self.storage.element), np.ones(count, np.bool_))
        if isinstance(other, (bool, int, float, np.number, np.bool_)):
            return other
        if isinstance(other, ExtensionArray):
            return _nullable(other)
        if hasattr(other, "__array__"):
            other = np.asarray(other)
            if not other.ndim:
                return other if other.dtype.kind in "buif" else NotImplemented
        elif not isinstance(other, (list, tuple)):
            return NotImplemented
        return self._listlike(other, count)

    def _listlike(self, other: Any, count: int) -> Any:
        if isinstance(other, (list, tuple)) or other.dtype.kind == "O":
            if not len(other) and not count:
                return self.storage  # no cells to tell their type from
            if any(isinstance(one, np.ndarray) or building.is_missing(one) for one in other):
                if len(other) != count:
                    raise ValueError(f"Lengths must match: {len(other)} values for {count} rows")
                return building.from_cells(other, None)
            if any(isinstance(one, (str, bytes)) for one in other):
                return NotImplemented
        array = np.asarray(
            other if isinstance(other, np.ndarray) and other.dtype.kind != "O" else list(other)
        )
        if array.dtype.kind not in "buif":
            return NotImplemented
        return _row_or_cell(array, count, self.storage.axes)

    def _compare(self, other: Any, function: np.ufunc) -> Any:
        return self._combined(function, [self, other])

    def __array_ufunc__(self, ufunc: np.ufunc, method: str, *inputs: Any, **options: Any) -> Any:
        if method != "__call__" or ufunc.signature is not None or options:
            raise TypeError(f"{ufunc.__name__}.{method} does not take columns of tensors this way")
        return self._combined(ufunc, list(inputs))

    def __invert__(self) -> Self:
        return self._combined(np.invert, [self])

    def __neg__(self) -> Self:
        return self._combined(np.negative, [self])

    def __pos__(self) -> Self:
        return self._combined(np.positive, [self])

    def __abs__(self) -> Self:
        return self._combined(np.absolute, [self])

    def _reduce(
        self, name: str, *, skipna: bool = True, keepdims: bool = False, **options: Any
    ) -> Any:
        from pandas_ext.ops.tensor.rows import REDUCTIONS, together

        if name == "count":
            return int((~self.storage.mask).sum())
        if name not in REDUCTIONS:
            raise TypeError(
                f"'{type(self).__name__}' with dtype {self.dtype} "
                f"does not support operation '{name}'"
            )
        known = {key: options[key] for key in ("ddof", "min_count") if key in options}
        if skipna or not self.storage.mask.any():
            made = type(self).of(together(self.storage, name, **known))  # type: ignore[attr-defined]
        else:
            made = type(self)._from_sequence([pd.NA], dtype=self.dtype)  # type: ignore[attr-defined]
        return made if keepdims else made[0]

    def _groupby_op(
        self,
        *,
        how: str,
        has_dropped_na: bool,
        min_count: int,
        ngroups: int,
        ids: NDArray[np.intp],
        **options: Any,
    ) -> Any:
        from pandas_ext.ops.tensor.rows import REDUCTIONS, grouped

        if how not in REDUCTIONS:
            if how in ("first", "last"):
                return super()._groupby_op(  # type: ignore[misc]
                    how=how,
                    has_dropped_na=has_dropped_na,
                    min_count=min_count,
                    ngroups=ngroups,
                    ids=ids,
                    **options,
                )
            raise TypeError(f"dtype '{self.dtype}' does not support operation '{how}'")
        known = {"ddof": options["ddof"]} if "ddof" in options else {}
        made = grouped(self.storage, how, ids, ngroups, min_count=max(min_count, 0), **known)
        if not options.get("skipna", True):
            touched = np.bincount(ids[self.storage.mask & (ids >= 0)], minlength=ngroups) > 0
            made = FixedStorage(made.values, made.mask | touched)
        return self._wrapped(made)


def _unlike(column: Operators, function: np.ufunc) -> Any:
    """Compare with what is no number: nothing is equal to it."""
    if function not in (np.equal, np.not_equal):
        return NotImplemented
    return column._combined(function, [column, column])._combined(
        np.logical_and if function is np.equal else np.logical_or,
        [column, function is np.not_equal],
    )


def _nullable(other: ExtensionArray) -> Any:
    """Return a column of plain numbers."""
    if not pd.api.types.is_numeric_dtype(other.dtype):
        return NotImplemented
    mask = np.asarray(other.isna(), np.bool_)
    element: Any = getattr(other.dtype, "numpy_dtype", None)
    if element is None:
        element = np.dtype(getattr(other.dtype, "subtype", float))
    return FixedStorage(other.to_numpy(dtype=element, na_value=element.type(0)), mask)


def _row_or_cell(array: NDArray[Any], count: int, axes: tuple[int | None, ...]) -> Any:
    """Tell a column from a cell for every row.

    As pandas reads lists, one axis as long as the column is a number for each row; as numpy
    broadcasts, one that fits the last axis of the cells is a cell. What could be either is refused.
    """
    if array.ndim == len(axes) + 1 and len(array) in (1, count) and array.ndim > 1:
        if len(array) == 1:
            return array[0]
        return FixedStorage(array, np.zeros(count, np.bool_))
    if array.ndim == 1 and len(array) == count:
        if axes and axes[-1] in (None, count) and count > 1:
            raise ValueError(
                f"{count} numbers for {count} rows of cells whose last axis may be {count} too: "
                "give [:, None] for a number a row, [None, :] for a cell"
            )
        # as in all columns of pandas, NaN is a number that is missing
        return FixedStorage(array, np.isnan(array))
    if array.ndim > len(axes):
        raise ValueError(f"Lengths must match: {array.shape} does not fit {count} rows of {axes}")
    if array.ndim == 1 and axes and len(array) != 1 and axes[-1] not in (None, 1, len(array)):
        raise ValueError(f"Lengths must match: {len(array)} values for {count} rows of {axes}")
    return array


def _method(name: str, function: np.ufunc, flipped: bool) -> Callable[..., Any]:
    def method(self: Operators, other: Any) -> Any:
        return self._combined(function, [other, self] if flipped else [self, other])

    method.__name__ = name
    return method


ARITHMETIC: dict[str, np.ufunc] = {
    "add": np.add,
    "sub": np.subtract,
    "mul": np.multiply,
    "truediv": np.true_divide,
    "floordiv": np.floor_divide,
    "mod": np.remainder,
    "pow": np.power,
    "divmod": np.divmod,
    "and": np.bitwise_and,
    "or": np.bitwise_or,
    "xor": np.bitwise_xor,
}
COMPARISON: dict[str, np.ufunc] = {
    "eq": np.equal,
    "ne": np.not_equal,
    "lt": np.less,
    "le": np.less_equal,
    "gt": np.greater,
    "ge": np.greater_equal,
}
for _name, _function in (ARITHMETIC | COMPARISON).items():
    setattr(Operators, f"__{_name}__", _method(f"__{_name}__", _function, False))
    if _name in ARITHMETIC:
        setattr(Operators, f"__r{_name}__", _method(f"__r{_name}__", _function, True))
