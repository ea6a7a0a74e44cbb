"""pandas objects without rows: dtypes, labels and names alone."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import Any

import numpy as np
import pandas

from accel.plan.expr import DType
from accel.plan.nodes import Node


class IndexMeta:
    """An empty index, made when somebody wants it.

    Attributes
    ----------
    dtypes : tuple of dtype
        Of each level.
    names : tuple
        Of each level.
    set_at : Node or None
        The rows whose columns became the index. None if they are the keys of groups.
    """

    __slots__ = ("_index", "dtypes", "names", "set_at")

    def __init__(
        self, dtypes: Sequence[DType], names: Sequence[Hashable], *, set_at: Node | None = None
    ) -> None:
        self.dtypes = tuple(dtypes)
        self.names = tuple(names)
        self.set_at = set_at
        self._index: pandas.Index | None = None

    @property
    def index(self) -> pandas.Index:
        """The index."""
        if self._index is None:
            arrays = [empty_array(dtype) for dtype in self.dtypes]
            if len(arrays) == 1:
                self._index = pandas.Index(arrays[0], name=self.names[0])
            else:
                self._index = pandas.MultiIndex.from_arrays(arrays, names=list(self.names))
        return self._index


def empty_array(dtype: DType) -> Any:
    """Return no values of ``dtype``."""
    if isinstance(dtype, np.dtype):
        return np.empty(0, dtype)
    return dtype.construct_array_type()._from_sequence([], dtype=dtype)


def empty_frame(
    dtypes: Sequence[DType], labels: pandas.Index, index: pandas.Index
) -> pandas.DataFrame:
    """Return a frame without rows."""
    arrays = [empty_array(dtype) for dtype in dtypes]
    result: pandas.DataFrame = pandas.DataFrame._from_arrays(  # type: ignore[attr-defined]
        arrays, labels, index, verify_integrity=False
    )
    return result
