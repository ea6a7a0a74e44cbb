"""Expressions whose value is known."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import numpy as np

from accel.plan.expr import Call, Expr, Literal, rebuild
from accel.plan.nodes import Node
from accel.plan.rewrite import bottom_up, map_expressions

_ARITHMETIC: Final[dict[str, Callable[[Any, Any], Any]]] = {
    "add": np.add,
    "sub": np.subtract,
    "mul": np.multiply,
}


def fold_constants(root: Node) -> Node:
    """Work out what constants decide, and write negations so that conjunctions come apart.

    Examples
    --------
    >>> from accel.plan.examples import call, col, table
    >>> from accel.plan.nodes import Filter
    >>> from accel.plan.printing import format_plan
    >>> t = table("t", a=1)
    >>> never = call("and", False, call("isna", col(t, "a")))
    >>> either = call("or", call("lt", col(t, "a"), 5), never)
    >>> plan = Filter(t, call("invert", either))
    >>> print(format_plan(plan))
    Filter invert(((a#1 < 5) | (False & isna(a#1))))
      Scan t [a#1]
    >>> print(format_plan(fold_constants(plan)))
    Filter invert((a#1 < 5))
      Scan t [a#1]
    """
    return bottom_up(root, _fold_all, remember=True)


def _fold_all(node: Node) -> Node:
    return map_expressions(node, fold)


def fold(expr: Expr) -> Expr:
    """Return the expression with its constant parts worked out."""
    return rebuild(expr, _fold, remember=True)


def _fold(expr: Expr) -> Expr:
    if not isinstance(expr, Call):
        return expr
    if expr.dtype == bool:
        return _fold_logic(expr)
    if expr.op in _ARITHMETIC and all(isinstance(a, Literal) for a in expr.args):
        return _fold_arithmetic(expr)
    return expr


def _fold_logic(expr: Call) -> Expr:
    match expr.op:
        case "and" | "or":
            # "and" ends at False, "or" at True; the other constant says nothing.
            end = expr.op == "or"
            args = [a for a in dict.fromkeys(expr.args) if _constant(a) is not (not end)]
            ended = next((a for a in args if _constant(a) is end), None)
            if ended is not None or not args:
                return ended or Literal(expr.dtype, not end)
            if len(args) == 1:
                return args[0]
            return expr
        case "invert":
            inner = expr.args[0]
            if isinstance(inner, Literal):
                return Literal(expr.dtype, not inner.value)
            if isinstance(inner, Call) and inner.op == "invert" and inner.dtype == bool:
                return inner.args[0]
            if isinstance(inner, Call) and inner.op == "or" and inner.dtype == bool:
                negated = tuple(_fold(Call(expr.dtype, "invert", (a,))) for a in inner.args)
                return _fold(Call(expr.dtype, "and", negated))
        case "isin" if not expr.option("values"):
            return Literal(expr.dtype, False)
    return expr


def _constant(expr: Expr) -> bool | None:
    return bool(expr.value) if isinstance(expr, Literal) and expr.dtype == bool else None


def _fold_arithmetic(expr: Call) -> Expr:
    """Fold numbers of the result's own type; integers that overflow are left to the engine."""
    values = [a.value for a in expr.args if isinstance(a, Literal)]
    if expr.dtype == np.float64 and all(isinstance(v, float) for v in values):
        with np.errstate(all="ignore"):
            return Literal(expr.dtype, float(_ARITHMETIC[expr.op](*map(np.float64, values))))
    if expr.dtype == np.int64 and all(type(v) is int for v in values):
        exact = {"add": sum(values), "sub": values[0] - values[1], "mul": values[0] * values[1]}
        if -(2**63) <= exact[expr.op] < 2**63:
            return Literal(expr.dtype, exact[expr.op])
    return expr
