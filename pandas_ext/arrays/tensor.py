"""The array behind a column of tensors."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, Self

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from pandas.api.extensions import ExtensionArray, no_default
from pandas.api.types import is_integer, pandas_dtype

from pandas_ext.arrays import tensor_build as building
from pandas_ext.arrays.tensor_assign import Assigned, checked, unwrapped
from pandas_ext.arrays.tensor_exchange import Exchanged
from pandas_ext.arrays.tensor_fixed import FixedStorage
from pandas_ext.arrays.tensor_keyed import Keyed
from pandas_ext.arrays.tensor_operators import Operators
from pandas_ext.arrays.tensor_ragged import RaggedStorage, Storage, as_ragged, empty_shape, settled
from pandas_ext.dtypes.tensor import TensorDtype


class TensorArray(Assigned, Operators, Keyed, Exchanged, ExtensionArray):
    """A column whose cells are arrays of one element type.

    Parameters
    ----------
    values : array-like
        One array with the rows along its first axis, which is not copied, or one value a row.
    dtype : TensorDtype or str, optional
        Inferred without.
    mask : ndarray of bool, shape (n,), optional
        True where a row is missing; for one array only.

    Examples
    --------
    >>> column = TensorArray(np.arange(6, dtype="float32").reshape(2, 3))
    >>> column.dtype
    tensor[float32, (3,)]
    >>> column[1]
    array([3., 4., 5.], dtype=float32)
    """

    def __init__(
        self, values: Any, dtype: Any = None, mask: NDArray[np.bool_] | None = None
    ) -> None:
        wanted = None if dtype is None else pandas_dtype(dtype)
        storage = building.build(values, wanted, copy=False)
        if mask is not None:
            if len(mask) != len(storage):
                raise ValueError(f"a mask of {len(mask)} rows for {len(storage)}")
            storage = storage.take(np.where(mask, -1, np.arange(len(mask))))
        self._set(storage, wanted.fields if wanted is not None else None)

    def _set(self, storage: Storage, fields: tuple[str, ...] | None) -> None:
        self.storage = storage
        self._dtype = TensorDtype(storage.element, storage.axes, fields)

    @classmethod
    def of(cls, storage: Storage, fields: tuple[str, ...] | None = None) -> Self:
        """Return a column of a storage, which is not copied."""
        if isinstance(storage, RaggedStorage):
            storage = settled(storage)
        made = cls.__new__(cls)
        made._set(storage, fields)
        return made

    def _like(self, storage: Storage) -> Self:
        made = type(self).__new__(type(self))
        made.storage, made._dtype = storage, self._dtype
        return made

    @classmethod
    def _from_sequence(cls, scalars: Any, *, dtype: Any = None, copy: bool = False) -> Self:
        wanted = None if dtype is None else pandas_dtype(dtype)
        if isinstance(scalars, (pd.Series, pd.Index)):
            scalars = scalars.array
        if isinstance(scalars, cls):
            return scalars._cast(wanted if wanted is not None else scalars.dtype, copy)
        storage = building.build(scalars, wanted, copy)
        made = cls.__new__(cls)
        made._set(storage, wanted.fields if wanted is not None else None)
        return made

    @classmethod
    def _from_sequence_of_strings(
        cls, strings: Sequence[str], *, dtype: Any, copy: bool = False
    ) -> Self:
        from pandas_ext.arrays.tensor_text import parse

        cells: list[Any] = [parse(text) for text in strings]
        if None not in dtype.shape[1:]:
            # nothing of a shape says how long the axes after the first are
            cells = [np.zeros((0, *dtype.shape[1:])) if cell == [] else cell for cell in cells]
        return cls._from_sequence(cells, dtype=dtype)

    @classmethod
    def _concat_same_type(cls, to_concat: Sequence[Self]) -> Self:
        storages = [array.storage for array in to_concat]
        if isinstance(storages[0], FixedStorage):
            return to_concat[0]._like(FixedStorage.concat(storages))  # type: ignore[arg-type]
        return to_concat[0]._like(RaggedStorage.concat(storages))  # type: ignore[arg-type]

    @property
    def dtype(self) -> TensorDtype:
        return self._dtype

    @property
    def nbytes(self) -> int:
        return self.storage.nbytes

    def __len__(self) -> int:
        return len(self.storage)

    def __getitem__(self, item: Any) -> Any:
        item = unwrapped(item)
        if is_integer(item):
            position = int(item)
            if not -len(self) <= position < len(self):
                raise IndexError(
                    f"index {position} is out of bounds for axis 0 with size {len(self)}"
                )
            position %= len(self)
            return pd.NA if self.storage.mask[position] else self.storage.cell(position)
        if isinstance(item, slice):
            view = self._like(self.storage.slice(item))
            view._readonly = self._readonly
            return view
        return self._like(self.storage.take(self._positions(item)))

    def __iter__(self) -> Iterator[Any]:
        cells: Any = map(self.storage.cell, range(len(self)))
        if isinstance(self.storage, FixedStorage) and self.storage.shape:
            cells = self.storage.values.view()
            cells.flags.writeable = False
        for cell, missing in zip(cells, self.storage.mask.tolist(), strict=True):
            yield pd.NA if missing else cell

    def isna(self) -> NDArray[np.bool_]:
        return self.storage.mask.copy()

    def take(self, indices: Any, *, allow_fill: bool = False, fill_value: Any = None) -> Self:
        positions = np.asarray(indices, dtype=np.intp)
        if not allow_fill:
            return self._like(self.storage.take(checked(positions, len(self))))
        if (positions < -1).any():
            raise ValueError("positions below -1 while -1 stands for the fill value")
        if not len(self) and (positions >= 0).any():
            raise IndexError("cannot do a non-empty take from an empty axes.")
        if (positions >= len(self)).any():
            raise IndexError("out of bounds value in 'indices'.")
        taken = self._like(self.storage.take(positions))
        if not building.is_missing(fill_value):
            taken[positions < 0] = fill_value
        return taken

    def copy(self) -> Self:
        return self._like(self.storage.copy())

    def view(self, dtype: Any = None) -> Any:
        if dtype is not None:
            raise NotImplementedError(dtype)
        return self[:]

    def astype(self, dtype: Any, copy: bool = True) -> Any:
        dtype = pandas_dtype(dtype)
        if isinstance(dtype, TensorDtype):
            return self._cast(dtype, copy)
        return super().astype(dtype, copy)

    def _cast(self, dtype: TensorDtype, copy: bool) -> Self:
        if not dtype.concrete or dtype == self._dtype:
            return self.copy() if copy else self
        if len(dtype.shape) != len(self._dtype.shape):
            raise ValueError(f"cells of {self._dtype} do not fit {dtype}")
        storage = self.storage
        if dtype.element != self._dtype.element:
            _check_cast(storage, dtype)
            storage = storage.cast(dtype.element)  # type: ignore[arg-type]
        if dtype.shape != self._dtype.shape:
            storage = _reshaped(storage, dtype)
        shared = storage is self.storage
        made = type(self).__new__(type(self))
        made._set(storage.copy() if shared and copy else storage, dtype.fields)
        return made

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> NDArray[Any]:
        if copy is False:
            raise ValueError("a column of tensors is not an array of objects: it has to be made")
        if dtype is not None and np.dtype(dtype) != object:
            if self._dtype.shape or self.storage.mask.any():
                raise TypeError(f"cells of {self._dtype} are no {np.dtype(dtype)}: see .tensor")
            return self.storage.flat.astype(dtype)
        cells = np.empty(len(self), object)
        for position, cell in enumerate(self):
            cells[position] = cell
        return cells

    def to_numpy(self, dtype: Any = None, copy: bool = False, na_value: Any = no_default) -> Any:
        truth = self._dtype.element == np.bool_ and dtype in (bool, np.bool_)
        if truth and na_value is not no_default:
            return self._whole(na_value)
        cells = np.asarray(self, dtype=dtype)  # always made for the caller
        if na_value is not no_default:
            for position in np.flatnonzero(self.storage.mask):
                cells[position] = na_value
        return cells

    def _whole(self, na_value: Any) -> NDArray[np.bool_]:
        """Tell which cells are true in all elements: pandas' replace asks so which are equal."""
        from pandas_ext.ops.tensor.reduce import reduce

        made: Any = reduce(self.storage, "all")
        found = made.values & (self.storage.sizes > 0)
        found[self.storage.mask] = na_value
        return np.asarray(found)

    def _formatter(self, boxed: bool = False) -> Callable[[Any], str]:
        from pandas_ext.arrays.tensor_text import summary
        from pandas_ext.display.frames import formatter

        return formatter(summary)

    def _from_result(self, values: Sequence[Any]) -> Self:
        """Return cells computed one by one, with the shape of this column where they have it."""
        made = type(self)._from_sequence(values)
        if len(made.dtype.shape) == len(self._dtype.shape):
            wanted = TensorDtype(made.dtype.element, self._dtype.shape, self._dtype.fields)
            pairs = zip(made.dtype.shape, wanted.shape, strict=True)
            if all(want is None or want == have for have, want in pairs):
                return made._cast(wanted, copy=False)
        return made

    @classmethod
    def _from_scalars(cls, scalars: Any, *, dtype: TensorDtype) -> Self:
        """Return what a function gave for each cell; lists that it gave are no arrays.

        Raises
        ------
        TypeError
            If there are values, and no cell among them.
        """
        kinds: Any = np.ndarray if dtype.shape else (np.ndarray, np.generic, int, float)
        present = [value for value in scalars if not (value is None or value is pd.NA)]
        if present and not any(isinstance(value, kinds) for value in present):
            raise TypeError(f"no {dtype} among the values")
        return cls._from_sequence(scalars, dtype=dtype)

    def _cast_pointwise_result(self, values: Any) -> Any:
        given = list(values)
        kinds: Any = np.ndarray if self._dtype.shape else (np.ndarray, np.generic)
        if any(isinstance(value, kinds) for value in given):
            try:
                return self._from_result(given)
            except (TypeError, ValueError):
                pass  # arrays of other things, or of several numbers of axes: cells of an object
        return super()._cast_pointwise_result(_boxed(given))


def _boxed(values: list[Any]) -> NDArray[np.object_]:
    cells = np.empty(len(values), object)
    for position, value in enumerate(values):
        cells[position] = value
    return cells


def _check_cast(storage: Storage, dtype: TensorDtype) -> None:
    assert dtype.element is not None
    if storage.element.kind == "f" and dtype.element.kind in "iu":
        values = as_ragged(storage).flat
        if not np.isfinite(values).all():
            raise ValueError(f"cannot convert NaN or infinity to {dtype.element}")


def _reshaped(storage: Storage, dtype: TensorDtype) -> Storage:
    """Return the same cells where other axes may differ."""
    rows = as_ragged(storage)
    wanted = np.array([-1 if axis is None else axis for axis in dtype.shape])
    odd = ((rows.shapes != wanted) & (wanted >= 0)).any(axis=1) & ~rows.mask
    if odd.any():
        position = int(odd.argmax())
        found = tuple(rows.shapes[position].tolist())
        raise ValueError(f"the cell at position {position}, of shape {found}, does not fit {dtype}")
    shapes = np.where(rows.mask[:, None], empty_shape(dtype.shape), rows.shapes)
    made = RaggedStorage(rows.heap, rows.offsets, shapes, rows.mask, dtype.shape)
    return settled(made)
