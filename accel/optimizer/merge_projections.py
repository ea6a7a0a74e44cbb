"""Projections of projections."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Final

from accel.plan.expr import Column, Expr, Literal, cost, is_udf, substitute, walk
from accel.plan.nodes import Node, Project
from accel.plan.rewrite import bottom_up

# What costs more is not computed twice.
_CHEAP: Final = 8


def merge_projections(root: Node) -> Node:
    """Make one projection of two, and drop those that change nothing.

    Expressions that are dear and used more than once stay apart, as does user code.

    Examples
    --------
    >>> from accel.plan.examples import INT, call, col, select, table
    >>> from accel.plan.printing import format_plan
    >>> t = table("t", a=1, b=2)
    >>> inner = select(t, "a", double=(3, call("mul", col(t, "b"), 2, dtype=INT)))
    >>> plan = select(inner, more=(4, call("add", col(inner, "double"), 1, dtype=INT)))
    >>> print(format_plan(plan))
    Project [more#4 = double#3 + 1]
      Project [a#1, double#3 = b#2 * 2]
        Scan t [a#1, b#2]
    >>> print(format_plan(merge_projections(plan)))
    Project [more#4 = (b#2 * 2) + 1]
      Scan t [a#1, b#2]
    """
    return bottom_up(root, _merge, Project, remember=True)


def _merge(node: Node) -> Node:
    if not isinstance(node, Project):
        return node
    inner = node.input
    if isinstance(inner, Project) and can_merge(
        [(f.id, e) for f, e in node.columns], [(f.id, e) for f, e in inner.columns]
    ):
        made = {f.id: e for f, e in inner.columns}
        columns = tuple((f, substitute(e, made)) for f, e in node.columns)
        return _merge(Project(inner.input, columns))
    if len(node.columns) == len(inner.schema) and all(
        isinstance(e, Column) and e.id == f.id == old.id
        for (f, e), old in zip(node.columns, inner.schema, strict=True)
    ):
        return inner
    return node


def can_merge(outer: Sequence[tuple[int, Expr]], inner: Sequence[tuple[int, Expr]]) -> bool:
    """Return whether ``outer`` may compute for itself what it reads of ``inner``."""
    reads: Counter[int] = Counter()
    for _, expr in outer:
        reads.update(e.id for e in walk(expr) if isinstance(e, Column))
    return all(_may_move(e, reads[key]) for key, e in inner)


def _may_move(expr: Expr, reads: int) -> bool:
    if isinstance(expr, Column | Literal):
        return True
    return not is_udf(expr) and (reads <= 1 or cost(expr) <= _CHEAP)
