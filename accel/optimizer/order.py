"""Who can see the order of a node's rows."""

from __future__ import annotations

from typing import Final

from accel.optimizer.keys import unique_on
from accel.plan.expr import is_udf
from accel.plan.nodes import (
    Aggregate,
    Concat,
    Distinct,
    Enumerate,
    Filter,
    Join,
    Limit,
    Node,
    Project,
    Sort,
)
from accel.plan.rewrite import expressions, nested, topological

_NUMBERS: Final = ("sum", "mean", "std", "var", "prod", "median", "min", "max")
_ORDER_FREE: Final = frozenset((*_NUMBERS, "count", "size", "nunique", "any", "all"))


def observed_order(root: Node) -> dict[Node, bool]:
    """Return, for each distinct node, whether any reader can tell the order of its rows.

    The rows of ``root`` are seen as they come. The last bits of a float sum count as nothing, and
    so does which of 0.0 and -0.0 stands for a group.
    """
    observed: dict[Node, bool] = {root: True}
    for node in reversed(topological(root)):
        seen = _inputs_observed(node, observed[node])
        for child, visible in zip(node.inputs, seen, strict=True):
            observed[child] = observed.get(child, False) or visible
        for use in nested(node):
            observed.setdefault(use.plan, False)
    return observed


def _inputs_observed(node: Node, observed: bool) -> tuple[bool, ...]:
    match node:
        case Project() | Filter():
            return (observed or any(is_udf(e) for e in expressions(node)),)
        case Aggregate():
            by_row = any(a.function not in _ORDER_FREE for a in node.aggregations)
            by_appearance = observed and not node.sort
            return (by_row or by_appearance or any(is_udf(e) for e in expressions(node)),)
        case Distinct():
            picks = not {f.id for f in node.schema} <= set(node.keys)
            return (observed or picks,)
        case Sort():
            ties = not unique_on(node.input, node.keys)
            return ((observed or node.limit is not None) and ties,)
        case Limit() | Enumerate():
            return (True,)
        case Join(how="inner" | "left"):
            return (observed, observed and not unique_on(node.right, node.right_on))
        case Join(how="right"):
            return (observed and not unique_on(node.left, node.left_on), observed)
        case Join(how="semi" | "anti"):
            return (observed, False)
        case Join() | Concat():
            return tuple(observed for _ in node.inputs)
    return ()
