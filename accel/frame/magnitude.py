"""How large numbers can be, so that it is known beforehand that NumPy has nothing to warn of.

pandas warns, at the call, of a cast to float32 or a sum by group that goes beyond the numbers, and
fails where a time is too early to have a midnight. A bound of the values follows from footers, from
one look at a column in memory, or, where nothing else tells, from running the plan for it.
"""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any, Final
from weakref import WeakKeyDictionary

import numpy as np

from accel.execute.vector import Fixed, Text
from accel.frame.memory import Memory, MemorySource
from accel.frame.run import execute
from accel.frame.source import PandasSource, VectorSource
from accel.plan.errors import Unsupported
from accel.plan.expr import Call, Column, DType, Expr, Literal
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

_FIRST: Final = 256
_IN_MEMORY: Final = (MemorySource, PandasSource, VectorSource)

_known: Final[WeakKeyDictionary[Any, dict[Hashable, float]]] = WeakKeyDictionary()


def magnitude(node: Node, expr: Expr) -> float:
    """Return a bound of the absolute values of an expression; infinity if one is infinite.

    Parameters
    ----------
    node : Node
        The rows.
    expr : Expr
        Numbers over these rows, or times, which count in their unit.
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
    if _is_out_of_order(groups):
        return
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


def _is_out_of_order(groups: Aggregate) -> bool:
    """Tell whether a look at the first rows shows that the rows of a group are apart.

    Then pandas adds them up one by one, and nothing warns.
    """
    node, ids = groups.input, list(groups.keys)
    while isinstance(node, Project):
        made = [{f.id: e for f, e in node.columns}[key] for key in ids]
        ids = [e.id for e in made if isinstance(e, Column)]
        if len(ids) < len(made):
            return False
        node = node.input
    scan = node.scan() if isinstance(node, Memory) else node
    if not isinstance(scan, Scan) or not isinstance(scan.source, _IN_MEMORY):
        return False
    names = {field.id: name for field, name in scan.columns}
    if scan.predicate is not None or any(key not in names for key in ids):
        return False
    source: Any = scan.source
    columns = [source.vector(names[key]) for key in ids]
    if any(isinstance(column, Text) for column in columns):
        return False
    parts = [column.data if isinstance(column, Fixed) else column.codes for column in columns]
    rows = list(zip(*(part[:_FIRST].tolist() for part in parts), strict=True))
    starts = rows[:1] + [row for row, last in zip(rows[1:], rows, strict=False) if row != last]
    return len(set(starts)) < len(starts)


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
    if name not in known and isinstance(source, _IN_MEMORY):
        values = source.vector(name).data  # type: ignore[union-attr, arg-type]
        known[name] = _largest(values, field.dtype)
    elif name not in known:
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
    return max(_largest(v.data, expr.dtype) for v in found if isinstance(v, Fixed))


def _largest(values: Any, dtype: DType) -> float:
    """Return the largest absolute value of an array that may hold NaN, or NaT."""
    if not len(values):
        return 0.0
    if dtype.kind in "mM":
        values = values.view(dtype)
    ends = values.min(), values.max()
    if ends[0] != ends[0]:
        ends = np.fmin.reduce(values), np.fmax.reduce(values)
    if ends[0] != ends[0]:
        return 0.0
    least, most = (float(end.view(np.int64) if dtype.kind in "mM" else end) for end in ends)
    return max(-least, most)
