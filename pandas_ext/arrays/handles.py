"""A column of handles: what image, video and audio columns share.

Cells are small immutable objects that refer to their bytes. Filtering, joining, sorting and joining
columns together move these references; what they refer to stays as it is, and is not copied.
"""

from __future__ import annotations

import operator
from abc import abstractmethod
from collections.abc import Callable, Sequence
from typing import Any, Self

import numpy as np
import pandas
from numpy.typing import NDArray
from pandas.api.extensions import ExtensionArray, ExtensionDtype, no_default
from pandas.api.indexers import check_array_indexer
from pandas.core.indexers import validate_indices

from pandas_ext.arrays.borrowed import own_few
from pandas_ext.display.frames import formatter
from pandas_ext.value.stored import stored_in
from pandas_ext.value.text import from_text, to_text


class HandleArray(ExtensionArray):
    """A column of cells of one class.

    Parameters
    ----------
    items : ndarray of object
        Cells, ``None`` where one is missing. Not copied.
    dtype : ExtensionDtype
        The column's.
    """

    def __init__(self, items: NDArray[np.object_], dtype: ExtensionDtype) -> None:
        self._items = items
        self._dtype = dtype

    @classmethod
    @abstractmethod
    def _box(cls, value: Any, dtype: Any) -> Any:
        """Return a cell for a value that is not missing.

        Raises
        ------
        TypeError
            If it cannot be one.
        """

    @classmethod
    def _cell(cls, value: Any, dtype: Any) -> Any:
        """Return the cell that a value stands for; ``None`` if that is a missing one."""
        if isinstance(value, str):
            stored = from_text(value)
        elif isinstance(value, dict):  # Hugging Face's
            stored = stored_in(value)
            if stored is None:
                return None
        else:
            stored = None
        return cls._box(value if stored is None else dtype.type.restored(stored), dtype)

    @classmethod
    @abstractmethod
    def _default_dtype(cls) -> ExtensionDtype:
        """Return the dtype of a column of which nothing is said."""

    @classmethod
    def _from_sequence(
        cls, scalars: Sequence[Any], *, dtype: Any = None, copy: bool = False
    ) -> Self:
        dtype = cls._default_dtype() if dtype is None else pandas.api.types.pandas_dtype(dtype)
        if isinstance(scalars, cls) and scalars.dtype == dtype:
            return scalars.copy() if copy else scalars
        if isinstance(getattr(scalars, "dtype", None), pandas.ArrowDtype):
            scalars = scalars.__arrow_array__()  # type: ignore[attr-defined]
        if type(scalars).__module__ == "pyarrow.lib":
            from pandas_ext.arrow.media import scalars_of

            scalars = scalars_of(scalars, dtype.type.restored)
        items = np.empty(len(scalars), object)
        for k, value in enumerate(scalars):
            items[k] = None if _is_missing(value) else cls._cell(value, dtype)
        return cls(items, dtype)

    @classmethod
    def _from_scalars(cls, scalars: Any, *, dtype: Any) -> Self:
        """Return what a function gave for each cell; text that it gave is no path.

        Raises
        ------
        TypeError
            If there are values, and no cell among them.
        """
        present = [value for value in scalars if not (value is None or value is pandas.NA)]
        if present and not any(isinstance(value, dtype.type) for value in present):
            raise TypeError(f"no {dtype.name} among the values")
        return cls._from_sequence(scalars, dtype=dtype)

    @classmethod
    def _from_sequence_of_strings(
        cls, strings: Sequence[Any], *, dtype: ExtensionDtype, copy: bool = False
    ) -> Self:
        return cls._from_sequence(strings, dtype=dtype, copy=copy)

    @classmethod
    def _from_factorized(cls, values: NDArray[np.object_], original: Self) -> Self:
        return cls(values, original.dtype)

    @classmethod
    def _concat_same_type(cls, to_concat: Sequence[Self]) -> Self:
        return cls(np.concatenate([array._items for array in to_concat]), to_concat[0].dtype)

    @property
    def dtype(self) -> ExtensionDtype:
        return self._dtype

    @property
    def cells(self) -> NDArray[np.object_]:
        """The cells, ``None`` where one is missing; not to be written to."""
        return self._items

    def __len__(self) -> int:
        return len(self._items)

    def __getitem__(self, item: Any) -> Any:
        item = check_array_indexer(self, item)
        found = self._items[item]
        if isinstance(found, np.ndarray):
            if not isinstance(item, slice):
                own_few(found)
            result = type(self)(found, self._dtype)
            result._readonly = self._readonly and np.shares_memory(found, self._items)
            return result
        return self._dtype.na_value if found is None else found

    def __setitem__(self, key: Any, value: Any) -> None:
        if self._readonly:
            raise ValueError("Cannot modify read-only array")
        key = check_array_indexer(self, key)
        if _is_missing(value):
            self._items[key] = None
        elif _is_cell(value, self._dtype):
            self._items[key] = self._cell(value, self._dtype)
        elif pandas.api.types.is_integer(key):
            if isinstance(value, (np.ndarray, dict)):
                self._items[key] = self._cell(value, self._dtype)
                return
            raise ValueError("setting an array element with a sequence.")
        else:
            self._items[key] = self._from_sequence(value, dtype=self._dtype)._items

    def _compared(self, other: object, compare: Callable[[Any, Any], bool]) -> Any:
        """Return a comparison of cells with cells, or with one; false where one is missing."""
        if isinstance(other, (pandas.Series, pandas.Index, pandas.DataFrame)):
            return NotImplemented
        if not _is_cell(other, self._dtype):
            others = list(other)  # type: ignore[call-overload]
            if len(others) != len(self):
                raise ValueError("Lengths must match to compare")
        else:
            others = [other] * len(self)
        pairs = zip(self._items, others, strict=True)
        results = (
            one is not None and not _is_missing(two) and compare(one, two) for one, two in pairs
        )
        return np.fromiter(results, bool, len(self))

    def __eq__(self, other: object) -> Any:
        return self._compared(other, operator.eq)

    def __ne__(self, other: object) -> Any:
        equal = self._compared(other, operator.eq)
        return equal if equal is NotImplemented else ~equal

    def __lt__(self, other: object) -> Any:
        return self._compared(other, operator.lt)

    def __le__(self, other: object) -> Any:
        return self._compared(other, operator.le)

    def __gt__(self, other: object) -> Any:
        return self._compared(other, operator.gt)

    def __ge__(self, other: object) -> Any:
        return self._compared(other, operator.ge)

    def isna(self) -> NDArray[np.bool_]:
        return np.fromiter((item is None for item in self._items), bool, len(self))

    def take(self, indices: Any, *, allow_fill: bool = False, fill_value: Any = None) -> Self:
        places = np.asarray(indices, np.intp)
        if not allow_fill:
            items = self._items.take(places)
            own_few(items)
            return type(self)(items, self._dtype)
        validate_indices(places, len(self))
        filler = None if _is_missing(fill_value) else self._cell(fill_value, self._dtype)
        if not len(self):
            return type(self)(np.full(len(places), filler, object), self._dtype)
        items = self._items.take(places)
        items[places == -1] = filler
        own_few(items)
        return type(self)(items, self._dtype)

    def copy(self) -> Self:
        return type(self)(self._items.copy(), self._dtype)

    def view(self, dtype: Any = None) -> Any:
        if dtype is not None:
            raise NotImplementedError(dtype)
        return type(self)(self._items.view(), self._dtype)

    def astype(self, dtype: Any, copy: bool = True) -> Any:
        dtype = pandas.api.types.pandas_dtype(dtype)
        if dtype == self._dtype:
            return self.copy() if copy else self
        if isinstance(dtype, type(self._dtype)):
            return self._cast(dtype)
        return super().astype(dtype, copy)

    def _cast(self, dtype: Any) -> Self:
        """Return the cells in another dtype of the same kind."""
        return self._from_sequence(list(self), dtype=dtype)

    @property
    def nbytes(self) -> int:
        """Bytes that the cells hold in memory; what two cells share counts twice."""
        return int(self._items.nbytes) + sum(
            item.nbytes_in_memory for item in self._items if item is not None
        )

    def _values_for_factorize(self) -> tuple[NDArray[np.object_], Any]:
        return self._items, None

    def _values_for_argsort(self) -> NDArray[Any]:
        return self._items  # compared one by one; pandas leaves out those that are missing

    def _values_for_json(self) -> NDArray[np.object_]:
        texts = (None if cell is None else to_text(cell.stored()) for cell in self._items)
        return np.fromiter(texts, object, len(self))

    def value_counts(self, dropna: bool = True) -> pandas.Series:
        return super().value_counts(dropna).astype("Int64")

    def to_numpy(
        self, dtype: Any = None, copy: bool = False, na_value: object = no_default
    ) -> NDArray[Any]:
        """Return the cells as an array of objects; what is missing as ``na_value``, pandas.NA."""
        missing = self.isna()
        cells = self._items
        filler = self._dtype.na_value if na_value is no_default else na_value
        if copy or missing.any():
            cells = cells.copy()
            cells[missing] = filler
        elif self._readonly:
            cells = cells.view()
            cells.flags.writeable = False
        return cells if dtype is None else cells.astype(dtype, copy=False)

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> NDArray[Any]:
        return self.to_numpy(dtype, copy=bool(copy))

    def _formatter(self, boxed: bool = False) -> Callable[[Any], str]:
        return formatter(lambda value: str(value) if _is_missing(value) else value.summary())

    def _hash_pandas_object(
        self, *, encoding: str, hash_key: str, categorize: bool
    ) -> NDArray[np.uint64]:
        codes, uniques = self.factorize()
        of_cells = np.array([hash(cell) for cell in uniques._items], np.int64).view(np.uint64)
        missing = np.append(of_cells, np.iinfo(np.uint64).max)
        return missing[codes]

    def __arrow_array__(self, type: Any = None) -> Any:  # noqa: A002 - Arrow's word
        from pandas_ext.arrow.media import to_arrow

        array = to_arrow(self._items, self._dtype)
        return array if type is None or type == array.type else array.storage.cast(type)

    def __arrow_c_array__(self, requested_schema: object = None) -> tuple[object, object]:
        capsules: tuple[object, object] = self.__arrow_array__().__arrow_c_array__(requested_schema)
        return capsules


def _is_cell(value: Any, dtype: ExtensionDtype) -> bool:
    """Tell whether a value stands for one cell, not for a column of them."""
    return isinstance(value, dtype.type) or not pandas.api.types.is_list_like(value)


def _is_missing(value: Any) -> bool:
    return (
        value is None
        or value is pandas.NA
        or value is pandas.NaT
        or (isinstance(value, float) and value != value)
    )
