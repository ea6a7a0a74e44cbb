"""Walking and rebuilding whole plans, shared sub-plans once and plans inside expressions too."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from accel.plan.expr import Expr, IsInPlan, walk
from accel.plan.nodes import Aggregate, Filter, Node, Project, Scan


def expressions(node: Node) -> Iterator[Expr]:
    """Yield the expressions of one node."""
    match node:
        case Scan(predicate=Expr() as predicate) | Filter(predicate=predicate):
            yield predicate
        case Project():
            for _, expression in node.columns:
                yield expression
        case Aggregate():
            for aggregation in node.aggregations:
                if aggregation.arg is not None:
                    yield aggregation.arg


def map_expressions(node: Node, change: Callable[[Expr], Expr]) -> Node:
    """Return the node with each of its expressions changed; the same node if none did."""
    if all(change(e) is e for e in expressions(node)):
        return node
    match node:
        case Scan(predicate=Expr() as predicate) | Filter(predicate=predicate):
            return node.copy(predicate=change(predicate))
        case Project():
            return node.copy(columns=tuple((f, change(e)) for f, e in node.columns))
        case Aggregate():
            return node.copy(
                aggregations=tuple(
                    a if a.arg is None else a.copy(arg=change(a.arg)) for a in node.aggregations
                )
            )
    return node


def nested(node: Node) -> Iterator[IsInPlan]:
    """Yield the uses of other plans in the expressions of one node."""
    for expression in expressions(node):
        for part in walk(expression):
            if isinstance(part, IsInPlan):
                yield part


def topological(root: Node) -> list[Node]:
    """Return the distinct nodes, by structure, each after all it reads.

    Plans inside expressions count as read.
    """
    order: dict[Node, None] = {}

    def visit(node: Node) -> None:
        if node in order:
            return
        for child in node.inputs:
            visit(child)
        for use in nested(node):
            visit(use.plan)
        order[node] = None

    visit(root)
    return list(order)


def bottom_up(root: Node, change: Callable[[Node], Node]) -> Node:
    """Rebuild a plan: ``change`` sees each distinct node once, over inputs already rebuilt.

    Plans inside expressions are left as they are.
    """
    done: dict[Node, Node] = {}

    def visit(node: Node) -> Node:
        known = done.get(node)
        if known is None:
            known = done[node] = change(with_changed_inputs(node, visit))
        return known

    return visit(root)


def with_changed_inputs(node: Node, visit: Callable[[Node], Node]) -> Node:
    """Return the node over changed inputs; the same node if none did change."""
    inputs = tuple(visit(child) for child in node.inputs)
    if all(new is old for new, old in zip(inputs, node.inputs, strict=True)):
        return node
    return node.with_inputs(inputs)
