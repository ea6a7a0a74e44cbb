"""What plans mean, said a second time in plain pandas: slow, short, and free of the engine."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import pandas as pd

from accel.plan.expr import Call, Column, Expr, IsInPlan, Literal
from accel.plan.nodes import (
    Aggregate,
    Aggregation,
    Concat,
    Distinct,
    Enumerate,
    Filter,
    Join,
    Limit,
    Node,
    Project,
    Scan,
    Sort,
)

Tables = Mapping[Any, pd.DataFrame]

OPERATIONS: dict[str, Callable[..., Any]] = {
    "add": operator.add,
    "sub": operator.sub,
    "mul": operator.mul,
    "eq": operator.eq,
    "ne": operator.ne,
    "lt": operator.lt,
    "le": operator.le,
    "gt": operator.gt,
    "ge": operator.ge,
    "and": operator.and_,
    "or": operator.or_,
    "invert": operator.invert,
    "isna": lambda x: x.isna(),
    "isin": lambda x, values: x.isin(values),
    "str_startswith": lambda x, pat: x.str.startswith(pat),
}


def run(node: Node, tables: Tables) -> pd.DataFrame:
    """Return the node's rows; columns are named by their ids, ``tables`` holds the sources."""
    match node:
        case Scan():
            return _scan(node, tables)
        case Project():
            below = run(node.input, tables)
            made = {f.id: evaluate(e, below, tables) for f, e in node.columns}
            return pd.DataFrame(made, index=below.index)
        case Filter():
            below = run(node.input, tables)
            return _numbered(below[evaluate(node.predicate, below, tables)])
        case Enumerate():
            below = run(node.input, tables)
            below[node.id] = np.arange(len(below))
            return below
        case Join():
            return _join(node, run(node.left, tables), run(node.right, tables))
        case Aggregate():
            return _aggregate(node, run(node.input, tables), tables)
        case Distinct():
            below = run(node.input, tables)
            return _numbered(below.drop_duplicates(list(node.keys), keep=node.keep))
        case Sort():
            below = run(node.input, tables).sort_values(
                list(node.keys),
                ascending=list(node.ascending),
                kind="stable",
                na_position="last" if node.na_last else "first",
            )
            return _numbered(below.iloc[: node.limit])
        case Limit():
            below = run(node.input, tables)
            return _numbered(below.iloc[node.offset : node.offset + node.count])
        case Concat():
            ids = [f.id for f in node.fields]
            parts = zip(node.parts, node.columns, strict=True)
            frames = [run(part, tables)[list(own)].set_axis(ids, axis=1) for part, own in parts]
            return _numbered(pd.concat(frames))
    raise TypeError(type(node).__name__)


def evaluate(expr: Expr, rows: pd.DataFrame, tables: Tables) -> pd.Series:
    """Return an expression's values."""
    match expr:
        case Column():
            return rows[expr.id]
        case Literal():
            return pd.Series([expr.value] * len(rows), rows.index, dtype=expr.dtype)
        case IsInPlan():
            return evaluate(expr.arg, rows, tables).isin(run(expr.plan, tables)[expr.column])
        case Call():
            args = [evaluate(a, rows, tables) for a in expr.args]
            if expr.op == "astype":
                return args[0].astype(expr.dtype)
            return OPERATIONS[expr.op](*args, **dict(expr.options))
    raise TypeError(type(expr).__name__)


def _numbered(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.reset_index(drop=True)


def _scan(node: Scan, tables: Tables) -> pd.DataFrame:
    table = tables[node.source]
    rows = pd.DataFrame({f.id: table[name] for f, name in node.columns}, index=table.index)
    if node.row_id is not None:
        rows[node.row_id] = np.arange(len(rows))
    if node.predicate is None:
        return rows
    return _numbered(rows[evaluate(node.predicate, rows, tables)])


def _join(node: Join, left: pd.DataFrame, right: pd.DataFrame) -> pd.DataFrame:
    left_on, right_on = list(node.left_on), list(node.right_on)
    if node.how in ("semi", "anti"):
        keys = right[right_on].drop_duplicates().assign(found=True)
        found = left.merge(keys, how="left", left_on=left_on, right_on=right_on)["found"]
        return _numbered(left[found.notna().to_numpy() == (node.how == "semi")])
    # Under names that are no strings, pandas fills the keys of rows without a match.
    named = [side.rename(columns=str) for side in (left, right)]
    on = [[str(key) for key in keys] for keys in (left_on, right_on)]
    joined = named[0].merge(named[1], how=node.how, left_on=on[0], right_on=on[1])
    return joined.rename(columns=int).astype(dict(node.widened))


def _aggregate(node: Aggregate, rows: pd.DataFrame, tables: Tables) -> pd.DataFrame:
    def values(aggregation: Aggregation) -> pd.Series:
        if aggregation.arg is None:
            return pd.Series(0, rows.index)
        return evaluate(aggregation.arg, rows, tables)

    if not node.keys:
        single = {}
        for a in node.aggregations:
            column = values(a)
            single[a.field.id] = [
                len(column) if a.function == "size" else getattr(column, a.function)()
            ]
        return pd.DataFrame(single, index=[0])
    by = [rows[key] for key in node.keys]
    groups = rows.groupby(by, sort=node.sort, dropna=node.dropna)
    result = groups.size().reset_index()[list(node.keys)]
    for a in node.aggregations:
        grouped = values(a).groupby(by, sort=node.sort, dropna=node.dropna)
        made = getattr(grouped, a.function)().reset_index(drop=True)
        result[a.field.id] = made.astype(a.field.dtype)  # pandas leaves empty groups untyped
    return result
