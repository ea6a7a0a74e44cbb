"""Distinct rows and values: ``drop_duplicates``, ``unique``, ``nunique``, ``value_counts``."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

import pandas

from accel.frame.aggregation import as_columns
from accel.frame.core import DataFrame, Series
from accel.frame.empty import IndexMeta
from accel.frame.facts import assume_rows, assume_rows_of_range, certain
from accel.frame.group_aggregates import shown_keys
from accel.frame.intercept import on_frame, on_series
from accel.frame.lazy import lazy_series, state_of
from accel.frame.realise import compute
from accel.frame.rows import count_rows
from accel.frame.select import over, wrap
from accel.frame.state import INT64, FrameState, SeriesState, Space, State
from accel.plan.errors import Unsupported, refuse
from accel.plan.expr import Expr
from accel.plan.nodes import Aggregate, Aggregation, Distinct, Field, Sort
from accel.plan.tree import new_id


def distinct_rows(state: State, keys: list[Expr], keep: Any, *, renumber: bool) -> State:
    """Return the first (or last) row of each combination of keys."""
    if keep not in ("first", "last") or not isinstance(renumber, bool):
        raise Unsupported(f"keep={keep!r}, ignore_index={renumber!r} is not planned")
    if renumber:
        node, index, meta = state.space.node, None, pandas.RangeIndex(0)
    else:
        node, index, meta = state.space.labelled()  # type: ignore[assignment]
    node, columns = as_columns(node, list(dict.fromkeys(keys)))
    node = Distinct(node, tuple(column.id for column in columns), keep)
    return over(state, Space(node, index, meta, uncertain=state.space.uncertain))


@on_frame("drop_duplicates")
def drop_duplicates(self: DataFrame, subset: Any = None, *, keep: Any = "first",
                    inplace: bool = False, ignore_index: bool = False) -> Any:  # fmt: skip
    refuse(inplace=inplace)
    state = state_of(self)
    assert isinstance(state, FrameState)
    names = state.labels.index
    if subset is None:
        labels: Any = names
    else:
        labels = subset if isinstance(subset, (list, tuple, set, pandas.Index)) else [subset]
    if set(labels) - set(names):
        raise Unsupported("a label that is not there, or is missing: pandas does not find these")
    if subset is None:
        keys = list(state.columns)
    else:
        keys = [state.columns[state.position(label)] for label in labels]
    if not keys:
        raise Unsupported("there are no columns")
    if ignore_index and not state.space.has_default_index:
        # without rows, pandas leaves the index as it is
        if any(name is not None for name in state.space.index_names) and not count_rows(
            state.space
        ):
            raise Unsupported("there are no rows: the index keeps its names")
        assume_rows(state.space.node)
    return wrap(distinct_rows(state, keys, keep, renumber=ignore_index))


@on_series("drop_duplicates")
def drop_duplicates_of_series(self: Series, *, keep: Any = "first", inplace: bool = False,
                              ignore_index: bool = False) -> Any:  # fmt: skip
    refuse(inplace=inplace)
    state = state_of(self)
    assert isinstance(state, SeriesState)
    if not ignore_index:
        assume_rows_of_range(state.space)
    return wrap(distinct_rows(state, [state.expr], keep, renumber=ignore_index))


@on_series("unique")
def unique(self: Series) -> Any:
    state = certain(state_of(self))
    assert isinstance(state, SeriesState)
    if getattr(state.expr.dtype, "kind", "O") not in "biufO" or isinstance(
        state.expr.dtype, pandas.CategoricalDtype
    ):
        raise Unsupported(f"the engine has no unique() of dtype {state.expr.dtype}")
    found = distinct_rows(state, [state.expr], "first", renumber=True)
    return compute(found.space, found.exprs()).columns[0].own()


@on_series("value_counts")
def value_counts(self: Series, normalize: bool = False, sort: bool = True, ascending: bool = False,
                 bins: Any = None, dropna: bool = True) -> Any:  # fmt: skip
    refuse(normalize=normalize, bins=bins is not None)
    state = certain(state_of(self))
    assert isinstance(state, SeriesState)
    if isinstance(state.expr.dtype, pandas.CategoricalDtype):
        raise Unsupported("categories without rows are counted, too")
    node, (key,) = as_columns(state.space.node, [state.expr])
    count = Field(new_id(), INT64, "count")
    (level,), firsts = shown_keys([key])
    result: Any = Aggregate(
        node, (key.id,), (Aggregation(count, "size", None), *firsts), sort=False, dropna=dropna
    )
    if sort:
        result = Sort(result, (count.id,), (bool(ascending),))
    space = Space(result, (level,), IndexMeta([key.dtype], [state.name]))
    name: Hashable = "count"
    return lazy_series(SeriesState(space, count.column(), name))
