"""Right joins."""

from __future__ import annotations

from accel.plan.nodes import Join, Node
from accel.plan.rewrite import bottom_up


def right_to_left(root: Node) -> Node:
    """Turn right joins around, so that other rules need to know left joins only.

    Both give rows by the kept side's row, then the other's.

    Examples
    --------
    >>> from accel.plan.examples import ids, table
    >>> from accel.plan.printing import format_plan
    >>> a, b = table("t", a=1), table("u", b=2)
    >>> plan = Join(a, b, "right", ids(a, "a"), ids(b, "b"))
    >>> print(format_plan(plan))
    Join right on a#1 = b#2
      Scan t [a#1]
      Scan u [b#2]
    >>> print(format_plan(right_to_left(plan)))
    Join left on b#2 = a#1
      Scan u [b#2]
      Scan t [a#1]
    """
    return bottom_up(root, _turn, Join, remember=True)


def _turn(node: Node) -> Node:
    return mirrored(node) if isinstance(node, Join) else node


def mirrored(node: Join) -> Join:
    """Return a right join as a left one, other joins as they are."""
    if node.how != "right":
        return node
    return node.copy(
        left=node.right,
        right=node.left,
        how="left",
        left_on=node.right_on,
        right_on=node.left_on,
    )
