"""What a filter on one side of a join says of the other."""

from __future__ import annotations

from collections.abc import Iterable

from accel.plan.expr import (
    Column,
    Expr,
    IsInPlan,
    columns_of,
    conjunction,
    conjuncts,
    is_udf,
    substitute,
    walk,
)
from accel.plan.nodes import Aggregate, Distinct, Filter, Join, Node, Project, Scan, Sort
from accel.plan.rewrite import bottom_up


def transfer_filters(root: Node) -> Node:
    """Filter one side of a join on its keys by what is known of the other side's.

    Examples
    --------
    >>> from accel.plan.examples import ids, table, where
    >>> from accel.plan.printing import format_plan
    >>> a, b = table("t", a=1), table("u", b=2, c=3)
    >>> plan = Join(where(a, "gt", "a", 5), b, "inner", ids(a, "a"), ids(b, "b"))
    >>> print(format_plan(plan))
    Join inner on a#1 = b#2
      Filter a#1 > 5
        Scan t [a#1]
      Scan u [b#2, c#3]
    >>> print(format_plan(transfer_filters(plan)))
    Join inner on a#1 = b#2
      Filter a#1 > 5
        Scan t [a#1]
      Filter b#2 > 5
        Scan u [b#2, c#3]
    """
    return bottom_up(root, _transfer, Join, remember=True)


def _transfer(node: Node) -> Node:
    if not isinstance(node, Join):
        return node
    left, right = node.left, node.right
    if node.how in ("inner", "left", "semi", "anti"):
        right = _narrowed(right, node.right_on, left, node.left_on)
    if node.how in ("inner", "semi", "right"):
        left = _narrowed(left, node.left_on, node.right, node.right_on)
    return node if (left, right) == node.inputs else node.with_inputs((left, right))


def _narrowed(side: Node, keys: tuple[int, ...], other: Node, other_keys: tuple[int, ...]) -> Node:
    """Filter ``side`` by what holds for the other side's keys and is not known of its own."""
    mine = {f.id: f for f in side.schema}
    theirs = {f.id: f for f in other.schema}
    mapping: dict[int, Expr] = {}
    for own, foreign in zip(keys, other_keys, strict=True):
        if mine[own].dtype == theirs[foreign].dtype:
            mapping.setdefault(foreign, mine[own].column())
    known = set(facts(side))
    found = (substitute(fact, mapping) for fact in facts(other) if columns_of(fact) <= set(mapping))
    new = [fact for fact in dict.fromkeys(found) if fact not in known]
    return Filter(side, conjunction(new)) if new else side


def facts(node: Node) -> list[Expr]:
    """Return predicates that hold for all rows of a node and are cheap to ask of others."""
    match node:
        case Scan():
            return [] if node.predicate is None else _plain(conjuncts(node.predicate))
        case Filter():
            return facts(node.input) + _plain(conjuncts(node.predicate))
        case Sort() | Distinct():
            return facts(node.input)
        case Aggregate():
            return [f for f in facts(node.input) if columns_of(f) <= set(node.keys)]
        case Project():
            names: dict[int, Expr] = {}
            for field, expr in node.columns:
                if isinstance(expr, Column):
                    names.setdefault(expr.id, field.column())
            held = (f for f in facts(node.input) if columns_of(f) <= set(names))
            return [substitute(f, names) for f in held]
        case Join(how="inner"):
            return facts(node.left) + facts(node.right)
        case Join(how="left" | "semi" | "anti"):
            return facts(node.left)
    return []


def _plain(parts: Iterable[Expr]) -> list[Expr]:
    return [
        part
        for part in parts
        if columns_of(part)
        and not is_udf(part)
        and not any(isinstance(e, IsInPlan) for e in walk(part))
    ]
