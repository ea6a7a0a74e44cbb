"""How large numbers can be, so that it is known beforehand that NumPy has nothing to warn of.

pandas warns, at the call, of a cast to float32 or a sum by group that goes beyond the numbers. A
bound of the values follows from footers, from one look at a column in memory, or, where nothing
else tells, from running the plan for it.
"""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any, Final
from weakref import WeakKeyDictionary

import numpy as np

from accel.execute.vector import Fixed
from accel.frame.memory import Memory
from accel.frame.run import execute
from accel.frame.state import FLOAT64
from accel.plan.errors import Unsupported
from accel.plan.expr import Call, Column, Expr, Literal
from accel.plan.nodes import (
    Aggregate,
    Aggregation,
    Concat,
    Distinct,
    Enumerate,
    Field,
    Filter,
    Join,
    Limit,
    Node,
    Project,
    Scan,
    Sort,
)
from accel.plan.tree import new_id

_CHOOSING: Final = frozenset(("first", "last", "max", "mean", "median", "min"))

_INTEGERS: Final = 2.0**64
_ROWS: Final = 1e15  # more than any plan has

_known: Final[WeakKeyDictionary[Any, dict[Hashable, float]]] = WeakKeyDictionary()


def magnitude(node: Node, expr: Expr) -> float:
    """Return a bound of the absolute values of an expression; infinity if one is infinite.

    Parameters
    ----------
    node : Node
        The rows.
    expr : Expr
        Numbers over these rows.
    """
    bound = _bound(node, expr)
    return _measured(node, expr) if bound is None else bound


def refuse_warnings(groups: Aggregate) -> None:
    """Refuse aggregates of which NumPy warns if the keys happen to be in order.

    It does of infinity less infinity, and of finite numbers whose sum or product is none.

    Raises
    ------
    Unsupported
        If there may be such a group.
    """
    unsure = []
    for made in groups.aggregations:
        if made.function not in ("mean", "prod", "sum") or made.arg is None:
            continue
        if not (isinstance(made.arg.dtype, np.dtype) and made.arg.dtype.kind == "f"):
            continue
        bound = magnitude(groups.input, made.arg)
        most = float(np.finfo(made.arg.dtype).max)
        if not (bound <= 1 if made.function == "prod" else bound * _ROWS < most):
            unsure.append(made.field.id)
    if not unsure:
        return
    batch = execute(groups)
    for key in unsure:
        vector = batch.columns[key]
        if not (isinstance(vector, Fixed) and np.isfinite(vector.data).all()):
            raise Unsupported("a sum by group that is no number: pandas may warn")


def _bound(node: Node, expr: Expr) -> float | None:
    """Return a bound that is known without running the plan."""
    if isinstance(expr.dtype, np.dtype) and expr.dtype.kind in "biu":
        return _INTEGERS
    if isinstance(expr, Literal):
        return abs(float(expr.value))
    if isinstance(expr, Column):
        return _bound_of_column(node, expr.id)
    if not isinstance(expr, Call):
        return None
    args = expr.args[1:] if expr.op == "where" else expr.args
    if expr.op not in ("add", "sub", "mul", "neg", "abs", "where", "astype"):
        return None
    bounds = [_bound(node, arg) for arg in args]
    known = [bound for bound in bounds if bound is not None]
    if len(known) < len(bounds):
        return None
    if expr.op in ("add", "sub"):
        return sum(known)
    if expr.op == "mul":
        return known[0] * known[1] if all(known) else 0.0
    return max(known)


def _bound_of_column(node: Node, key: int) -> float | None:
    match node:
        case Scan():
            names = {field.id: (name, field) for field, name in node.columns}
            return _INTEGERS if key == node.row_id else _bound_of_source(node.source, *names[key])
        case Project():
            return _bound(node.input, {f.id: e for f, e in node.columns}[key])
        case Filter() | Enumerate() | Distinct() | Sort() | Limit():
            return _bound_of_column(node.input, key)
        case Join():
            on_left = any(field.id == key for field in node.left.schema)
            return _bound_of_column(node.left if on_left else node.right, key)
        case Concat():
            place = [field.id for field in node.fields].index(key)
            bounds = [
                _bound_of_column(part, keys[place])
                for part, keys in zip(node.parts, node.columns, strict=True)
            ]
            known = [bound for bound in bounds if bound is not None]
            return max(known) if len(known) == len(bounds) else None
        case Aggregate():
            made = {a.field.id: a for a in node.aggregations}.get(key)
            if made is None:
                return _bound_of_column(node.input, key)
            if made.function in (*_CHOOSING, "sum") and made.arg is not None:
                bound = _bound(node.input, made.arg)
                return bound and bound * (_ROWS if made.function == "sum" else 1)
        case Memory():
            return _bound_of_column(node.scan(), key)
    return None


def _bound_of_source(source: Any, name: Hashable, field: Field) -> float:
    """Return a bound of a source's column: its footers say so, or it is read once."""
    if field.dtype.kind in "biu":
        return _INTEGERS
    known = _known.setdefault(source, {})
    if name not in known:
        told = [partition.statistics(name) for partition in source.partitions]
        if all(s is not None and s.min is not None for s in told):
            known[name] = max((abs(end) for s in told for end in (s.min, s.max)), default=0.0)
        else:
            known[name] = _measured(Scan(source, ((field, name),)), field.column())
    return known[name]


def _measured(node: Node, expr: Expr) -> float:
    ends = tuple(Aggregation(Field(new_id(), expr.dtype, f), f, expr) for f in ("min", "max"))
    batch = execute(Aggregate(node, (), ends), scalar=True)
    found = [batch.columns[end.field.id] for end in ends]
    values = np.array([v.data[0] for v in found if isinstance(v, Fixed)], FLOAT64)
    return float(np.nanmax(np.abs(values), initial=0.0))
