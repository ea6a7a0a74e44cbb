"""Row order: ``sort_values``, ``sort_index``, ``nlargest``, ``nsmallest``."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import Any, Final

import numpy as np
import pandas
from pandas.core.common import consensus_name_attr

from accel.frame.aggregation import as_columns
from accel.frame.core import DataFrame, Series
from accel.frame.facts import assume_rows_of_range, certain, settled
from accel.frame.intercept import on_both, on_frame, on_series
from accel.frame.labels import without_index
from accel.frame.lazy import state_of
from accel.frame.literal import is_position
from accel.frame.opaque import Taken
from accel.frame.presence import require_present
from accel.frame.select import over, wrap
from accel.frame.state import FrameState, SeriesState, Space, State
from accel.plan.errors import Unsupported, refuse
from accel.plan.expr import Expr
from accel.plan.nodes import Sort

_KINDS: Final = ("quicksort", "mergesort", "heapsort", "stable")


def sort_rows(
    state: State,
    keys: Sequence[Expr],
    ascending: Sequence[bool],
    *,
    na_last: bool = True,
    limit: int | None = None,
    renumber: bool = False,
) -> State:
    """Return the rows in the order of some keys; ties keep their order."""
    for key in keys:
        if isinstance(key, Taken):
            raise Unsupported(f"the engine does not sort by a column of dtype {key.dtype}")
    unique: dict[Expr, bool] = {}
    for key, up in zip(keys, ascending, strict=True):
        unique.setdefault(key, up)
    if len(unique) == 1 < len(keys) and not na_last:
        raise Unsupported("by several keys a missing number ties with -inf: these keys are one")
    if renumber:
        node, index, meta = state.space.node, None, pandas.RangeIndex(0)
    else:
        node, index, meta = state.space.labelled()  # type: ignore[assignment]
    node, columns = as_columns(node, list(unique))
    node = Sort(
        node,
        tuple(column.id for column in columns),
        tuple(unique.values()),
        na_last=na_last,
        limit=limit,
    )
    rows = state.space.rows
    if limit is not None and rows is not None:
        rows = min(rows, limit)
    space = Space(node, index, meta, rows=rows, uncertain=state.space.uncertain)
    return over(state, space)


@on_frame("sort_values")
def sort_values(self: DataFrame, by: Any, *, axis: Any = 0, ascending: Any = True,
                inplace: bool = False, kind: Any = "quicksort", na_position: str = "last",
                ignore_index: bool = False, key: Any = None) -> Any:  # fmt: skip
    _refuse(axis, inplace, key, na_position, kind)
    state = state_of(self)
    assert isinstance(state, FrameState)
    by = by if isinstance(by, list) else [by]
    if not by or not all(isinstance(label, (str, int)) for label in by):
        raise Unsupported("the keys are not labels of columns")
    up = list(ascending) if isinstance(ascending, (list, tuple)) else [ascending] * len(by)
    if len(up) != len(by) or not all(isinstance(u, (bool, np.bool_, int)) for u in up):
        raise Unsupported("ascending= is not one bool a key")
    keys = settled(state, [_key(state, label) for label in by])
    return wrap(
        sort_rows(state, keys, [bool(u) for u in up], na_last=na_position == "last",
                  renumber=ignore_index)
    )  # fmt: skip


def _key(state: FrameState, label: Hashable) -> Expr:
    if label in state.labels:
        return state.key(label)
    names = list(state.space.index_names)
    if state.space.index is not None and label in names:
        return state.space.index[names.index(label)]
    raise KeyError(label)


@on_series("sort_values")
def sort_series(self: Series, *, axis: Any = 0, ascending: Any = True, inplace: bool = False,
                kind: Any = "quicksort", na_position: str = "last", ignore_index: bool = False,
                key: Any = None) -> Any:  # fmt: skip
    _refuse(axis, inplace, key, na_position, kind)
    if isinstance(ascending, (list, tuple)) and len(ascending) == 1:
        ascending = ascending[0]
    if not isinstance(ascending, (bool, np.bool_)):
        raise Unsupported("ascending= is not a bool")
    state = certain(state_of(self))
    assert isinstance(state, SeriesState)
    return wrap(
        sort_rows(state, [state.expr], [bool(ascending)], na_last=na_position == "last",
                  renumber=ignore_index)
    )  # fmt: skip


def _refuse(axis: Any, inplace: Any, key: Any, na_position: Any, kind: Any) -> None:
    refuse(axis=axis not in (0, "index"), inplace=inplace, key=key is not None)
    if kind not in _KINDS:
        raise Unsupported(f"kind={kind!r}")
    if na_position not in ("first", "last"):
        raise Unsupported(f"na_position={na_position!r}")


@on_both("sort_index")
def sort_index(self: Any, *, axis: Any = 0, level: Any = None, ascending: Any = True,
               inplace: bool = False, kind: Any = "quicksort", na_position: str = "last",
               sort_remaining: bool = True, ignore_index: bool = False,
               key: Any = None) -> Any:  # fmt: skip
    _refuse(axis, inplace, key, na_position, kind)
    refuse(level=level is not None, ascending=not isinstance(ascending, (bool, np.bool_)))
    state = state_of(self)
    index = state.space.index
    if index is None:
        if not ascending:
            raise Unsupported("the rows are numbered, and would come backwards")
        return wrap(over(state, without_index(state.space) if ignore_index else state.space))
    na_last = na_position == "last"
    # A missing key of groups is a label like others there, the greatest.
    is_label = state.space.is_grouped and len(index) > 1 and na_last != bool(ascending)
    for level in index:
        if is_label or isinstance(level.dtype, pandas.CategoricalDtype):
            # by their codes, missing ones are in order before the others; there pandas leaves them
            require_present(state.space.node, level)
    up = [bool(ascending)] * len(index)
    return wrap(sort_rows(state, index, up, na_last=na_last, renumber=ignore_index))


@on_frame("nlargest")
def nlargest(self: DataFrame, n: int, columns: Any, keep: str = "first") -> Any:
    return _most(self, n, columns, keep, ascending=False)


@on_frame("nsmallest")
def nsmallest(self: DataFrame, n: int, columns: Any, keep: str = "first") -> Any:
    return _most(self, n, columns, keep, ascending=True)


def _most(frame: DataFrame, n: int, columns: Any, keep: str, *, ascending: bool) -> Any:
    state = state_of(frame)
    assert isinstance(state, FrameState)
    _check_most(n, keep)
    labels = columns if isinstance(columns, list) else [columns]
    refuse(columns=not labels)
    getattr(state.meta, "nsmallest" if ascending else "nlargest")(n, columns)  # pandas' own errors
    keys = settled(state, [state.columns[state.position(label)] for label in labels])
    if len(keys) > 1 and any(getattr(e.dtype, "kind", "O") not in "biu" for e in keys):
        raise Unsupported("by several columns pandas has its own way with missing values")
    if len(set(keys)) < len(keys):
        raise Unsupported("a column is given twice")
    assume_rows_of_range(state.space)
    return wrap(sort_rows(state, keys, [ascending] * len(keys), limit=int(n)))


@on_series("nlargest")
def nlargest_of_series(self: Series, n: int = 5, keep: str = "first") -> Any:
    return _most_of_series(self, n, keep, ascending=False)


@on_series("nsmallest")
def nsmallest_of_series(self: Series, n: int = 5, keep: str = "first") -> Any:
    return _most_of_series(self, n, keep, ascending=True)


def _most_of_series(series: Series, n: int, keep: str, *, ascending: bool) -> Any:
    state = certain(state_of(series))
    assert isinstance(state, SeriesState)
    _check_most(n, keep)
    if getattr(state.expr.dtype, "kind", "O") not in "iufmM":
        raise Unsupported(f"the engine has no nlargest() of dtype {state.expr.dtype}")
    assume_rows_of_range(state.space)
    if consensus_name_attr([state, state]) is not state.name:
        raise Unsupported("the series is called NaN: pandas forgets that where it joins two parts")
    return wrap(sort_rows(state, [state.expr], [ascending], limit=int(n)))


def _check_most(n: Any, keep: Any) -> None:
    refuse(keep=keep != "first")
    if not is_position(n) or n < 0:
        raise Unsupported("n is not a number of rows")
