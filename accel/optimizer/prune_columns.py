"""Columns nobody reads."""

from __future__ import annotations

from accel.optimizer.requirements import kept_projections, required_columns
from accel.plan.expr import columns_of
from accel.plan.nodes import Aggregate, Concat, Enumerate, Join, Node, Project, Scan
from accel.plan.rewrite import rebuild_plan


def prune_columns(root: Node) -> Node:
    """Drop what nobody reads: scanned columns, projections, aggregates, row numbers.

    A node with several readers keeps what any of them reads.

    Examples
    --------
    >>> from accel.plan.examples import select, table
    >>> from accel.plan.nodes import Enumerate
    >>> from accel.plan.printing import format_plan
    >>> plan = select(Enumerate(table("t", a=1, b=2), 3), "b")
    >>> print(format_plan(plan))
    Project [b#2]
      Enumerate row#3
        Scan t [a#1, b#2]
    >>> print(format_plan(prune_columns(plan)))
    Project [b#2]
      Scan t [b#2]
    """
    required = required_columns(root)
    return rebuild_plan(root, lambda node, rebuilt: _pruned(rebuilt, required[node]))


def _pruned(node: Node, required: frozenset[int]) -> Node:
    match node:
        case Scan():
            read = required if node.predicate is None else required | columns_of(node.predicate)
            columns = tuple(c for c in node.columns if c[0].id in read)
            row_id = node.row_id if node.row_id in read else None
            if len(columns) < len(node.columns) or row_id != node.row_id:
                return node.copy(columns=columns, row_id=row_id)
        case Project():
            kept = {key for key, _ in kept_projections(node, required)}
            if len(kept) < len(node.columns):
                return node.copy(columns=tuple(c for c in node.columns if c[0].id in kept))
        case Enumerate() if node.id not in required:
            return node.input
        case Join():
            there = {f.id for f in (*node.left.schema, *node.right.schema)}
            widened = tuple(w for w in node.widened if w[0] in there)
            if len(widened) < len(node.widened):
                return node.copy(widened=widened)
        case Aggregate():
            made = tuple(a for a in node.aggregations if a.field.id in required)
            if len(made) < len(node.aggregations):
                return node.copy(aggregations=made)
        case Concat():
            places = [k for k, f in enumerate(node.fields) if f.id in required]
            if len(places) < len(node.fields):
                return node.copy(
                    fields=tuple(node.fields[k] for k in places),
                    columns=tuple(tuple(c[k] for k in places) for c in node.columns),
                )
    return node
