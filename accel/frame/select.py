"""Choosing columns and rows: ``df[...]``, ``head``, ``tail``."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

import numpy as np
import pandas
from pandas.core.common import is_bool_indexer

from accel.frame.core import DataFrame, Series
from accel.frame.facts import assume_rows_of_range, certain
from accel.frame.intercept import LeftToPandasError, on_both, on_frame, on_series
from accel.frame.layout import consolidated, taken
from accel.frame.lazy import is_lazy, is_linked, is_planned, lazy_frame, lazy_series, state_of
from accel.frame.literal import is_position
from accel.frame.names import Labels
from accel.frame.rows import count_rows
from accel.frame.run import check
from accel.frame.state import BOOL, FrameState, SeriesState, Space, State
from accel.plan.errors import Unsupported
from accel.plan.expr import Expr
from accel.plan.nodes import Filter, Limit


def filtered(state: State, mask: Any) -> State:
    """Return the rows of ``state`` where ``mask``, a boolean series over the same rows, is true."""
    condition = state_of(mask)
    assert isinstance(condition, SeriesState)
    if not condition.space.same_rows(state.space):
        raise Unsupported("the mask has other rows: pandas aligns it")
    if isinstance(state, SeriesState):
        assume_rows_of_range(state.space)
    return filter_rows(state, certain(condition).expr)


def filter_rows(state: State, predicate: Expr) -> State:
    """Return the rows where an expression is true, with the labels they have."""
    node, index, meta = state.space.labelled()
    space = Space(Filter(node, check(predicate)), index, meta, uncertain=state.space.uncertain)
    return over(state, space)


def over(state: State, space: Space) -> State:
    """Return the same expressions over another row space."""
    if isinstance(state, SeriesState):
        return SeriesState(space, state.expr, state.name)
    return FrameState(space, state.columns, state.labels, state.blocks)


def copied(state: State) -> State:
    """Return the same expressions over the same rows, in the blocks that a copy of pandas has."""
    if isinstance(state, SeriesState):
        return SeriesState(state.space, state.expr, state.name)
    blocks = consolidated(state.blocks, [expr.dtype for expr in state.columns])
    return FrameState(state.space, state.columns, state.labels, blocks)


def wrap(state: State) -> Any:
    """Return the lazy object of a state."""
    return lazy_series(state) if isinstance(state, SeriesState) else lazy_frame(state)


def is_mask(key: Any) -> bool:
    """Tell whether ``key`` is a boolean series that a plan can filter by."""
    if not isinstance(key, pandas.Series) or not (is_planned(key) or type(key) is pandas.Series):
        return False
    return bool(state_dtype(key) == BOOL)


def state_dtype(series: pandas.Series) -> Any:
    """Return the dtype of a series without computing it."""
    state = state_of(series) if is_lazy(series) else None
    return state.expr.dtype if isinstance(state, SeriesState) else series.dtype


def one_column(state: FrameState, label: Hashable) -> SeriesState:
    """Return a column as a series.

    Raises
    ------
    KeyError
        pandas' own, if there is no such column.
    """
    place = state.position(label)
    return SeriesState(state.space, state.columns[place], state.labels[place])


def some_columns(state: FrameState, keys: Any) -> FrameState:
    """Return the columns that a list of labels names, as pandas orders and checks them."""
    if isinstance(keys, (pandas.DataFrame, dict, set)):
        raise Unsupported("the key is not a list of labels")
    if is_bool_indexer(keys):
        raise Unsupported("the key is a list or array of booleans: a Series of them is planned")
    positions = _positions(state.labels, list(keys))
    columns = tuple(state.columns[p] for p in positions)
    blocks = taken(state.blocks, positions)
    return FrameState(state.space, columns, state.labels.take(positions), blocks)


def _positions(labels: Labels, keys: list[Any]) -> list[int]:
    if not labels.is_simple:
        raise Unsupported("column labels are not unique")
    if all(isinstance(key, str) and key in labels for key in keys):
        return [labels.position(key) for key in keys]
    _, positions = labels.index._get_indexer_strict(keys, "columns")  # type: ignore[attr-defined]
    return [int(p) for p in positions]


@on_frame("__getitem__")
def getitem(self: DataFrame, key: Any) -> Any:
    if isinstance(key, (str, int, tuple)) and not is_linked(self):
        raise LeftToPandasError  # it gives the column as it is, and plans know it again
    if isinstance(key, slice) and not is_lazy(self):
        raise LeftToPandasError
    state = state_of(self)
    assert isinstance(state, FrameState)
    if is_mask(key):
        return wrap(filtered(state, key))
    if isinstance(key, (list, pandas.Index)) or (isinstance(key, np.ndarray) and key.ndim == 1):
        return wrap(some_columns(state, key))
    if isinstance(key, slice):
        if state.space.index_meta.dtype.kind == "f":
            raise Unsupported("a slice by label is not planned")
        return wrap(rows_of_slice(state, key))
    if (pandas.api.types.is_list_like(key) and not isinstance(key, tuple)) or callable(key):
        raise Unsupported(f"a key of type {type(key).__name__} is not planned")
    return wrap(one_column(state, key))


@on_series("__getitem__")
def getitem_of_series(self: Series, key: Any) -> Any:
    if is_mask(key):
        state = state_of(self)
        if state.space.rows == 0:
            raise Unsupported("of no rows a series makes another range")
        return wrap(filtered(state, key))
    if not is_lazy(self):
        raise LeftToPandasError
    raise Unsupported(f"a key of type {type(key).__name__} is not planned")


@on_frame("get")
def get(self: DataFrame, key: Any, default: Any = None) -> Any:
    if not is_linked(self):
        raise LeftToPandasError
    state = state_of(self)
    assert isinstance(state, FrameState)
    if not isinstance(key, str):
        raise Unsupported("the key is not one label")
    return self[key] if key in state.labels else default


def rows_of_slice(state: State, key: slice) -> State:
    """Return the rows of a slice by position, which must be whole numbers."""
    start, stop, step = key.start, key.stop, key.step
    if step not in (None, 1):
        raise Unsupported("a slice with a step is not planned")
    if not all(v is None or is_position(v) for v in (start, stop)):
        raise Unsupported("a slice by label is not planned")
    if start is None and stop is None:
        return over(state, state.space)
    space = state.space
    start = 0 if start is None else int(start)
    if start < 0 or stop is None or stop < 0 or space.rows is not None:
        rows = count_rows(space)
        start, stop, _ = slice(start, None if stop is None else int(stop)).indices(rows)
    return slice_rows(state, start, int(stop))


def slice_rows(state: State, start: int, stop: int) -> State:
    """Return the rows from ``start`` on that are before ``stop``."""
    space = state.space
    if stop < start:
        raise Unsupported("the slice ends before it starts, and so do the labels")
    count = stop - start
    shorter = Space(
        Limit(space.node, count, start),
        space.index,
        space.index_meta if space.index is None else space.labelled()[2],
        start=space.start + start if space.index is None else 0,
        labels=None if space.labels is None else space.labels[start:stop],
        rows=None if space.rows is None else max(min(space.rows - start, count), 0),
        uncertain=space.uncertain,
    )
    return over(state, shorter)


@on_both("head")
def head(self: Any, n: int = 5) -> Any:
    if not is_position(n):
        raise Unsupported("n is not a number")
    if not is_lazy(self):
        raise LeftToPandasError
    return wrap(copied(rows_of_slice(state_of(self), slice(0, int(n)))))


@on_both("tail")
def tail(self: Any, n: int = 5) -> Any:
    if not is_position(n) or n < 0:
        raise Unsupported("n is not a number of rows")
    if not is_lazy(self):
        raise LeftToPandasError
    rows = slice(-int(n), None) if n else slice(0, 0)
    return wrap(copied(rows_of_slice(state_of(self), rows)))
