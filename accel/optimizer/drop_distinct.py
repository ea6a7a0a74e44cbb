"""Removing duplicates where they do no harm."""

from __future__ import annotations

from collections.abc import Collection

from accel.plan.expr import Column
from accel.plan.nodes import Distinct, Join, Node, Project, Sort
from accel.plan.rewrite import bottom_up, consumers, kinds


def drop_distinct(root: Node) -> Node:
    """Look semi and anti joins up in all rows rather than in distinct ones.

    Rows that others read as well stay distinct.

    Examples
    --------
    >>> from accel.plan.examples import ids, table
    >>> from accel.plan.printing import format_plan
    >>> a, b = table("t", a=1), table("u", b=2)
    >>> plan = Join(a, Distinct(b, ids(b, "b")), "semi", ids(a, "a"), ids(b, "b"))
    >>> print(format_plan(plan))
    Join semi on a#1 = b#2
      Scan t [a#1]
      Distinct first of b#2
        Scan u [b#2]
    >>> print(format_plan(drop_distinct(plan)))
    Join semi on a#1 = b#2
      Scan t [a#1]
      Scan u [b#2]
    """
    if kinds(root).isdisjoint((Distinct, Sort)):
        return root
    shared = {node for node, count in consumers(root).items() if count > 1}

    def change(node: Node) -> Node:
        if not isinstance(node, Join) or node.how not in ("semi", "anti"):
            return node
        right = _bare(node.right, node.right_on, shared)
        return node if right is node.right else node.copy(right=right)

    return bottom_up(root, change, Join)


def _bare(node: Node, keys: Collection[int], shared: Collection[Node]) -> Node:
    """Return rows with the same combinations of ``keys``, perhaps more often."""
    if node in shared:
        return node
    match node:
        case Distinct() if set(keys) <= set(node.keys):
            return _bare(node.input, keys, shared)
        case Sort(limit=None):
            return _bare(node.input, keys, shared)
        case Project():
            made = {f.id: e for f, e in node.columns}
            sources = [e.id for k in keys if isinstance(e := made[k], Column)]
            if len(sources) == len(keys):
                below = _bare(node.input, sources, shared)
                return node if below is node.input else node.copy(input=below)
    return node
