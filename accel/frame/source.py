"""Frames that pandas holds, as a source of rows."""

from __future__ import annotations

import functools
import threading
import weakref
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pandas

from accel.execute.vector import Array, Coded, Fixed, Text, Vector, concatenate
from accel.forking import free_in_child
from accel.frame.sampling import sampled_statistics
from accel.plan.errors import Unsupported
from accel.plan.source import Statistics

INDEX: Final = -1  # the column name under which a source gives its index


def is_supported(dtype: Any) -> bool:
    """Tell whether the engine holds columns of ``dtype``."""
    if isinstance(dtype, np.dtype):
        if not dtype.isnative:
            return False
        return dtype.kind in "biumM" or (dtype.kind == "f" and dtype.itemsize in (4, 8))
    if isinstance(dtype, pandas.StringDtype):
        return dtype.na_value is np.nan
    return isinstance(dtype, pandas.CategoricalDtype)


def refuse_odd(manager: Any) -> None:
    """Refuse what pandas holds and plans cannot stand for.

    Plans are told apart by their dtypes, too: categories as lists have no hash. And pandas takes
    a series that a row was deleted from (``del s[label]``) for one of other places: masks fail.

    Raises
    ------
    Unsupported
        If there are such columns.
    """
    for dtype in (manager.axes[-1].dtype, *(block.dtype for block in manager.blocks)):
        if isinstance(dtype, pandas.CategoricalDtype):
            try:
                hash(dtype)
            except (TypeError, ValueError) as error:  # as NumPy or pandas says it
                raise Unsupported("categories without a hash are not planned") from error
    rows = len(manager.axes[-1])
    if manager.ndim == 1 and rows:
        places = manager.blocks[0].mgr_locs.indexer
        if not isinstance(places, slice) or places != slice(0, rows, 1):
            raise Unsupported("rows were deleted from the series")


_live: Final[weakref.WeakValueDictionary[int, PandasSource]] = weakref.WeakValueDictionary()


def live_sources() -> list[PandasSource]:
    """Return the snapshots that plans hold; other threads may add some meanwhile."""
    sources = (reference() for reference in _live.valuerefs())
    return [source for source in sources if source is not None]


class PandasSource:
    """A snapshot of a frame or series.

    The blocks are shared and their references registered, so that pandas copies a block before
    anybody writes to it.

    Parameters
    ----------
    manager : pandas BlockManager or SingleBlockManager
        What holds the columns; columns are named by position, the index is column ``INDEX``.
    """

    def __init__(self, manager: Any) -> None:
        self.manager = manager.copy(deep=False)
        self.index: pandas.Index = self.manager.axes[-1]  # a view: names are not shared
        self.num_rows = len(self.index)
        self._read = self.manager  # what plans read
        self._vectors: dict[int, Vector] = {}
        self._lock = free_in_child(threading.RLock())
        _live[id(self)] = self

    def __repr__(self) -> str:
        return f"frame in memory ({self.num_rows:,} rows)"

    def shares(self, refs: Any) -> bool:
        """Tell whether a column lies in memory that is known by these references."""
        return any(block.refs is refs for block in self.manager.blocks)

    def copy_columns(self, refs: Any) -> None:
        """Let plans read copies of columns from now on, as somebody may write to their memory."""
        with self._lock:
            read = self._read.copy(deep=False)
            blocks = self.manager.blocks
            read.blocks = tuple(
                block.copy(deep=True) if own.refs is refs and block.refs is refs else block
                for own, block in zip(blocks, self._read.blocks, strict=True)
            )
            self._read = read
            self._vectors.clear()

    @property
    def names(self) -> Sequence[int]:
        count = 1 if self.manager.ndim == 1 else len(self.manager.axes[0])
        return (*range(count), INDEX)

    @property
    def dtypes(self) -> Sequence[Any]:
        return tuple(self.array(name).dtype for name in self.names)

    @property
    def partitions(self) -> Sequence[WholePartition]:
        return (WholePartition(self, self.num_rows),)

    def statistics(self, name: Any) -> Statistics | None:
        """Return what a sample of a column of numbers tells."""
        dtype = self.array(name).dtype
        if isinstance(dtype, pandas.StringDtype) or not is_supported(dtype):
            return None
        return sampled_statistics(self.vector(name), dtype)

    def place(self, position: int) -> tuple[Any, int]:
        """Return the block that holds a column, for a manager that shares it, and the row there."""
        manager = self.manager
        if manager.ndim == 1:
            return manager.blocks[0], 0
        return manager.blocks[manager.blknos[position]], int(manager.blklocs[position])

    def array(self, name: int) -> Any:
        """Return a column's values."""
        return self.index._values if name == INDEX else _column(self.manager, name)

    def array_read(self, name: int) -> Any:
        """Return a column's values as plans read them."""
        return self.index._values if name == INDEX else _column(self._read, name)

    def vector(self, name: int) -> Vector:
        """Return a column as the engine holds it."""
        known = self._vectors.get(name)
        if known is None:
            with self._lock:
                known = self._vectors.get(name)
                if known is None:
                    known = self._vectors[name] = _often_read(self.array_read(name))
        return known


def _column(manager: Any, position: int) -> Any:
    return manager.blocks[0].values if manager.ndim == 1 else manager.iget_values(position)


@dataclass(frozen=True, slots=True)
class WholePartition:
    """All rows of a source whose columns are vectors."""

    source: Any
    rows: int
    start: int = 0

    def open(self) -> WholePartition:
        return self

    def statistics(self, name: Hashable) -> None:
        """Nothing is known of the values."""
        return

    def load(self, name: Hashable, start: int, stop: int, rows: Array | None) -> Vector:
        """Return rows of a column."""
        vector: Vector = self.source.vector(name)
        if start or stop != self.rows:
            vector = vector.slice(start, stop)
        return vector if rows is None else vector.take(rows)


class VectorSource:
    """Vectors that the engine made and that are kept.

    Parameters
    ----------
    rows : int
        How many rows.
    columns : dict of int to (dtype, Vector)
        The columns by name.
    """

    def __init__(self, rows: int, columns: dict[int, tuple[Any, Vector]]) -> None:
        self.num_rows = rows
        self._columns = columns

    def __repr__(self) -> str:
        return f"kept result ({self.num_rows:,} rows)"

    @property
    def names(self) -> Sequence[int]:
        return tuple(self._columns)

    @property
    def dtypes(self) -> Sequence[Any]:
        return tuple(dtype for dtype, _ in self._columns.values())

    @property
    def partitions(self) -> Sequence[WholePartition]:
        return (WholePartition(self, self.num_rows),)

    def statistics(self, name: Any) -> Statistics | None:
        """Return what a sample of a column tells."""
        dtype, vector = self._columns[name]
        return sampled_statistics(vector, dtype)

    def vector(self, name: int) -> Vector:
        """Return a column."""
        return self._columns[name][1]


def to_vector(array: Any) -> Vector:
    """Convert a column's values; numbers, bools and times are not copied.

    Raises
    ------
    Unsupported
        If the engine has no such columns.
    """
    dtype = array.dtype
    if not is_supported(dtype):
        raise Unsupported(f"a column of dtype {dtype}")
    if isinstance(dtype, pandas.StringDtype):
        return _text(array)
    if isinstance(dtype, pandas.CategoricalDtype):
        return Fixed(frozen(array.codes.astype(np.int32, copy=False)))
    if not isinstance(array, np.ndarray):
        array = array._ndarray  # datetimes and timedeltas
    if dtype.kind in "mM":
        array = array.view(np.int64)
    return Fixed(frozen(np.ascontiguousarray(array)))


def _often_read(array: Any) -> Vector:
    """Return a column in the form that is best kept: codes for strings that repeat."""
    if not isinstance(array.dtype, pandas.StringDtype):
        return to_vector(array)
    from accel.frame.strings import coded

    text = _text(array)
    strings = getattr(array, "_pa_array", None)
    if strings is None or not isinstance(text, Text):
        return coded(text) if isinstance(text, Text) else text
    seen = _coded.get(id(strings))
    if seen is None:
        made = coded(text)
        # Arrow's arrays never change: as long as this one lives, it need not be coded again.
        gone = weakref.ref(strings, functools.partial(_forget, id(strings)))
        seen = _coded[id(strings)] = gone, made if isinstance(made, Coded) else None
    return text if seen[1] is None else seen[1]


_coded: Final[dict[int, tuple[weakref.ref[Any], Coded | None]]] = {}


def _forget(key: int, gone: Any) -> None:
    if (known := _coded.get(key)) is not None and known[0] is gone:
        del _coded[key]


def freeze(vector: Vector) -> Vector:
    """Return the vector with data that cannot be written through, as it has several readers."""
    return Fixed(frozen(vector.data)) if isinstance(vector, Fixed) else vector


def frozen(array: Array) -> Array:
    """Return a view that cannot be written through."""
    view = array.view()
    view.flags.writeable = False
    return view


def _text(array: Any) -> Vector:
    from accel.frame.strings import text_of_arrow

    chunked = getattr(array, "_pa_array", None)
    if chunked is None:
        import pyarrow as pa

        chunked = pa.chunked_array([pa.array(array._ndarray, pa.large_string(), from_pandas=True)])
    parts: list[Vector] = [text_of_arrow(chunk) for chunk in chunked.chunks if len(chunk)]
    if not parts:
        return Text(np.empty(0, np.int64), np.empty(0, np.int32), ())
    return concatenate(parts)
