"""Columns the engine cannot hold: it carries row numbers, pandas takes the values at the end."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from accel.plan.expr import Expr


class Held:
    """An array or index, compared by identity."""

    __slots__ = ("values",)

    def __init__(self, values: Any) -> None:
        self.values = values


@dataclass(frozen=True, eq=False)
class Taken(Expr):
    """``held.values.take(rows)``; known to frames only, no plan contains it."""

    rows: Expr
    held: Held

    @property
    def children(self) -> tuple[Expr, ...]:
        return (self.rows,)
