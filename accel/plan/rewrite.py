"""Walking and rebuilding whole plans, shared sub-plans once and plans inside expressions too."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping

from accel.plan.expr import Expr, IsInPlan, plans_of, rebuild
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
        known = ()
        for expression in expressions(node):
            known += plans_of(expression)
        # Every pass asks, and nodes never change.
        object.__setattr__(node, "_nested", known)
    return known


def kinds(node: Node) -> frozenset[type]:
    """Return the classes of a node and of all it reads, plans inside expressions too."""
    known: frozenset[type] | None = node.__dict__.get("_kinds")
    if known is None:
        below = [kinds(child) for child in node.inputs]
        below += [kinds(use.plan) for use in nested(node)]
        known = frozenset((type(node),)).union(*below)
        object.__setattr__(node, "_kinds", known)
    return known


def topological(root: Node) -> list[Node]:
    """Return the distinct nodes, by structure, each after all it reads.

    Plans inside expressions count as read.
    """
    known: tuple[Node, ...] | None = root.__dict__.get("_below")
    if known is not None:
        return [*known, root]
    order: dict[Node, None] = {}
    _put_in_order(root, order)
    nodes = list(order)
    # Several rules ask for the same root. Without the root itself there is no reference cycle,
    # which would keep the data of the sources.
    object.__setattr__(root, "_below", tuple(nodes[:-1]))
    return nodes


def _put_in_order(node: Node, order: dict[Node, None]) -> None:
    if node not in order:
        for child in node.inputs:
            _put_in_order(child, order)
        for use in nested(node):
            _put_in_order(use.plan, order)
        order[node] = None


def rebuild_plan(root: Node, change: Callable[[Node, Node], Node]) -> Node:
    """Rebuild a plan: ``change`` sees each distinct node once, inputs before their readers.

    Plans inside expressions are rebuilt as well. Equal nodes become the same object.

    Parameters
    ----------
    root : Node
        The plan.
    change : callable
        Is given a node and the same over inputs already rebuilt, and returns what replaces it.
    """
    done: dict[Node, Node] = {}
    for node in topological(root):
        done[node] = change(node, with_changed_inputs(node, done.__getitem__))
    return done[root]


def bottom_up(
    root: Node, change: Callable[[Node], Node], *of: type, remember: bool = False
) -> Node:
    """Rebuild a plan as ``rebuild_plan`` does, asking only where there may be something to do.

    Parameters
    ----------
    root : Node
        The plan.
    change : callable
        Returns the replacement of a node over inputs already rebuilt, or the node itself.
    *of : type
        ``change`` has something to do only where there is a node of one of these classes; it need
        not be asked elsewhere.
    remember : bool
        ``change`` is a module's function that looks at nothing but the node and what it reads:
        sub-plans it left alone once need not be asked again.
    """
    wanted = frozenset(of)

    def changed(node: Node, rebuilt: Node) -> Node:
        if wanted and wanted.isdisjoint(kinds(node)):
            return node
        if remember and change in node.__dict__.get("_left_alone", ()):
            return node
        result = change(rebuilt)
        if remember and result is node:
            node.__dict__.setdefault("_left_alone", set()).add(change)
        return result

    if wanted and wanted.isdisjoint(kinds(root)):
        return root
    if remember and change in root.__dict__.get("_left_alone", ()):
        return root
    return rebuild_plan(root, changed)


def with_changed_inputs(node: Node, visit: Callable[[Node], Node]) -> Node:
    """Return the node over changed inputs and plans inside expressions; itself if none did."""
    old = node.inputs
    if old:
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


def consumers(root: Node) -> Mapping[Node, int]:
    """Return how often each distinct node is read; the root is not."""
    known: Counter[Node] | None = root.__dict__.get("_readers")
    if known is None:
        known = Counter()
        for node in topological(root):
            for child in node.inputs:
                known[child] += 1
            for use in nested(node):
                known[use.plan] += 1
        object.__setattr__(root, "_readers", known)
    return known
