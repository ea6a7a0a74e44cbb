"""Comparisons with a constant, whichever side it is on."""

from __future__ import annotations

from typing import Final, NamedTuple

from accel.plan.expr import Call, Expr, Literal

_TURNED: Final = {"eq": "eq", "lt": "gt", "le": "ge", "gt": "lt", "ge": "le"}


class Comparison(NamedTuple):
    """``of op constant``."""

    op: str
    of: Expr
    constant: Literal


def constant_last(expr: Expr) -> Comparison | None:
    """Return a comparison (but ``ne``) of something with a constant as such; None for others.

    Examples
    --------
    >>> from accel.plan.examples import call, col, table
    >>> found = constant_last(call("lt", 5, col(table("t", a=1), "a")))
    >>> print(found.op, found.of, found.constant)
    gt a#1 5
    """
    if not isinstance(expr, Call) or expr.op not in _TURNED:
        return None
    left, right = expr.args
    if isinstance(right, Literal):
        return Comparison(expr.op, left, right)
    return Comparison(_TURNED[expr.op], right, left) if isinstance(left, Literal) else None
