"""The same sub-plan, written twice."""

from __future__ import annotations

from accel.plan.nodes import Node
from accel.plan.rewrite import bottom_up


def share_subplans(root: Node) -> Node:
    """Make equal sub-plans the same object, so that they are run once.

    Examples
    --------
    >>> from accel.plan.examples import ids, select, table, where
    >>> from accel.plan.nodes import Join, Scan
    >>> t = table("t", a=1)
    >>> left, right = where(t, "gt", "a", 5), where(t.copy(), "gt", "a", 5)
    >>> renamed = select(right, b=(2, right.schema[0].column()))
    >>> plan = Join(left, renamed, "semi", (1,), (2,))
    >>> plan.left is plan.right.input
    False
    >>> plan = share_subplans(plan)
    >>> plan.left is plan.right.input
    True
    """
    return bottom_up(root, lambda node: node)
