"""What is known of a column's values: where they come from, and which combinations are unique."""

from __future__ import annotations

from collections.abc import Collection, Hashable

from accel.plan.expr import Column
from accel.plan.nodes import (
    Aggregate,
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


def origin(node: Node, column: int) -> tuple[Scan, Hashable] | None:
    """Return the scan and the source column whose values a column has, if it is one."""
    match node:
        case Scan():
            return next(((node, name) for f, name in node.columns if f.id == column), None)
        case Project():
            found = next((e for f, e in node.columns if f.id == column), None)
            return origin(node.input, found.id) if isinstance(found, Column) else None
        case Filter() | Sort() | Limit() | Distinct() | Enumerate() | Aggregate():
            passes = any(f.id == column for f in node.input.schema)
            return origin(node.input, column) if passes else None
        case Join():
            side = node.left if any(f.id == column for f in node.left.schema) else node.right
            return origin(side, column)
    return None


def unique_keys(node: Node) -> tuple[frozenset[int], ...]:
    """Return sets of columns whose combination no two rows of the node share."""
    match node:
        case Aggregate() if node.keys:
            return (frozenset(node.keys),)
        case Distinct():
            return (frozenset(node.keys), *unique_keys(node.input))
        case Filter() | Sort() | Limit():
            return unique_keys(node.input)
        case Scan() if node.row_id is not None:
            return (frozenset({node.row_id}),)
        case Enumerate():
            return (frozenset({node.id}), *unique_keys(node.input))
        case Project():
            names: dict[int, set[int]] = {}
            for field, expr in node.columns:
                if isinstance(expr, Column):
                    names.setdefault(expr.id, set()).add(field.id)
            return tuple(
                frozenset(min(names[i]) for i in key)
                for key in unique_keys(node.input)
                if key <= names.keys()
            )
        case Join(how="semi" | "anti"):
            return unique_keys(node.left)
        case Join(how="inner" | "left"):
            keys: tuple[frozenset[int], ...] = ()
            if unique_on(node.right, node.right_on):
                keys += unique_keys(node.left)
            if node.how == "inner" and unique_on(node.left, node.left_on):
                keys += unique_keys(node.right)
            return keys
    return ()


def unique_on(node: Node, columns: Collection[int]) -> bool:
    """Return whether no two rows of a node agree on all of ``columns``."""
    if isinstance(node, Aggregate) and not node.keys:
        return True
    given = set(columns)
    return any(key <= given for key in unique_keys(node))
