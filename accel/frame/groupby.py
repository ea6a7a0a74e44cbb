"""``groupby``: a stand-in that plans the usual aggregations and asks pandas for the rest."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Hashable
from dataclasses import replace
from typing import Any

import numpy as np
import pandas
from pandas.core.groupby.generic import DataFrameGroupBy, SeriesGroupBy

from accel.frame import fallback, tally
from accel.frame.facts import certain
from accel.frame.grouping import Grouping, Key
from accel.frame.intercept import REFUSALS, on_both
from accel.frame.lazy import is_planned, state_of
from accel.frame.opaque import Taken
from accel.frame.origin import Origin, origin_of
from accel.frame.run import check
from accel.frame.source import is_supported
from accel.frame.standin import adopting_groups
from accel.frame.state import FrameState, SeriesState, Space, is_same
from accel.plan.errors import Unsupported, refuse


class _Stand:
    """Behaves as pandas' groupby object; makes the real one when it has to."""

    _accel_grouping: Grouping
    _accel_owner: Any  # where the values come from when they are wanted; None: as grouped
    _accel_make: Callable[[Any], Any]
    origin: Origin

    def __getattr__(self, name: str) -> Any:
        if "_accel_grouping" not in self.__dict__ or name.startswith("__"):
            raise AttributeError(name)
        with contextlib.suppress(Unsupported):
            grouping = self._accel_planned()
            state = grouping.state
            if not grouping.single and isinstance(state, FrameState) and name in state.labels:
                return self[name]  # type: ignore[index]
        return getattr(self._accel_realise(name), name)

    def __reduce_ex__(self, protocol: Any) -> Any:
        return self._accel_realise("__reduce_ex__").__reduce_ex__(protocol)

    def _accel_planned(self) -> Grouping:
        """Return what to plan with.

        Raises
        ------
        Unsupported
            If the frame is another by now: groups in pandas see what is assigned to it later.
        """
        grouping = self._accel_grouping
        owner = self._accel_owner
        if owner is not None and not is_same(state_of(owner), grouping.state):
            raise Unsupported("the frame was changed after it was grouped")
        return grouping

    def _accel_realise(self, name: str) -> Any:
        """Group in pandas; from now on this object is that one."""
        own = self.__dict__
        real = own.get("_accel_real")
        if real is None:
            real = fallback.hand_over(
                f"{type(self).__name__}.{name}",
                "not planned: pandas groups the data",
                self._accel_grouped,
            )
            own["_accel_real"] = real
        return real

    def _accel_grouped(self) -> Any:
        """Group by the keys as they were; the values are those of the frame as it is."""
        real = adopting_groups(self._accel_make(self._accel_grouping.held))
        if self._accel_owner is not None:
            if self.__dict__.get("_accel_used"):
                real._obj_with_exclusions  # noqa: B018 - pandas keeps what it used first
            real.obj = self._accel_owner
        return real


class LazyFrameGroupBy(_Stand, DataFrameGroupBy):
    def __init__(self, grouping: Grouping, owner: Any, make: Callable[[Any], Any], origin: Origin):
        own = self.__dict__
        own.update(_accel_grouping=grouping, _accel_owner=owner, _accel_make=make, origin=origin)

    def __getitem__(self, key: Any) -> Any:
        chosen = None
        with contextlib.suppress(Unsupported, *REFUSALS):
            chosen = _select(self._accel_planned(), key)
        if chosen is None:
            return self._accel_realise("__getitem__")[key]
        tally.note(tally.PLANNED, "DataFrameGroupBy.__getitem__")
        origin = Origin(DataFrameGroupBy.__getitem__, (self.origin, key), {})
        make = self._accel_make
        if chosen.single:  # pandas takes the column out at once
            return LazySeriesGroupBy(chosen, None, lambda frame: make(frame)[key], origin)
        return LazyFrameGroupBy(chosen, self._accel_owner, lambda frame: make(frame)[key], origin)


class LazySeriesGroupBy(_Stand, SeriesGroupBy):
    __init__ = LazyFrameGroupBy.__init__


for _cls in (LazyFrameGroupBy, LazySeriesGroupBy):
    for _name in ("__module__", "__name__", "__qualname__"):  # messages show them
        setattr(_cls, _name, getattr(_cls.__mro__[2], _name))


def _select(grouping: Grouping, key: Any) -> Grouping:
    state = grouping.state
    if not isinstance(state, FrameState) or grouping.selected is not None:
        raise Unsupported("columns were chosen before")
    keys = key if isinstance(key, list) else [key]
    if isinstance(key, tuple) or not state.labels.is_simple:
        raise Unsupported("a tuple of labels is not planned")
    if any(isinstance(label, (bool, np.bool_)) for label in keys):
        raise Unsupported("pandas may take booleans for a mask")
    positions = []
    for label in keys:
        if not isinstance(label, Hashable) or label not in state.labels:
            raise Unsupported(f"there is no column {label!r}")
        positions.append(state.position(label))
    if isinstance(key, list) and not state.labels.is_text:
        common = state.labels.index.intersection(pandas.Index(keys)).unique()
        if len(common) != len(set(keys)):
            raise Unsupported("pandas does not find a label among such labels")
    return replace(grouping, selected=tuple(positions), single=not isinstance(key, list))


@on_both("groupby")
def groupby(self: Any, by: Any = None, level: Any = None, *, as_index: bool = True,
            sort: bool = True, group_keys: bool = True, observed: bool = True,
            dropna: bool = True) -> Any:  # fmt: skip
    refuse(level=level is not None, observed=not observed)
    if by is None:
        raise Unsupported("there are no keys")
    given = by if isinstance(by, list) else [by]
    _refuse_opaque_keys(self, given)
    state = state_of(self)
    keys = tuple(_key(state, item) for item in given)
    if not keys or len({key.expr for key in keys}) < len(keys):
        raise Unsupported("a key is given twice")
    for key in keys:
        check(key.expr)
    grouping = Grouping(state, keys, as_index, sort, dropna, held=self.copy(deep=False))
    is_column = [key.place is not None and key.name is not None for key in keys]
    if not as_index and not (all(is_column) and isinstance(state, FrameState)):
        raise Unsupported("as_index=False is planned with keys that are columns")
    kwargs = {"as_index": as_index, "sort": sort, "group_keys": group_keys,
              "observed": observed, "dropna": dropna}  # fmt: skip
    original = pandas.DataFrame.groupby if self.ndim == 2 else pandas.Series.groupby
    origin = Origin(original, (origin_of(self), origin_of(by)), kwargs)
    kind = LazyFrameGroupBy if isinstance(state, FrameState) else LazySeriesGroupBy
    kept = list(map(_held, by)) if isinstance(by, list) else _held(by)
    return kind(grouping, self, lambda frame: original(frame, kept, **kwargs), origin)


def _refuse_opaque_keys(obj: Any, keys: list[Any]) -> None:
    """Refuse columns in memory that the engine does not have, before all the frame is looked at."""
    manager = obj.__dict__.get("_mgr")
    if manager is None or obj.ndim == 1:
        return
    columns = manager.axes[0]
    for key in keys:
        if type(key) is str and key in columns:
            place = columns.get_loc(key)
            dtype = manager.blocks[manager.blknos[place]].dtype if type(place) is int else None
            if dtype is not None and not is_supported(dtype):
                raise Unsupported(f"a column of dtype {dtype}")


def _held(key: Any) -> Any:
    """Return a key as it is now."""
    return key.copy(deep=False) if isinstance(key, pandas.Series) else key


def _key(state: FrameState | SeriesState, item: Any) -> Key:
    if isinstance(item, pandas.Series):
        if not (is_planned(item) or type(item) is pandas.Series):
            raise Unsupported("a key is of a class that is not pandas' own")
        other = certain(state_of(item))
        if not other.space.same_rows(state.space):
            raise Unsupported("a key has other rows: pandas aligns it")
        assert isinstance(other, SeriesState)
        if isinstance(state, SeriesState) and not _is_plain(other.name, state.space):
            raise Unsupported("pandas looks for the name of the key among the labels")
        place = None
        if isinstance(state, FrameState) and any(type(label) is tuple for label in state.labels):
            raise Unsupported(
                "columns of several levels: the name of the key may be part of a label"
            )
        if isinstance(state, FrameState) and other.name in state.labels:
            place = state.position(other.name)
            if state.columns[place] != other.expr:  # not the frame's own: it stays among the values
                place = None
        return Key(other.expr, other.name, place)
    if isinstance(state, FrameState) and isinstance(item, (str, int)) and item in state.labels:
        column = certain(SeriesState(state.space, state.key(item), item))
        place = state.position(item)
        return Key(column.expr, state.labels[place], place)
    raise Unsupported(f"a key of type {type(item).__name__} is not planned")


def _is_plain(name: Hashable, space: Space) -> bool:
    """Tell whether looking for a name among the labels does no more than find it, or not."""
    is_opaque = any(isinstance(level, Taken) for level in space.index or ())
    return name is None or (isinstance(name, (str, int)) and not is_opaque)
