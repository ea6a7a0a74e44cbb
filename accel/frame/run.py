"""The way from a recorded plan to the engine."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from accel.plan.errors import Unsupported
from accel.plan.expr import Expr
from accel.plan.nodes import Node

if TYPE_CHECKING:
    from accel.execute.vector import Batch
    from accel.frame.state import State


def execute(node: Node, state: State | None = None) -> Batch:
    """Run a plan and return its rows."""
    from accel.execute.local import execute as run_locally

    return run_locally(node)


def check(expr: Expr) -> Expr:
    """Return ``expr`` if the engine can compute it.

    Raises
    ------
    Unsupported
        If it cannot.
    """
    from accel.execute.expression import check as check_expression
    from accel.frame.opaque import Taken

    if isinstance(expr, Taken):
        raise Unsupported(f"a column of dtype {expr.dtype}")
    check_expression(expr)
    return expr
