"""Filters, as near to the data as they can go."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeAlias

from accel.plan.expr import Expr, columns_of, conjunction, conjuncts, is_udf, substitute
from accel.plan.nodes import (
    Aggregate,
    Concat,
    Distinct,
    Enumerate,
    Filter,
    Join,
    Node,
    Project,
    Scan,
    Sort,
)
from accel.plan.rewrite import consumers, kinds, topological, with_changed_plans

Parts: TypeAlias = tuple[Expr, ...]


def push_filters(root: Node) -> Node:
    """Move each part of a filter below projections, joins, sorts and groups, into the scan.

    A part that reads only join keys goes to both sides. Row numbers, limits and user code are
    not passed: they would see other rows. Neither is a costly node that others read too, which
    would then be computed twice.

    Examples
    --------
    >>> from accel.plan.examples import call, col, ids, table
    >>> from accel.plan.nodes import Filter, Join
    >>> from accel.plan.printing import format_plan
    >>> a, b = table("t", a=1, b=2), table("u", c=3, d=4)
    >>> join = Join(a, b, "inner", ids(a, "a"), ids(b, "c"))
    >>> plan = Filter(join, call("and", call("gt", col(a, "b"), 5), call("lt", col(b, "c"), 9)))
    >>> print(format_plan(plan))
    Filter (b#2 > 5) & (c#3 < 9)
      Join inner on a#1 = c#3
        Scan t [a#1, b#2]
        Scan u [c#3, d#4]
    >>> print(format_plan(push_filters(plan)))
    Join inner on a#1 = c#3
      Scan t [a#1, b#2] where (b#2 > 5) & (a#1 < 9)
      Scan u [c#3, d#4] where c#3 < 9
    """
    return _Push(root).visit(root, ()) if Filter in kinds(root) else root


class _Push:
    def __init__(self, root: Node) -> None:
        self._readers = consumers(root)
        self._done: dict[tuple[Node, Parts], Node] = {}
        self._costly: set[Node] = set()
        for node in topological(root):
            streams = isinstance(node, Scan | Project | Filter | Enumerate)
            if not streams or not self._costly.isdisjoint(node.inputs):
                self._costly.add(node)

    def visit(self, node: Node, pending: Parts) -> Node:
        """Return the node below the ``pending`` filters, each as low as it can go."""
        if pending and self._readers[node] > 1 and node in self._costly:
            return _filtered(self.visit(node, ()), pending)
        place = (node, pending)
        if place not in self._done:
            bare = with_changed_plans(node, lambda plan: self.visit(plan, ()))
            self._done[place] = self._push(bare, pending)
        return self._done[place]

    def _push(self, node: Node, pending: Parts) -> Node:
        match node:
            case Scan():
                old = conjuncts(node.predicate) if node.predicate is not None else ()
                return node.copy(predicate=conjunction(_union(old, pending))) if pending else node
            case Filter() if not is_udf(node.predicate):
                return self.visit(node.input, _union(conjuncts(node.predicate), pending))
            case Project() if not any(is_udf(e) for _, e in node.columns):
                made = {f.id: e for f, e in node.columns}
                return self._over(node, tuple(substitute(part, made) for part in pending))
            case Sort(limit=None):
                return self._over(node, pending)
            case Aggregate() | Distinct() if node.keys:
                down, stay = _split(pending, node.keys)
                return _filtered(self._over(node, down), stay)
            case Join():
                return self._join(node, pending)
            case Concat():
                return self._concat(node, pending)
        return _filtered(self._over(node, *[()] * len(node.inputs)), pending)

    def _over(self, node: Node, *pending: Parts) -> Node:
        """Return the node with its inputs below these filters."""
        pairs = zip(node.inputs, pending, strict=True)
        inputs = tuple(self.visit(child, parts) for child, parts in pairs)
        unchanged = all(new is old for new, old in zip(inputs, node.inputs, strict=True))
        return node if unchanged else node.with_inputs(inputs)

    def _join(self, node: Join, pending: Parts) -> Node:
        left: Parts = ()
        right: Parts = ()
        stay = pending
        if node.how in ("inner", "left", "semi", "anti"):
            left, stay = _split(stay, (f.id for f in node.left.schema))
        if node.how in ("inner", "right"):
            right, stay = _split(stay, (f.id for f in node.right.schema))
        across = _on_keys(left, node.left, node.left_on, node.right, node.right_on)
        back = _on_keys(right, node.right, node.right_on, node.left, node.left_on)
        return _filtered(self._over(node, _union(left, back), _union(right, across)), stay)

    def _concat(self, node: Concat, pending: Parts) -> Node:
        same = set(range(len(node.fields)))
        columns = []
        for part, ids in zip(node.parts, node.columns, strict=True):
            by_id = {f.id: f.column() for f in part.schema}
            columns.append([by_id[i] for i in ids])
            same -= {k for k in same if by_id[ids[k]].dtype != node.fields[k].dtype}
        down, stay = _split(pending, (node.fields[k].id for k in same))
        renamed = []
        for own in columns:
            mapping = {f.id: c for f, c in zip(node.fields, own, strict=True)}
            renamed.append(tuple(substitute(part, mapping) for part in down))
        return _filtered(self._over(node, *renamed), stay)


def _split(parts: Parts, columns: Iterable[int]) -> tuple[Parts, Parts]:
    """Return the parts that read only ``columns``, and the others."""
    known = set(columns)
    inside = tuple(part for part in parts if columns_of(part) <= known)
    return inside, tuple(part for part in parts if part not in inside)


def _on_keys(
    parts: Parts, side: Node, keys: tuple[int, ...], other: Node, other_keys: tuple[int, ...]
) -> Parts:
    """Return what filters on one side's keys say of the other side's equal keys."""
    if not parts:
        return ()
    mine = {f.id: f for f in side.schema}
    theirs = {f.id: f for f in other.schema}
    mapping: dict[int, Expr] = {}
    for a, b in zip(keys, other_keys, strict=True):
        if mine[a].dtype == theirs[b].dtype:
            mapping.setdefault(a, theirs[b].column())
    inside, _ = _split(parts, mapping)
    return tuple(substitute(part, mapping) for part in inside if columns_of(part))


def _filtered(node: Node, parts: Parts) -> Node:
    return Filter(node, conjunction(parts)) if parts else node


def _union(first: Iterable[Expr], second: Iterable[Expr]) -> Parts:
    return tuple(dict.fromkeys((*first, *second)))
