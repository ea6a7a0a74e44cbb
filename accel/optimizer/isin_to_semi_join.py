"""Membership in a column of another plan."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, TypeAlias

from accel.plan.expr import Call, Column, Expr, IsInPlan, conjunction, conjuncts, is_udf
from accel.plan.nodes import Field, Filter, Join, Node, Project
from accel.plan.rewrite import bottom_up
from accel.plan.tree import new_id

Membership: TypeAlias = tuple[Literal["semi", "anti"], IsInPlan, Column]


def isin_to_semi_join(root: Node) -> Node:
    """Filter by ``isin`` of another plan with a semi join, by ``~isin`` with an anti join.

    Examples
    --------
    >>> from accel.plan.examples import BOOL, col, table
    >>> from accel.plan.printing import format_plan
    >>> t, late = table("t", a=1), table("u", k=2)
    >>> plan = Filter(t, IsInPlan(BOOL, col(t, "a"), late, 2))
    >>> print(format_plan(plan))
    Filter isin(a#1, plan column #2)
      Scan t [a#1]
      k#2 of Scan u [k#2]
    >>> print(format_plan(isin_to_semi_join(plan)))
    Join semi on a#1 = k#2
      Scan t [a#1]
      Project [k#2]
        Scan u [k#2]
    """
    return bottom_up(root, _rewrite, Filter, remember=True)


def _rewrite(node: Node) -> Node:
    if not isinstance(node, Filter) or is_udf(node.predicate):
        return node
    parts = conjuncts(node.predicate)
    found = {part: membership for part in parts for membership in _memberships(part)}
    if not found:
        return node
    rest = [part for part in parts if part not in found]
    result = Filter(node.input, conjunction(rest)) if rest else node.input
    for how, use, column in found.values():
        looked_up = next(f for f in use.plan.schema if f.id == use.column)
        taken = any(f.id == use.column for f in result.schema)
        key = Field(new_id(), looked_up.dtype, looked_up.name) if taken else looked_up
        right = Project(use.plan, ((key, looked_up.column()),))
        result = Join(result, right, how, (column.id,), (key.id,))
    return result


def _memberships(part: Expr) -> Iterator[Membership]:
    how: Literal["semi", "anti"] = "semi"
    if isinstance(part, Call) and part.op == "invert":
        how, part = "anti", part.args[0]
    if isinstance(part, IsInPlan) and isinstance(part.arg, Column):
        key = next(f for f in part.plan.schema if f.id == part.column)
        # isin and merge convert keys of different types by different rules.
        if key.dtype == part.arg.dtype:
            yield how, part, part.arg
