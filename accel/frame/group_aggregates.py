"""Aggregates of groups: the plan of a grouping's results."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas
from pandas.api.extensions import ExtensionDtype

from accel.frame.aggregation import COUNTS, as_columns, result_dtype
from accel.frame.core import DataFrame
from accel.frame.empty import IndexMeta
from accel.frame.facts import certain, retype, sums_to_fit, sure
from accel.frame.grouped import is_float
from accel.frame.grouping import Grouping
from accel.frame.layout import ALONE, Blocks, consolidated, inserted, one_each
from accel.frame.lazy import lazy_frame, lazy_series
from accel.frame.magnitude import refuse_warnings
from accel.frame.names import Labels
from accel.frame.run import check
from accel.frame.state import FrameState, SeriesState, Space
from accel.plan.errors import Unsupported
from accel.plan.expr import Column, DType, Expr
from accel.plan.nodes import Aggregate, Aggregation, Field
from accel.plan.tree import new_id


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
        if is_float(key.dtype)
    }
    shown: list[Expr] = [firsts[k].field.column() if k in firsts else k for k in keys]
    return shown, list(firsts.values())


def aggregated(
    grouping: Grouping, wanted: Sequence[Wanted], blocks: Blocks
) -> tuple[Space, list[Expr]]:
    """Return the row space of the groups and the expressions of the aggregates.

    pandas computes what lies in one of the ``blocks`` together: sums of narrow integers stay narrow
    if all of a block fit.
    """
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
        if expr is not None and (function != "size" or isinstance(expr.dtype, ExtensionDtype)):
            check(expr)  # pandas counts some of the others in a dtype of their kind
        arg = None if function == "size" else expr
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
    refuse_warnings(result)
    exprs = [a.field.column() for a in aggregations]
    ids = [[aggregations[place].field.id for place in block] for block in blocks]
    uncertain = sums_to_fit(
        result, [{key: narrow[key] for key in block if key in narrow} for block in ids]
    )
    if not grouping.as_index:
        space = Space(result, None, pandas.RangeIndex(0), uncertain=uncertain)
        return space, [*levels, *exprs]
    meta = IndexMeta([k.expr.dtype for k in grouping.keys], [k.name for k in grouping.keys])
    return Space(result, tuple(levels), meta, uncertain=uncertain), list(exprs)


def frame_result(
    grouping: Grouping,
    wanted: Sequence[Wanted],
    labels: Labels,
    blocks: Blocks,
    *,
    by_block: bool = False,
) -> DataFrame:
    """Return the lazy frame of some aggregates, which pandas holds in ``blocks``.

    What it computes ``by_block`` it puts together after it has made columns of the keys.
    """
    space, exprs = aggregated(grouping, wanted, blocks if by_block else one_each(len(wanted)))
    if not grouping.as_index:
        if labels.names and isinstance(labels[0], tuple):
            raise Unsupported("as_index=False is not planned with labels of two levels")
        if len(grouping.keys) > 1 and not all(isinstance(key.name, str) for key in grouping.keys):
            raise Unsupported("pandas 3.1 gives such keys to the columns in another order")
        for key in reversed(grouping.keys):
            labels = labels.insert(0, key.name)
            blocks = inserted(blocks, 0)
        if not labels.is_simple:
            raise Unsupported("a key is among the aggregates")
        if by_block:
            blocks = consolidated(blocks, [expr.dtype for expr in exprs])
    return lazy_frame(FrameState(space, tuple(exprs), labels, blocks))


def series_result(grouping: Grouping, wanted: Wanted, name: Hashable) -> Any:
    """Return the lazy series of one aggregate (a frame if the keys are columns)."""
    if not grouping.as_index:
        labels = Labels.of(pandas.Series(name=wanted.label, dtype=object).to_frame().columns)
        return frame_result(grouping, [wanted], labels, ALONE)
    space, exprs = aggregated(grouping, [wanted], ALONE)
    return lazy_series(SeriesState(space, exprs[0], name))
