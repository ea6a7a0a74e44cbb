"""``groupby``: a stand-in that plans the usual aggregations and asks pandas for the rest."""

from __future__ import annotations

import copyreg
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

import numpy as np
import pandas
from pandas.core.groupby.generic import DataFrameGroupBy, SeriesGroupBy

from accel.frame import fallback, tally
from accel.frame.aggregation import COUNTS, as_columns, result_dtype
from accel.frame.core import DataFrame, is_planned, lazy_frame, lazy_series, state_of
from accel.frame.facts import certain, retype, sums_to_fit, sure
from accel.frame.intercept import REFUSALS, on_both
from accel.frame.names import Labels
from accel.frame.origin import Origin, origin_of
from accel.frame.run import check
from accel.frame.state import FrameState, IndexMeta, SeriesState, Space, is_same
from accel.plan.errors import Unsupported, refuse
from accel.plan.expr import Column, DType, Expr
from accel.plan.nodes import Aggregate, Aggregation, Field
from accel.plan.tree import new_id


class Key(NamedTuple):
    """A grouping key; ``label`` is the column it is, None for a series of its own."""

    expr: Expr
    name: Hashable
    label: Hashable


@dataclass(frozen=True)
class Grouping:
    """What a groupby was asked for.

    Attributes
    ----------
    state : FrameState or SeriesState
        What is grouped.
    keys : tuple of Key
        By what.
    selected : tuple of int or None
        Positions of the chosen columns.
    single : bool
        Whether one column was chosen by its label, so that results are series.
    held : DataFrame or Series
        A copy, as the frame was when it was grouped: pandas takes the keys then.
    """

    state: FrameState | SeriesState
    keys: tuple[Key, ...]
    as_index: bool
    sort: bool
    dropna: bool
    selected: tuple[int, ...] | None = None
    single: bool = False
    held: Any = None

    def values(self) -> list[tuple[Hashable, Expr]]:
        """Return label and expression of each column to aggregate."""
        state = self.state
        if isinstance(state, SeriesState):
            return [(state.name, state.expr)]
        if self.selected is not None:
            return [(state.labels[p], state.columns[p]) for p in self.selected]
        taken = {key.label for key in self.keys if key.label is not None}
        pairs = zip(state.labels, state.columns, strict=True)
        return [(label, expr) for label, expr in pairs if label not in taken]

    def column(self, label: Hashable) -> Expr:
        """Return the column of a label.

        Raises
        ------
        Unsupported
            If there is none: pandas knows the error. Or if it is a tuple: pandas reads some as
            labels of several levels.
        """
        if type(label) is tuple:
            raise Unsupported("a tuple of labels is not planned")
        if self.selected is not None or isinstance(self.state, SeriesState):
            found = [expr for name, expr in self.values() if name == label]
            if len(found) != 1:
                raise Unsupported(f"there is not one column {label!r}")
            return found[0]
        try:
            return self.state.columns[self.state.position(label)]
        except KeyError as error:
            raise Unsupported(f"there is not one column {label!r}") from error


class _Stand:
    """Behaves as pandas' groupby object; makes the real one when it has to."""

    _accel_grouping: Grouping
    _accel_owner: Any  # where the values come from when they are wanted; None: as grouped
    _accel_make: Callable[[Any], Any]
    origin: Origin

    def __getattr__(self, name: str) -> Any:
        grouping = self.__dict__.get("_accel_grouping")
        if grouping is None or name.startswith("__"):
            raise AttributeError(name)
        if isinstance(grouping.state, FrameState) and name in grouping.state.labels:
            return self[name]  # type: ignore[index]
        return getattr(self._accel_realise(name), name)

    def __reduce_ex__(self, protocol: Any) -> Any:
        real = self._accel_realise("__reduce_ex__")
        state = real.__reduce_ex__(2)[2:]
        return copyreg._reconstructor, (type(real), object, None), *state  # type: ignore[attr-defined]

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
        real = self._accel_make(self._accel_grouping.held)
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
        try:
            chosen = _select(self._accel_planned(), key)
        except (Unsupported, *REFUSALS):
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
    positions = []
    for label in keys:
        if not isinstance(label, Hashable) or label not in state.labels:
            raise Unsupported(f"there is no column {label!r}")
        positions.append(state.position(label))
    return replace(grouping, selected=tuple(positions), single=not isinstance(key, list))


@on_both("groupby")
def groupby(self: Any, by: Any = None, level: Any = None, *, as_index: bool = True,
            sort: bool = True, group_keys: bool = True, observed: bool = True,
            dropna: bool = True) -> Any:  # fmt: skip
    refuse(level=level is not None, observed=not observed)
    if by is None:
        raise Unsupported("there are no keys")
    state = state_of(self)
    given = by if isinstance(by, list) else [by]
    keys = tuple(_key(state, item) for item in given)
    if not keys or len({key.expr for key in keys}) < len(keys):
        raise Unsupported("a key is given twice")
    for key in keys:
        check(key.expr)
    grouping = Grouping(state, keys, as_index, sort, dropna, held=self.copy(deep=False))
    if not as_index and (any(k.label is None for k in keys) or isinstance(state, SeriesState)):
        raise Unsupported("as_index=False is planned with keys that are columns")
    kwargs = {"as_index": as_index, "sort": sort, "group_keys": group_keys,
              "observed": observed, "dropna": dropna}  # fmt: skip
    original = pandas.DataFrame.groupby if self.ndim == 2 else pandas.Series.groupby
    origin = Origin(original, (origin_of(self), origin_of(by)), kwargs)
    kind = LazyFrameGroupBy if isinstance(state, FrameState) else LazySeriesGroupBy
    kept = list(map(_held, by)) if isinstance(by, list) else _held(by)
    return kind(grouping, self, lambda frame: original(frame, kept, **kwargs), origin)


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
        label = None
        if (
            isinstance(state, FrameState)
            and other.name in state.labels
            and state.columns[state.position(other.name)] == other.expr
        ):
            # pandas takes a series that is one of the frame's own columns out of the values
            label = other.name
        return Key(other.expr, other.name, label)
    if isinstance(state, FrameState) and isinstance(item, (str, int)) and item in state.labels:
        column = certain(SeriesState(state.space, state.key(item), item))
        return Key(column.expr, state.labels[state.position(item)], item)
    raise Unsupported(f"a key of type {type(item).__name__} is not planned")


class Wanted(NamedTuple):
    """One aggregate of the result."""

    label: Any
    function: str
    expr: Expr | None
    options: tuple[tuple[str, Any], ...] = ()


def shown_keys(keys: Sequence[Column]) -> tuple[list[Expr], list[Aggregation]]:
    """Return the keys of groups as pandas shows them, and the aggregates it takes.

    0.0 and -0.0 are one key: the first of each group is shown.
    """
    firsts = {
        key: Aggregation(Field(new_id(), key.dtype, key.name), "first", key)
        for key in keys
        if getattr(key.dtype, "kind", "O") == "f"
    }
    shown: list[Expr] = [firsts[k].field.column() if k in firsts else k for k in keys]
    return shown, list(firsts.values())


def aggregated(grouping: Grouping, wanted: Sequence[Wanted]) -> tuple[Space, list[Expr]]:
    """Return the row space of the groups and the expressions of the aggregates."""
    state = grouping.state
    needed = [w.expr for w in wanted if w.expr is not None and w.function not in COUNTS]
    certain(state, needed)
    narrowed = state.space.narrowed
    node, keys = as_columns(state.space.node, [retype(key.expr, narrowed) for key in grouping.keys])
    aggregations = []
    narrow: dict[int, DType] = {}
    for label, function, expr, options in wanted:
        if expr is not None:
            expr = retype(expr, narrowed)
            if function in COUNTS:
                sure(expr)
        dtype = result_dtype(function, None if expr is None else expr.dtype)
        if function == "mean" and dtype == np.float32:
            raise Unsupported("means of float32 are float64 if the keys are in order")
        arg = None if expr is None or function == "size" else check(expr)
        field = Field(new_id(), dtype, str(label))
        is_whole = expr is not None and getattr(expr.dtype, "kind", "O") in "iu"
        if function in ("sum", "prod") and is_whole and expr.dtype.itemsize < 8:  # type: ignore[union-attr]
            narrow[field.id] = expr.dtype  # type: ignore[union-attr]
        aggregations.append(Aggregation(field, function, arg, options))
    levels, firsts = shown_keys(keys)
    result = Aggregate(
        node,
        tuple(key.id for key in keys),
        (*aggregations, *firsts),
        sort=grouping.sort,
        dropna=grouping.dropna,
    )
    exprs = [a.field.column() for a in aggregations]
    uncertain = sums_to_fit(result, narrow)
    if not grouping.as_index:
        space = Space(result, None, pandas.RangeIndex(0), uncertain=uncertain)
        return space, [*levels, *exprs]
    meta = IndexMeta([k.expr.dtype for k in grouping.keys], [k.name for k in grouping.keys])
    return Space(result, tuple(levels), meta, uncertain=uncertain), list(exprs)


def frame_result(grouping: Grouping, wanted: Sequence[Wanted], labels: Labels) -> DataFrame:
    """Return the lazy frame of some aggregates."""
    space, exprs = aggregated(grouping, wanted)
    if not grouping.as_index:
        if labels.names and isinstance(labels[0], tuple):
            raise Unsupported("as_index=False is not planned with labels of two levels")
        for key in reversed(grouping.keys):
            labels = labels.insert(0, key.name)
        if not labels.is_simple:
            raise Unsupported("a key is among the aggregates")
    return lazy_frame(FrameState(space, tuple(exprs), labels))


def series_result(grouping: Grouping, wanted: Wanted, name: Hashable) -> Any:
    """Return the lazy series of one aggregate (a frame if the keys are columns)."""
    if not grouping.as_index:
        return frame_result(grouping, [wanted], Labels.of(pandas.Index([wanted.label])))
    space, exprs = aggregated(grouping, [wanted])
    return lazy_series(SeriesState(space, exprs[0], name))
