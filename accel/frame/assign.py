"""Setting columns: ``df[c] = ...``, ``assign``, ``insert``, ``pop``, ``del``."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

import pandas
from pandas.core.common import apply_if_callable

from accel.frame.core import DataFrame
from accel.frame.facts import certain
from accel.frame.intercept import LeftToPandasError, on_frame
from accel.frame.layout import inserted, replaced, viewed
from accel.frame.lazy import become, is_lazy, is_planned, lazy_frame, state_of
from accel.frame.literal import in_dtype, is_position
from accel.frame.missing import chosen
from accel.frame.origin import Origin, origin_of
from accel.frame.select import is_mask, one_column, wrap
from accel.frame.sharing import give_columns
from accel.frame.state import FrameState, SeriesState
from accel.plan.errors import Unsupported
from accel.plan.expr import Expr


def column_of(state: FrameState, value: Any) -> Expr:
    """Return the expression of a new column: a series over the same rows, or one value."""
    if isinstance(value, pandas.Series):
        if not (is_planned(value) or type(value) is pandas.Series):
            raise Unsupported("the new column is of a class that is not pandas' own")
        other = state_of(value)
        if not other.space.same_rows(state.space):
            raise Unsupported("the new column has other rows: pandas aligns it")
        assert isinstance(other, SeriesState)
        return certain(other).expr
    if not pandas.api.types.is_scalar(value):
        raise Unsupported(f"the new column comes from a {type(value).__name__}")
    if not isinstance(value, float) and pandas.isna(value):
        raise Unsupported("which dtype a missing value has alone, pandas finds out")
    return in_dtype(value, pandas.Series([value]).dtype)


def with_column(state: FrameState, label: Hashable, expr: Expr) -> FrameState:
    """Return the state with a column replaced, or added at the end."""
    if not state.labels.is_simple:
        raise Unsupported("column labels are not unique")
    if label in state.labels:
        place = state.position(label)
        columns = (*state.columns[:place], expr, *state.columns[place + 1 :])
        return FrameState(state.space, columns, state.labels, replaced(state.blocks, place))
    count = len(state.labels)
    labels = state.labels.insert(count, label)
    return FrameState(state.space, (*state.columns, expr), labels, (*state.blocks, (count,)))


@on_frame("__setitem__")
def setitem(self: DataFrame, key: Any, value: Any) -> None:
    if not is_lazy(self) and not is_lazy(value):
        raise LeftToPandasError
    if not isinstance(key, (str, int, tuple)):
        raise Unsupported(f"a key of type {type(key).__name__} is not planned")
    state = state_of(self)
    assert isinstance(state, FrameState)
    if isinstance(key, tuple) and not state.labels.is_text:
        raise Unsupported("whether a tuple is one of such labels, pandas finds out")
    changed = with_column(state, key, column_of(state, value))
    if len(changed.columns) == len(state.columns):
        give_columns(self, changed)
    become(self, changed)


def set_where(frame: Any, key: Any, value: Any) -> bool:
    """``df.loc[mask, column] = value`` of a lazy frame, if its dtypes stay; tell whether it was."""
    is_cell = isinstance(key, tuple) and len(key) == 2 and isinstance(key[1], str)
    if not isinstance(frame, DataFrame) or not is_cell or not is_mask(key[0]):
        return False
    mask, label = key
    state = state_of(frame)
    assert isinstance(state, FrameState)
    if label not in state.labels:
        return False
    try:
        series = chosen(wrap(one_column(state, label)), mask, value, flipped=True)
        changed = with_column(state, label, column_of(state, series))
    except Unsupported:
        return False
    changed.origin = Origin(_mask_column, (origin_of(frame), origin_of(mask), label, value), {})
    if len(state.blocks) > 1:  # pandas writes to one block otherwise than to several
        give_columns(frame, changed)
    become(frame, changed)
    return True


def _mask_column(frame: pandas.DataFrame, mask: Any, label: Hashable, value: Any) -> Any:
    result = frame.copy(deep=False)
    result.loc[mask, label] = value
    return result


@on_frame("assign")
def assign(self: DataFrame, **columns: Any) -> Any:
    copy = _copy_of(self)
    if not copy.labels.is_simple:
        raise Unsupported("column labels are not unique")  # before a function runs
    result = lazy_frame(copy)
    for label, value in columns.items():
        result_value = apply_if_callable(value, result)  # which may change the frame
        try:
            state = state_of(result)
            assert isinstance(state, FrameState)
            changed = with_column(state, label, column_of(state, result_value))
        except Unsupported:
            if result_value is value:
                raise
            # The function ran already, once: pandas goes on from here.
            result[label] = result_value
            continue
        changed.origin = Origin(
            pandas.DataFrame.assign, (origin_of(result),), {str(label): origin_of(result_value)}
        )
        become(result, changed)
    return result


def _copy_of(frame: DataFrame) -> FrameState:
    state = state_of(frame)
    assert isinstance(state, FrameState)
    copy = FrameState(state.space, state.columns, state.labels, state.blocks)
    copy.origin = origin_of(frame)
    return copy


@on_frame("insert")
def insert(self: DataFrame, loc: int, column: Hashable, value: Any,
           allow_duplicates: Any = False) -> None:  # fmt: skip
    if not is_lazy(self):
        raise LeftToPandasError
    state = state_of(self)
    assert isinstance(state, FrameState)
    if not state.labels.is_simple:
        raise Unsupported("column labels are not unique")
    if column in state.labels or not is_position(loc) or not 0 <= loc <= len(state.labels):
        raise Unsupported("the column exists, or the position does not")
    expr = column_of(state, value)
    columns = (*state.columns[:loc], expr, *state.columns[loc:])
    labels = state.labels.insert(loc, column)
    become(self, FrameState(state.space, columns, labels, inserted(state.blocks, loc)))


@on_frame("pop")
def pop(self: DataFrame, item: Hashable) -> Any:
    if not is_lazy(self):
        raise LeftToPandasError
    state = state_of(self)
    assert isinstance(state, FrameState)
    series = one_column(state, item)
    series.origin = Origin(pandas.DataFrame.__getitem__, (origin_of(self), item), {})
    delete(self, item)
    return wrap(series)


@on_frame("__delitem__")
def delete(self: DataFrame, key: Hashable) -> None:
    if not is_lazy(self):
        raise LeftToPandasError
    state = state_of(self)
    assert isinstance(state, FrameState)
    place = state.position(key)
    columns = (*state.columns[:place], *state.columns[place + 1 :])
    left = [p for p in range(len(state.labels)) if p != place]
    changed = FrameState(state.space, columns, state.labels.take(left), viewed(state.blocks, left))
    changed.origin = Origin(_without, (origin_of(self), key), {})
    become(self, changed)


def _without(frame: pandas.DataFrame, key: Hashable) -> pandas.DataFrame:
    return frame.drop(columns=[key])
