"""Walking and rebuilding whole plans, shared sub-plans once and plans inside expressions too."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator

from accel.plan.expr import Expr, IsInPlan, rebuild, walk
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
    old = tuple(expressions(node))
    new = tuple(change(e) for e in old)
    if all(a is b for a, b in zip(old, new, strict=True)):
        return node
    match node:
        case Scan() | Filter():
            return node.copy(predicate=new[0])
        case Project():
            fields = (f for f, _ in node.columns)
            return node.copy(columns=tuple(zip(fields, new, strict=True)))
        case Aggregate():
            rest = iter(new)
            made = (a if a.arg is None else a.copy(arg=next(rest)) for a in node.aggregations)
            return node.copy(aggregations=tuple(made))
    return node


def nested(node: Node) -> tuple[IsInPlan, ...]:
    """Return the uses of other plans in the expressions of one node."""
    known: tuple[IsInPlan, ...] | None = node.__dict__.get("_nested")
    if known is None:
        parts = (part for expression in expressions(node) for part in walk(expression))
        known = tuple(part for part in parts if isinstance(part, IsInPlan))
        # Every pass asks, and nodes never change.
        object.__setattr__(node, "_nested", known)
    return known


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


def bottom_up(root: Node, change: Callable[[Node], Node], remember: bool = False) -> Node:
    """Rebuild a plan: ``change`` sees each distinct node once, over inputs already rebuilt.

    Plans inside expressions are rebuilt as well. Equal nodes become the same object.

    Parameters
    ----------
    root : Node
        The plan.
    change : callable
        Returns a node's replacement, or the node itself.
    remember : bool
        ``change`` is a module's function that looks at nothing but the node and what it reads:
        sub-plans it left alone once need not be asked again.
    """
    done: dict[Node, Node] = {}

    def visit(node: Node) -> Node:
        if remember and change in node.__dict__.get("_left_alone", ()):
            return node
        known = done.get(node)
        if known is None:
            known = done[node] = change(with_changed_inputs(node, visit))
            if remember and known is node:
                node.__dict__.setdefault("_left_alone", set()).add(change)
        return known

    return visit(root)


def with_changed_inputs(node: Node, visit: Callable[[Node], Node]) -> Node:
    """Return the node over changed inputs and plans inside expressions; itself if none did."""
    old = node.inputs
    new = tuple([visit(child) for child in old])
    for a, b in zip(new, old, strict=True):
        if a is not b:
            node = node.with_inputs(new)
            break
    return with_changed_plans(node, visit)


def with_changed_plans(node: Node, visit: Callable[[Node], Node]) -> Node:
    """Return the node with the plans inside its expressions changed; itself if none did."""
    if not nested(node):
        return node

    def change(e: Expr) -> Expr:
        if not isinstance(e, IsInPlan):
            return e
        plan = visit(e.plan)
        return e if plan is e.plan else e.copy(plan=plan)

    return map_expressions(node, lambda e: rebuild(e, change))


def consumers(root: Node) -> Counter[Node]:
    """Return how often each distinct node is read."""
    counts: Counter[Node] = Counter()
    for node in topological(root):
        counts.update(node.inputs)
        counts.update(use.plan for use in nested(node))
    return counts
