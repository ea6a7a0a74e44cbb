"""Which columns of each node somebody reads."""

from __future__ import annotations

from collections.abc import Iterable

from accel.plan.expr import Expr, columns_of, is_udf
from accel.plan.nodes import (
    Aggregate,
    Concat,
    Distinct,
    Enumerate,
    Filter,
    Join,
    Limit,
    Node,
    Project,
    Sort,
)
from accel.plan.rewrite import nested, topological


def required_columns(root: Node) -> dict[Node, frozenset[int]]:
    """Return, for each distinct node, the ids of its columns that any reader uses.

    All columns of ``root`` are used. Projections of user code always count as used: pandas would
    have called it.
    """
    required: dict[Node, frozenset[int]] = {root: frozenset(f.id for f in root.schema)}
    for node in reversed(topological(root)):
        mine = required[node]
        for child, ids in zip(node.inputs, input_columns(node, mine), strict=True):
            required[child] = required.get(child, frozenset()) | ids
        for use in nested(node):
            required[use.plan] = required.get(use.plan, frozenset()) | {use.column}
    return required


def kept_projections(node: Project, required: Iterable[int]) -> list[tuple[int, Expr]]:
    """Return the projections that must be computed when ``required`` is read."""
    wanted = set(required)
    return [(f.id, e) for f, e in node.columns if f.id in wanted or is_udf(e)]


def input_columns(node: Node, required: frozenset[int]) -> tuple[frozenset[int], ...]:
    """Return, per input, the columns ``node`` reads when ``required`` of its own are read."""
    match node:
        case Project():
            kept = kept_projections(node, required)
            return (frozenset(i for _, e in kept for i in columns_of(e)),)
        case Filter():
            return (required | columns_of(node.predicate),)
        case Enumerate():
            return (required - {node.id},)
        case Join():
            left = frozenset(f.id for f in node.left.schema)
            right = frozenset(f.id for f in node.right.schema)
            return ((required & left) | set(node.left_on), (required & right) | set(node.right_on))
        case Aggregate():
            args = [a.arg for a in node.aggregations if a.field.id in required]
            read = {i for arg in args if arg is not None for i in columns_of(arg)}
            return (frozenset(read | set(node.keys)),)
        case Distinct() | Sort():
            return (required | set(node.keys),)
        case Limit():
            return (required,)
        case Concat():
            places = [k for k, f in enumerate(node.fields) if f.id in required]
            return tuple(frozenset(ids[k] for k in places) for ids in node.columns)
    return ()
