"""Predicates in their plainest form."""

from __future__ import annotations

from accel.plan.expr import Call, Expr, Literal, conjunction, conjuncts, rebuild
from accel.plan.nodes import Filter, Node, Scan
from accel.plan.rewrite import bottom_up


def simplify_filters(root: Node) -> Node:
    """Take what all branches of an ``or`` have in common out of it; drop what is always true.

    Examples
    --------
    >>> from accel.plan.examples import call, col, table
    >>> from accel.plan.printing import format_plan
    >>> t = table("t", a=1, b=2)
    >>> p, x, y = (call("gt", col(t, c), n) for c, n in (("a", 0), ("b", 5), ("b", 9)))
    >>> plan = Filter(t, call("or", call("and", p, x), call("and", p, y)))
    >>> print(format_plan(plan))
    Filter ((a#1 > 0) & (b#2 > 5)) | ((a#1 > 0) & (b#2 > 9))
      Scan t [a#1, b#2]
    >>> print(format_plan(simplify_filters(plan)))
    Filter (a#1 > 0) & ((b#2 > 5) | (b#2 > 9))
      Scan t [a#1, b#2]
    """
    return bottom_up(root, _simplify, remember=True)


def _simplify(node: Node) -> Node:
    if not isinstance(node, Filter | Scan) or node.predicate is None:
        return node
    old = conjuncts(node.predicate)
    spread = [p for part in old for p in conjuncts(rebuild(part, _take_out_common, remember=True))]
    new = [p for p in dict.fromkeys(spread) if not _is_true(p)]
    if new == old:
        return node
    if new:
        return node.copy(predicate=conjunction(new))
    return node.input if isinstance(node, Filter) else node.copy(predicate=None)


def disjuncts(predicate: Expr) -> list[Expr]:
    """Split ``a | b | c`` into its parts."""
    if isinstance(predicate, Call) and predicate.op == "or" and predicate.dtype == bool:
        return [part for arg in predicate.args for part in disjuncts(arg)]
    return [predicate]


def disjunction(parts: list[Expr]) -> Expr:
    """Join predicates with ``or``; ``parts`` must not be empty."""
    result = parts[0]
    for part in parts[1:]:
        result = Call(part.dtype, "or", (result, part))
    return result


def _take_out_common(expr: Expr) -> Expr:
    branches = [conjuncts(branch) for branch in disjuncts(expr)]
    if len(branches) < 2:
        return expr
    common = [p for p in dict.fromkeys(branches[0]) if all(p in b for b in branches[1:])]
    if not common:
        return expr
    rests = [[p for p in branch if p not in common] for branch in branches]
    if not all(rests):  # one branch asks nothing more
        return conjunction(common)
    return conjunction([*common, disjunction([conjunction(rest) for rest in rests])])


def _is_true(expr: Expr) -> bool:
    return isinstance(expr, Literal) and bool(expr.value)
