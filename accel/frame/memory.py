"""Frames and series in memory as plans: scans of the columns that plans ask for.

What is known of the rows hangs on the identity of the index, and a column is known by where its
values lie. So a column is the same to a plan whether it is reached through a frame, a copy of it
or a series taken from it; and only the columns that plans read are held, so that pandas writes to
all others in place.
"""

from __future__ import annotations

import threading
import weakref
from collections.abc import Collection, Hashable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pandas
from pandas.core.internals.managers import BlockManager

from accel.forking import free_in_child
from accel.frame.handed import refuse_handed, times_handed
from accel.frame.layout import blocks_of
from accel.frame.opaque import Held, Taken
from accel.frame.source import INDEX, PandasSource, WholePartition, is_supported, refuse_odd
from accel.frame.state import INT64, FrameState, SeriesState, Space, State
from accel.plan.expr import Column, DType, Expr
from accel.plan.nodes import Field, Node, Scan, row_field
from accel.plan.rewrite import bottom_up
from accel.plan.source import Statistics
from accel.plan.tree import new_id

_lock: Final = free_in_child(threading.RLock())
_FEW: Final = 4


class MemorySource:
    """The columns of objects in memory that have one index, as far as plans read them.

    Parameters
    ----------
    index : pandas.Index
        The index, a view that nobody else names. It is column ``INDEX``; the others are numbered
        as they come.

    Attributes
    ----------
    fields : tuple of (Field, int)
        The columns the engine can read. More come at the end.
    row : int
        The id of the column that counts the rows.
    carries : bool
        Whether some column is one that the engine only carries, by that number.
    start : int
        The first label where ``levels`` is None.
    levels : tuple of Expr or None
        The index as a column; None for consecutive numbers.
    labels : pandas.Index
        An empty index of that kind. Rows that are labelled by this object still have the labels.
    """

    def __init__(self, index: pandas.Index) -> None:
        self.index = index
        self.labels = index[:0]
        self.num_rows = len(index)
        self.row = new_id()
        self.carries = False
        self.start = 0
        self.levels: tuple[Expr, ...] | None = None
        self.fields: tuple[tuple[Field, int], ...] = ()
        self._exprs: dict[Hashable, tuple[Expr, int]] = {}
        self._held: list[tuple[PandasSource, int]] = []
        self._rows = PandasSource(BlockManager((), [pandas.RangeIndex(0), index]))
        # one that stops before it starts has no rows, and is told apart by its end alone
        if isinstance(index, pandas.RangeIndex) and index.step == 1 and index.start <= index.stop:
            self.start = index.start
        elif not isinstance(index, pandas.MultiIndex) and is_supported(index.dtype):
            field = Field(new_id(), index.dtype, str(index.name))
            self.fields = ((field, INDEX),)
            self.levels = (field.column(),)
        else:
            self.levels = (self._taken(index.dtype, index),)

    def __repr__(self) -> str:
        return f"frame in memory ({self.num_rows:,} rows)"

    def read(self, manager: Any, names: Sequence[Hashable]) -> list[tuple[Expr, int]]:
        """Return the columns of a manager that has this index: expressions and numbers."""
        places = _places(manager)
        known = self._exprs
        if all(place in known and self._is_whole(known[place][1], manager) for place, _ in places):
            return [known[place] for place, _ in places]
        snapshot = PandasSource(manager)
        for position, (place, dtype) in enumerate(places):
            if place not in known:
                self._add(place, dtype, str(names[position]), (snapshot, position))
            elif not self._is_whole(known[place][1], manager):
                self._held[known[place][1]] = snapshot, position
        return [known[place] for place, _ in places]

    def _add(
        self, place: Hashable, dtype: DType, name: str, held: tuple[PandasSource, int]
    ) -> None:
        """Add a column: it is known when all else is done, as an interrupt may come any time."""
        number = len(self._held)
        self._held.append(held)
        expr: Expr
        if is_supported(dtype):
            field = Field(new_id(), dtype, name)
            self.fields += ((field, number),)
            expr = field.column()
        else:
            expr = self._taken(dtype, held[0].array(held[1]))
        self._exprs[place] = expr, number

    def shown(self) -> dict[Expr, tuple[MemorySource, int]]:
        """Return the columns and their numbers."""
        return {expr: (self, number) for expr, number in list(self._exprs.values())}

    def is_level(self, key: int) -> bool:
        """Tell whether a column is the index, by its id."""
        level = None if self.levels is None else self.levels[0]
        return isinstance(level, Column) and level.id == key

    def _is_whole(self, number: int, manager: Any) -> bool:
        """Tell whether a column is held with its block, as far as a manager shows that."""
        return self._held[number][0].manager.ndim >= manager.ndim

    def _taken(self, dtype: DType, values: Any) -> Taken:
        self.carries = True
        return Taken(dtype, Column(INT64, self.row, "row"), Held(values))

    @property
    def names(self) -> Sequence[int]:
        return tuple(number for _, number in self.fields)

    @property
    def dtypes(self) -> Sequence[Any]:
        return tuple(field.dtype for field, _ in self.fields)

    @property
    def partitions(self) -> Sequence[WholePartition]:
        return (WholePartition(self, self.num_rows),)

    def statistics(self, name: Any) -> Statistics | None:
        """Return what a sample of a column of numbers tells."""
        snapshot, position = self._place(name)
        return snapshot.statistics(position)

    def place(self, name: int) -> tuple[Any, int]:
        """Return the block that holds a column, for a manager that shares it, and the row there."""
        snapshot, position = self._place(name)
        return snapshot.place(position)

    def array(self, name: int) -> Any:
        """Return a column's values."""
        snapshot, position = self._place(name)
        return snapshot.array(position)

    def vector(self, name: int) -> Any:
        """Return a column as the engine holds it."""
        snapshot, position = self._place(name)
        return snapshot.vector(position)

    def _place(self, name: int) -> tuple[PandasSource, int]:
        return (self._rows, INDEX) if name == INDEX else self._held[name]

    def took_copies(self, copied: Collection[PandasSource]) -> bool:
        """Tell whether some columns are copies now; those that are carried are then the copies."""
        if not any(snapshot in copied for snapshot, _ in self._held):
            return False
        for expr, number in list(self._exprs.values()):
            snapshot, position = self._held[number]
            if isinstance(expr, Taken) and snapshot in copied:
                expr.held.values = snapshot.array_read(position)
        self._exprs = dict(enumerate(self._exprs.values()))  # no place is looked up any more
        return True

    def is_outdated(self) -> bool:
        """Tell whether it has come to hold columns that the program has not any more.

        Looked at when the number of columns has doubled, so it never holds much of them.
        """
        count = len(self._held)
        if count < _FEW or count & (count - 1):
            return False
        alone = sum(not s.place(position)[0].refs.has_reference() for s, position in self._held)
        return alone > count // 2


@dataclass(frozen=True, eq=False)
class Memory(Node):
    """All that plans read of objects in memory; a plan that runs has a ``Scan`` in its place."""

    source: MemorySource

    @property
    def schema(self) -> tuple[Field, ...]:
        fields = tuple(field for field, _ in self.source.fields)
        return (*fields, row_field(self.source.row)) if self.source.carries else fields

    def scan(self) -> Scan:
        """Return the scan of the columns there are by now."""
        source = self.source
        return Scan(source, source.fields, source.row if source.carries else None)


def with_scans(root: Node) -> Node:
    """Return a plan as it runs: with scans of what is in memory."""
    return bottom_up(root, lambda node: node.scan() if isinstance(node, Memory) else node, Memory)


_sources: Final[weakref.WeakValueDictionary[Any, MemorySource]] = weakref.WeakValueDictionary()


def forget_copied(copied: Collection[PandasSource]) -> list[MemorySource]:
    """Let no later plan read what is a copy by now; return the sources that do."""
    with _lock:
        changed = {key: s for key, s in list(_sources.items()) if s.took_copies(copied)}
        for known_by in changed:
            del _sources[known_by]
    return list(changed.values())


def memory_state(manager: Any, name: Hashable = None) -> State:
    """Return the plan that reads a frame's or a series' manager."""
    given = times_handed()
    refuse_handed(manager)
    refuse_odd(manager)
    index = manager.axes[-1].view()
    names = index.names
    known_by = (index._id, *names, *map(type, names))
    labels = [name] if manager.ndim == 1 else manager.axes[0].to_numpy(object)
    with _lock:
        source = _sources.get(known_by)
        if source is None or source.is_outdated():
            source = _sources[known_by] = MemorySource(index)
        columns = source.read(manager, labels)
        space = Space(
            Memory(source),
            source.levels,
            source.labels,
            start=source.start,
            labels=index,
            rows=source.num_rows,
        )
        for expr, number in columns:
            space.show(expr, source, number)
    if times_handed() != given:  # another thread got the memory of something meanwhile
        refuse_handed(manager)
    if manager.ndim == 1:
        return SeriesState(space, columns[0][0], name)
    exprs = tuple(expr for expr, _ in columns)
    return FrameState(space, exprs, manager.axes[0].view(), blocks_of(manager))


class _Itself:
    """An object as a key that is equal to that of the same object only, as long as that lives.

    It does not hold the object: who else has an array is told by its references.
    """

    __slots__ = ("_id", "_reference")

    def __init__(self, thing: Any) -> None:
        self._id = id(thing)
        self._reference = weakref.ref(thing)

    def __hash__(self) -> int:
        return self._id

    def __eq__(self, other: object) -> bool:
        if self is other:
            return True
        if not isinstance(other, _Itself):
            return False
        thing = self._reference()
        return thing is not None and other._reference() is thing


def _places(manager: Any) -> list[tuple[Hashable, DType]]:
    """Return for each column what tells where its values lie, as long as they do, and its dtype."""
    if manager.ndim == 1:
        values = manager.blocks[0].values
        return [(_place(values), values.dtype)]
    places: list[Any] = [None] * len(manager.axes[0])
    for block in manager.blocks:
        values, positions = block.values, block.mgr_locs.as_array.tolist()
        dtype = values.dtype
        if values.ndim == 1:
            places[positions[0]] = _place(values), dtype
            continue
        data = values if isinstance(values, np.ndarray) else values._ndarray
        first, (step, stride) = data.__array_interface__["data"][0], data.strides
        for row, position in enumerate(positions):
            places[position] = (first + row * step, stride, dtype), dtype
    return places


def _place(values: Any) -> Hashable:
    data = values if isinstance(values, np.ndarray) else getattr(values, "_ndarray", None)
    if data is None:
        # An array of Arrow's is replaced where a value is set, never written to.
        return _Itself(getattr(values, "_pa_array", values)), values.dtype
    dtype = values.dtype
    kind = _Itself(dtype) if isinstance(dtype, pandas.CategoricalDtype) else dtype
    return data.__array_interface__["data"][0], data.strides[0], kind
