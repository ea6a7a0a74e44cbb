"""One key of several, asked first."""

from __future__ import annotations

from typing import Final

from accel.optimizer.estimate import Estimates
from accel.plan.nodes import Filter, Join, Node, Project, Scan
from accel.plan.rewrite import bottom_up

_LEFT: Final = 0.5  # the part of the rows that may stay for the extra look-up to pay
_MANY: Final = 4  # how many times more rows must be looked up than there are to find


def narrow_probes(root: Node) -> Node:
    """Before a join on several keys, drop rows of a scan whose first key alone finds nothing.

    One key is looked up in a bitmap, and the others are then decoded for the remaining rows only.

    Examples
    --------
    >>> from accel.plan.examples import ExampleSource, ids, table
    >>> from accel.plan.printing import format_plan
    >>> ranges = {"p": (1, 20_000), "s": (1, 1000), "q": (1, 20_000), "r": (1, 1000)}
    >>> sold = table(ExampleSource("sold", 1_000_000, ranges), p=1, s=2, price=3)
    >>> stock = table(ExampleSource("stock", 5_000, ranges), q=4, r=5, cost=6)
    >>> plan = Join(sold, stock, "inner", ids(sold, "p", "s"), ids(stock, "q", "r"))
    >>> print(format_plan(plan))
    Join inner on p#1 = q#4, s#2 = r#5
      Scan sold [p#1, s#2, price#3]
      Scan stock [q#4, r#5, cost#6]
    >>> print(format_plan(narrow_probes(plan)))
    Join inner on p#1 = q#4, s#2 = r#5
      Join semi on p#1 = q#4
        Scan sold [p#1, s#2, price#3]
        Scan stock [q#4, r#5, cost#6]
      Scan stock [q#4, r#5, cost#6]
    """
    estimates = Estimates()

    def narrow(node: Node) -> Node:
        if not isinstance(node, Join) or len(node.left_on) < 2:
            return node
        if node.how in ("inner", "semi"):
            fewer = _narrowed(node.left, node.left_on, node.right, node.right_on, estimates)
            if fewer is not None:
                return node.with_inputs((fewer.copy(ordered=node.ordered), node.right))
        if node.how == "inner" and not node.ordered:
            fewer = _narrowed(node.right, node.right_on, node.left, node.left_on, estimates)
            if fewer is not None:
                return node.with_inputs((node.left, fewer))
        return node

    return bottom_up(root, narrow, Join)


def _narrowed(
    side: Node, keys: tuple[int, ...], few: Node, few_keys: tuple[int, ...], estimates: Estimates
) -> Join | None:
    """Return the rows of ``side`` whose most telling key occurs in ``few``; None if few go."""
    rows = estimates.rows(side)
    if not _is_scan(side) or rows < _MANY * estimates.rows(few):
        return None
    kept = []
    for key, other in zip(keys, few_keys, strict=True):
        values = estimates.distinct(side, key)
        if values:
            kept.append((estimates.left_values(few, other) / values, key, other))
    if not kept or min(kept)[0] > _LEFT:
        return None
    _, key, other = min(kept)
    return Join(side, few, "semi", (key,), (other,), ordered=False)


def _is_scan(node: Node) -> bool:
    while isinstance(node, Filter | Project):
        node = node.input
    return isinstance(node, Scan)
