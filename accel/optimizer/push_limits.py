"""Limits, as near to the data as they can go."""

from __future__ import annotations

from accel.plan.expr import is_udf
from accel.plan.nodes import Enumerate, Limit, Node, Project, Sort
from accel.plan.rewrite import bottom_up


def push_limits(root: Node) -> Node:
    """Move limits below projections, join two, and let a sort keep its first rows only.

    Examples
    --------
    >>> from accel.plan.examples import ids, select, table
    >>> from accel.plan.printing import format_plan
    >>> t = table("t", a=1, b=2)
    >>> plan = Limit(select(Sort(t, ids(t, "b"), (False,)), "a"), 10)
    >>> print(format_plan(plan))
    Limit 10
      Project [a#1]
        Sort b#2 desc
          Scan t [a#1, b#2]
    >>> print(format_plan(push_limits(plan)))
    Project [a#1]
      Sort b#2 desc limit 10
        Scan t [a#1, b#2]
    """
    return bottom_up(root, _push, Limit, remember=True)


def _push(node: Node) -> Node:
    if not isinstance(node, Limit):
        return node
    below = node.input
    match below:
        case Project() if not any(is_udf(e) for _, e in below.columns):
            return below.copy(input=_push(node.copy(input=below.input)))
        case Enumerate() if not node.offset:
            return below.copy(input=_push(node.copy(input=below.input)))
        case Limit():
            left = max(0, below.count - node.offset)
            return _push(Limit(below.input, min(node.count, left), below.offset + node.offset))
        case Sort():
            wanted = node.offset + node.count
            limit = wanted if below.limit is None else min(below.limit, wanted)
            top = below.copy(limit=limit)
            return node.copy(input=top) if node.offset else top
    return node
