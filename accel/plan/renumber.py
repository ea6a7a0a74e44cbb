"""The same plan with other column ids."""

from __future__ import annotations

from collections.abc import Callable

from accel.plan.expr import Column, Expr, IsInPlan, rebuild
from accel.plan.nodes import (
    Aggregate,
    Concat,
    Distinct,
    Enumerate,
    Field,
    Join,
    Node,
    Project,
    Scan,
    Sort,
)
from accel.plan.rewrite import bottom_up, map_expressions


def renumbered(root: Node) -> Node:
    """Return the plan with column ids counted from 1 in the order in which the plan makes them."""
    return with_ids(root, {})


def with_ids(root: Node, known: dict[int, int]) -> Node:
    """Return the plan with its column ids looked up in ``known``, which grows by new ones."""

    def number(column: int) -> int:
        return known.setdefault(column, len(known) + 1)

    return bottom_up(root, lambda node: _renumber(node, number))


def _renumber(node: Node, number: Callable[[int], int]) -> Node:
    def field(f: Field) -> Field:
        return f.copy(id=number(f.id))

    def column(e: Expr) -> Expr:
        if isinstance(e, Column):
            return e.copy(id=number(e.id))
        # The plan inside was renumbered on the way up.
        return e.copy(column=number(e.column)) if isinstance(e, IsInPlan) else e

    def ids(keys: tuple[int, ...]) -> tuple[int, ...]:
        return tuple(number(k) for k in keys)

    match node:
        case Scan():
            columns = tuple((field(f), name) for f, name in node.columns)
            row_id = None if node.row_id is None else number(node.row_id)
            node = node.copy(columns=columns, row_id=row_id)
    node = map_expressions(node, lambda e: rebuild(e, column))
    match node:
        case Project():
            return node.copy(columns=tuple((field(f), e) for f, e in node.columns))
        case Enumerate():
            return node.copy(id=number(node.id))
        case Join():
            widened = tuple((number(i), dtype) for i, dtype in node.widened)
            return node.copy(
                left_on=ids(node.left_on), right_on=ids(node.right_on), widened=widened
            )
        case Aggregate():
            made = tuple(a.copy(field=field(a.field)) for a in node.aggregations)
            return node.copy(keys=ids(node.keys), aggregations=made)
        case Distinct() | Sort():
            return node.copy(keys=ids(node.keys))
        case Concat():
            fields = tuple(field(f) for f in node.fields)
            return node.copy(fields=fields, columns=tuple(ids(c) for c in node.columns))
    return node
