"""What pandas asks of a column of tensors as keys: equality, grouping, order, hashes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, Self

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from pandas_ext.arrays import tensor_keys as keys
from pandas_ext.arrays.tensor_build import is_missing
from pandas_ext.arrays.tensor_ragged import Storage

if TYPE_CHECKING:
    from pandas_ext.dtypes.tensor import TensorDtype


class Keyed:
    """Equality is by value: 0.0 is -0.0 and NaN is NaN. Order is that of Python's sequences."""

    storage: Storage

    if TYPE_CHECKING:

        @property
        def dtype(self) -> TensorDtype: ...

        def __len__(self) -> int: ...

    def factorize(self, use_na_sentinel: bool = True) -> tuple[NDArray[np.intp], Self]:
        """Number the distinct cells in order of appearance."""
        codes, firsts = keys.factorize(self.storage)
        if not use_na_sentinel and self.storage.mask.any():
            # a missing row is one value more, numbered where it first appears
            first = int(self.storage.mask.argmax())
            number = int((firsts < first).sum())
            codes = np.where(codes >= number, codes + 1, codes)
            codes[self.storage.mask] = number
            firsts = np.insert(firsts, number, first)
        return codes, self.take(firsts)  # type: ignore[attr-defined]

    def unique(self) -> Self:
        """Return the distinct cells in order of appearance, a missing one too."""
        return self.factorize(use_na_sentinel=False)[1]

    def duplicated(self, keep: Literal["first", "last", False] = "first") -> NDArray[np.bool_]:
        """Tell of each row whether its cell stands in another row too."""
        return np.asarray(pd.Series(self.factorize(use_na_sentinel=False)[0]).duplicated(keep))

    def value_counts(self, dropna: bool = True) -> pd.Series:
        """Count the rows of each distinct cell, in order of appearance."""
        codes, uniques = self.factorize(use_na_sentinel=dropna)
        counts = np.bincount(codes[codes >= 0], minlength=len(uniques))
        index = pd.Index(uniques, dtype=self.dtype, copy=False)
        return pd.Series(pd.array(counts, dtype="Int64"), index=index, name="count", copy=False)

    def _mode(self, dropna: bool = True) -> Self:
        codes, uniques = self.factorize(use_na_sentinel=dropna)
        counts = np.bincount(codes[codes >= 0], minlength=len(uniques))
        found: Any = uniques[counts == counts.max(initial=0)]  # type: ignore[index]
        result: Self = found.take(found.argsort())
        return result

    def isin(self, values: Any) -> NDArray[np.bool_]:
        """Tell of each row whether its cell is among some values."""
        wanted = [value for value in values if self._may_hold(value)]
        others = type(self)._from_sequence(wanted, dtype=self.dtype)  # type: ignore[attr-defined]
        both = type(self)._concat_same_type([self, others])  # type: ignore[attr-defined]
        codes, uniques = both.factorize(use_na_sentinel=False)
        found = np.zeros(len(uniques), np.bool_)
        found[codes[len(self) :]] = True
        return np.asarray(found[codes[: len(self)]])

    def _may_hold(self, value: Any) -> bool:
        if is_missing(value):
            return value is pd.NA or value is None
        try:
            type(self)._from_sequence([value], dtype=self.dtype)  # type: ignore[attr-defined]
        except (TypeError, ValueError):
            return False
        return True

    def equals(self, other: object) -> bool:
        """Tell whether another column has the same dtype and cells."""
        if not isinstance(other, Keyed) or self.dtype != other.dtype:
            return False
        return keys.same_rows(self.storage, other.storage)

    def __contains__(self, item: object) -> bool:
        if is_missing(item):
            return item is pd.NA and bool(self.storage.mask.any())
        return self._may_hold(item) and bool(self.isin([item]).any())

    def _values_for_factorize(self) -> tuple[NDArray[np.object_], Any]:
        row_keys = keys.row_keys(self.storage)
        row_keys[self.storage.mask] = None
        return row_keys, None

    def _values_for_argsort(self) -> NDArray[np.object_]:
        return keys.row_keys(self.storage)

    def searchsorted(self, value: Any, side: Any = "left", sorter: Any = None) -> Any:
        """Find where cells belong so that the column stays sorted."""
        one = self._is_cell(value)  # type: ignore[attr-defined]
        cells = type(self)._from_sequence(  # type: ignore[attr-defined]
            [value] if one else value, dtype=self.dtype
        )
        wanted = keys.row_keys(cells.storage)
        places = keys.row_keys(self.storage).searchsorted(wanted, side=side, sorter=sorter)
        return places[0] if one else places

    def _hash_pandas_object(
        self, *, encoding: str, hash_key: str, categorize: bool
    ) -> NDArray[np.uint64]:
        hashes = keys.row_hashes(self.storage)
        hashes[self.storage.mask] = np.iinfo(np.uint64).max
        return hashes
