"""Labels and the index: ``rename``, ``drop``, ``reset_index``, ``set_index``, ``copy``."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

import pandas

from accel.frame.core import DataFrame, Series
from accel.frame.empty import IndexMeta
from accel.frame.facts import settled
from accel.frame.intercept import LeftToPandasError, on_both, on_frame, on_series
from accel.frame.layout import ALONE, Blocks, inserted, viewed
from accel.frame.lazy import become, is_lazy, lazy_frame, lazy_series, named, state_of
from accel.frame.names import Labels
from accel.frame.opaque import Taken
from accel.frame.origin import Origin, origin_of
from accel.frame.select import copied, over, wrap
from accel.frame.state import INT64, FrameState, SeriesState, Space
from accel.plan.errors import Unsupported, refuse
from accel.plan.expr import Expr


@on_both("copy")
def copy(self: Any, deep: Any = True) -> Any:
    if not is_lazy(self):
        raise LeftToPandasError
    state = state_of(self)
    again = copied(state) if deep else over(state, state.space)
    again.is_copy = bool(deep)
    return wrap(again)


@on_frame("rename")
def rename(self: DataFrame, mapper: Any = None, *, index: Any = None, columns: Any = None,
           axis: Any = None, copy: Any = None, inplace: bool = False, level: Any = None,
           errors: str = "ignore") -> Any:  # fmt: skip
    if mapper is not None and axis in (1, "columns") and columns is None:
        mapper, columns, axis = None, mapper, None
    if mapper is not None or index is not None or columns is None:
        raise Unsupported("labels of rows are renamed")
    refuse(axis=axis is not None, copy=copy is not None, inplace=inplace, level=level is not None)
    if not is_lazy(self):
        raise LeftToPandasError
    state = state_of(self)
    assert isinstance(state, FrameState)
    labels = _renamed(state, columns, errors)
    changed = FrameState(state.space, state.columns, labels, state.blocks)
    # Not the mapper: a function is called once.
    changed.origin = Origin(_with_columns, (origin_of(self), labels.index.view()), {})
    return lazy_frame(changed)


def _renamed(state: FrameState, columns: Any, errors: str) -> Labels:
    old = state.labels.as_now()
    is_plain = type(columns) is dict and old.is_text and old.is_simple and errors == "ignore"
    if is_plain and all(type(name) is str for name in columns.values()):
        names = tuple(columns.get(name, name) for name in old.names)
        return Labels(names, lambda: pandas.Index(names, dtype="str"), is_text=True)
    labels = Labels.of(state.meta.rename(columns=columns, errors=errors).columns)
    try:
        hash(labels)
    except TypeError as error:
        raise Unsupported("a label cannot be looked up") from error
    return labels


@on_series("rename")
def rename_series(
    self: Series,
    index: Any = None,
    *,
    axis: Any = None,
    copy: Any = None,
    inplace: bool = False,
    level: Any = None,
    errors: str = "ignore",
) -> Any:
    if not is_lazy(self):
        raise LeftToPandasError
    refuse(
        axis=axis not in (None, 0, "index"),
        copy=copy is not None,
        inplace=inplace,
        level=level is not None,
    )
    if not (index is None or isinstance(index, (str, int, tuple))):
        raise Unsupported("labels of rows are renamed")
    state = state_of(self)
    assert isinstance(state, SeriesState)
    return lazy_series(SeriesState(state.space, state.expr, index))


@on_frame("drop")
def drop(self: DataFrame, labels: Any = None, *, axis: Any = 0, index: Any = None,
         columns: Any = None, level: Any = None, inplace: bool = False,
         errors: str = "raise") -> Any:  # fmt: skip
    if labels is not None and axis in (1, "columns") and columns is None:
        labels, columns, axis = None, labels, 0
    if labels is not None or index is not None or columns is None:
        raise Unsupported("rows are dropped by their labels: a filter, df[mask], is planned")
    refuse(axis=axis not in (0, "index"), level=level is not None)
    if not is_lazy(self):
        raise LeftToPandasError
    state = state_of(self)
    assert isinstance(state, FrameState)
    if not state.labels.is_simple:
        raise Unsupported("column labels are not unique")
    kept = state.meta.drop(columns=columns, errors=errors).columns
    places = state.labels.index.get_indexer(kept).tolist()
    exprs = tuple(state.columns[p] for p in places)
    changed = FrameState(state.space, exprs, kept, viewed(state.blocks, places))
    if not inplace:
        return lazy_frame(changed)
    self._check_inplace_deprecation(inplace, "drop")
    changed.origin = Origin(pandas.DataFrame.drop, (origin_of(self),), {"columns": columns})
    become(self, changed)
    return None


def without_index(space: Space) -> Space:
    """Return the same rows numbered from 0."""
    return Space(space.node, None, pandas.RangeIndex(0), rows=space.rows, uncertain=space.uncertain)


@on_frame("reset_index")
def reset_index(self: DataFrame, level: Any = None, *, drop: bool = False, inplace: bool = False,
                col_level: Any = 0, col_fill: Any = "", allow_duplicates: Any = False,
                names: Any = None) -> Any:  # fmt: skip
    refuse(level=level is not None, inplace=inplace, col_level=bool(col_level),
           col_fill=col_fill != "", allow_duplicates=allow_duplicates is not False)  # fmt: skip
    state = state_of(self)
    assert isinstance(state, FrameState)
    if drop:
        if not is_lazy(self):
            raise LeftToPandasError
        space = without_index(state.space)
        return lazy_frame(FrameState(space, state.columns, state.labels, state.blocks))
    space, levels = numbered(state.space)
    labels = _with_levels(state.space, state.labels) if names is None else None
    if labels is None:
        labels = Labels.of(state.meta.reset_index(names=names).columns)
    blocks = _below_levels(state.blocks, len(levels))
    return lazy_frame(FrameState(space, (*levels, *state.columns), labels, blocks))


def _below_levels(blocks: Blocks, count: int) -> Blocks:
    """Return the blocks of a frame whose first columns are the levels of its index."""
    for _ in range(count):
        blocks = inserted(blocks, 0)
    return blocks


def _with_levels(space: Space, labels: Labels) -> Labels | None:
    """Return the labels after those of the index, None unless all of that is plain."""
    names = space.index_names
    if not labels.is_simple or not all(isinstance(n, str) and n not in labels for n in names):
        return None
    for name in reversed(names):
        labels = labels.insert(0, name)
    return labels


def numbered(space: Space) -> tuple[Space, list[Expr]]:
    """Return the same rows numbered from 0, and their old labels as columns."""
    if space.index is None:
        node, index, _ = space.labelled()
        assert index is not None
        return (
            Space(node, None, pandas.RangeIndex(0), rows=space.rows, uncertain=space.uncertain),
            list(index),
        )
    if any(isinstance(level, Taken) for level in space.index):
        raise Unsupported("the index is of a dtype that the engine does not have")
    return without_index(space), list(space.index)


@on_series("reset_index")
def reset_index_of_series(
    self: Series,
    level: Any = None,
    *,
    drop: bool = False,
    name: Any = ...,
    inplace: bool = False,
    allow_duplicates: bool = False,
) -> Any:
    refuse(level=level is not None, inplace=inplace, allow_duplicates=allow_duplicates is not False)
    state = state_of(self)
    assert isinstance(state, SeriesState)
    if drop:
        if not is_lazy(self):
            raise LeftToPandasError
        return lazy_series(SeriesState(without_index(state.space), state.expr, state.name))
    space, levels = numbered(state.space)
    own = state.name if name is ... else name
    labels = None
    if isinstance(own, str):
        alone = Labels((own,), lambda: pandas.Index([own]), is_text=True)
        labels = _with_levels(state.space, alone)
    if labels is None:
        kwargs = {} if name is ... else {"name": name}
        labels = Labels.of(state.meta.reset_index(**kwargs).columns)
    blocks = _below_levels(ALONE, len(levels))
    return lazy_frame(FrameState(space, (*levels, state.expr), labels, blocks))


@on_series("to_frame")
def to_frame(self: Series, name: Any = ...) -> Any:
    state = state_of(self)
    assert isinstance(state, SeriesState)
    if not is_lazy(self):
        raise LeftToPandasError
    labels = (state.meta.to_frame() if name is ... else state.meta.to_frame(name)).columns
    return lazy_frame(FrameState(state.space, (state.expr,), labels, ALONE))


@on_frame("set_index")
def set_index(self: DataFrame, keys: Any, *, drop: bool = True, append: bool = False,
              inplace: bool = False, verify_integrity: bool = False) -> Any:  # fmt: skip
    refuse(append=append, inplace=inplace, verify_integrity=verify_integrity)
    labels = keys if isinstance(keys, list) else [keys]
    if not labels or not all(isinstance(label, (str, int)) for label in labels):
        raise Unsupported("the keys are not labels of columns")
    state = state_of(self)
    assert isinstance(state, FrameState)
    if any(label not in state.labels for label in labels):
        raise KeyError(f"None of {labels} are in the columns")
    places = [state.position(label) for label in labels]
    levels = tuple(settled(state, [state.columns[p] for p in places]))
    if any(isinstance(level, Taken) for level in levels):
        raise Unsupported("the index is of a dtype that the engine does not have")
    if (
        len(levels) == 1
        and getattr(levels[0].dtype, "kind", "O") == "i"
        and levels[0].dtype != INT64
    ):
        raise Unsupported("small integers become a range of int64 if they are evenly spaced")
    meta = state.meta.set_index(keys, drop=drop)
    kept = [p for p in range(len(state.labels)) if not drop or p not in places]
    index: pandas.Index | IndexMeta = meta.index
    if len(levels) == 1 and levels[0].dtype == INT64:  # a range, if they are evenly spaced
        index = IndexMeta([INT64], meta.index.names, set_at=state.space.node)
    space = Space(
        state.space.node, levels, index, rows=state.space.rows,
        uncertain=state.space.uncertain,
    )  # fmt: skip
    columns = tuple(state.columns[p] for p in kept)
    blocks = viewed(state.blocks, kept) if drop else state.blocks
    return lazy_frame(FrameState(space, columns, meta.columns, blocks))


def set_name(series: Series, name: Hashable) -> None:
    """Set the name of a lazy series."""
    state = state_of(series)
    assert isinstance(state, SeriesState)
    if not pandas.api.types.is_hashable(name):
        raise Unsupported("the name is not hashable")
    changed = SeriesState(state.space, state.expr, name)
    changed.origin = Origin(pandas.Series.rename, (origin_of(series), name), {})
    become(series, changed)
    named(series, name)


def set_columns(frame: DataFrame, labels: Any) -> None:
    """Set the column labels of a lazy frame."""
    state = state_of(frame)
    assert isinstance(state, FrameState)
    meta = state.meta.copy()
    meta.columns = labels  # pandas' own errors
    changed = FrameState(state.space, state.columns, meta.columns, state.blocks)
    changed.origin = Origin(_with_columns, (origin_of(frame), meta.columns), {})
    become(frame, changed)


def _with_columns(frame: pandas.DataFrame, labels: pandas.Index) -> pandas.DataFrame:
    result = frame.copy(deep=False)
    result.columns = labels
    return result
