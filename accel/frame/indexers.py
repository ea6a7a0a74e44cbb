"""``df.loc[...]`` and ``df.iloc[...]``."""

from __future__ import annotations

import sys
import warnings
from typing import Any

import numpy as np
import pandas
from pandas.core.common import apply_if_callable
from pandas.core.indexing import _iLocIndexer, _LocIndexer

from accel.catching import caught_warnings
from accel.frame.caller import from_pandas
from accel.frame.chained import warn_of_indexer
from accel.frame.core import adopt
from accel.frame.intercept import LeftToPandasError, record_call
from accel.frame.layout import taken
from accel.frame.lazy import is_lazy, is_planned, state_of
from accel.frame.literal import is_position
from accel.frame.select import (
    filtered,
    is_mask,
    one_column,
    over,
    rows_of_slice,
    some_columns,
    wrap,
)
from accel.frame.state import FrameState, SeriesState
from accel.plan.errors import Unsupported


class LocIndexer(_LocIndexer):
    """``df.loc``: masks and columns become plans; the rest is pandas'."""

    def __getitem__(self, key: Any) -> Any:
        if is_planned(self.obj) and not from_pandas():
            # Functions are called once, whatever becomes of the plan.
            if type(key) is tuple:  # others are labels
                key = tuple(apply_if_callable(part, self.obj) for part in key)
            elif callable(key):
                key = apply_if_callable(key, self.obj)
                if isinstance(key, tuple):  # one label, then, not rows and columns
                    return adopt(self._getitem_axis(key, axis=self.axis or 0))
            return record_call("loc[]", _loc, _plain_loc, self.obj, (key,), {})
        return super().__getitem__(key)

    def __setitem__(self, key: Any, value: Any) -> None:
        from accel.frame.assign import set_where

        warn_of_indexer(sys.getrefcount(self.obj))
        obj = self.obj  # one reference more, so that pandas does not warn again
        if not is_lazy(obj) or not set_where(obj, key, value):
            super().__setitem__(key, value)

    def __call__(self, axis: Any = None) -> Any:
        return _LocIndexer("loc", self.obj)(axis)


class ILocIndexer(_iLocIndexer):
    """``df.iloc``: slices of rows become plans; the rest is pandas'."""

    def __getitem__(self, key: Any) -> Any:
        if is_lazy(self.obj) and not from_pandas():
            return record_call("iloc[]", _iloc, _plain_iloc, self.obj, (key,), {})
        return super().__getitem__(key)

    def __call__(self, axis: Any = None) -> Any:
        return _iLocIndexer("iloc", self.obj)(axis)


for _indexer in (LocIndexer, ILocIndexer):
    for _name in ("__module__", "__name__", "__qualname__"):  # messages show them
        setattr(_indexer, _name, getattr(_indexer.__mro__[1], _name))


def _plain_loc(obj: Any, key: Any) -> Any:
    return _LocIndexer("loc", obj)[key]


def _plain_iloc(obj: Any, key: Any) -> Any:
    return _iLocIndexer("iloc", obj)[key]


def _loc(self: Any, key: Any) -> Any:
    rows, columns = key if isinstance(key, tuple) and len(key) == 2 else (key, slice(None))
    if self.ndim == 1 and isinstance(key, tuple):
        raise Unsupported("a tuple of labels is not planned")
    has_mask = is_mask(rows)
    if not has_mask and not (isinstance(rows, slice) and rows == slice(None)):
        if not is_lazy(self):
            raise LeftToPandasError
        raise Unsupported("rows are chosen by label: a mask is planned")
    state = state_of(self)
    if has_mask:
        state = filtered(state, rows)
    if isinstance(state, SeriesState) or not isinstance(key, tuple):
        return wrap(over(state, state.space))
    if isinstance(columns, slice):
        if columns != slice(None):
            state = _columns_of_slice(state, columns)
        elif not has_mask and _has_levels(state):
            return self  # pandas goes over slices of levels, of which none does anything
        return wrap(over(state, state.space))
    if isinstance(columns, (list, pandas.Index)):
        return wrap(some_columns(state, columns))
    if isinstance(columns, (str, int)) and not isinstance(columns, bool):
        return wrap(one_column(state, columns))
    raise Unsupported("columns are not chosen by label")


def _has_levels(state: FrameState) -> bool:
    """Tell whether the rows or the columns are labelled by a MultiIndex."""
    axes = (state.space.index_meta, state.labels.index)
    return any(isinstance(axis, pandas.MultiIndex) for axis in axes)


def _columns_of_slice(state: FrameState, labels: slice) -> FrameState:
    """Return the columns that a slice of labels names, as pandas checks and finds them."""
    numbers = pandas.DataFrame([range(len(state.columns))], columns=state.labels.index)
    with caught_warnings(record=True) as caught:
        warnings.simplefilter("always")
        chosen = numbers.loc[:, labels]
    if caught:
        raise Unsupported("pandas warns of the slice")
    places = [int(place) for place in chosen.iloc[0]]
    picked = tuple(state.columns[place] for place in places)
    return FrameState(state.space, picked, chosen.columns, taken(state.blocks, places))


def _iloc(self: Any, key: Any) -> Any:
    state = state_of(self)
    rows, columns = key if isinstance(key, tuple) and len(key) == 2 else (key, slice(None))
    if not isinstance(rows, slice):
        raise Unsupported("rows are chosen by position: a slice is planned")
    state = rows_of_slice(state, rows)
    if columns == slice(None):
        return wrap(state)
    if isinstance(state, SeriesState):
        raise Unsupported("a series has no columns")
    if is_position(columns):
        return wrap(SeriesState(state.space, state.columns[columns], state.labels[int(columns)]))
    if not isinstance(columns, (slice, list)):
        raise Unsupported("columns are chosen by something else than numbers")
    places = np.arange(len(state.columns))[columns].tolist()
    picked = tuple(state.columns[p] for p in places)
    blocks = taken(state.blocks, places)
    return wrap(FrameState(state.space, picked, state.labels.take(places), blocks))
