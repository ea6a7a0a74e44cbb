"""What only the data can tell: whether a join left rows unmatched, and so widened dtypes.

pandas makes an integer column float64 if a left join finds no match for some row, and leaves it
alone otherwise. A plan first takes the wide dtype; whoever needs the true one asks ``certain``,
which counts the rows without a match.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from accel.frame.state import FrameState, SeriesState
from accel.plan.errors import Unsupported
from accel.plan.expr import Expr, columns_of
from accel.plan.nodes import Join

S = TypeVar("S", bound="FrameState | SeriesState")


def maybe_widened(node: Join) -> frozenset[int]:
    """Return the columns of a join whose dtype depends on whether all rows have a match."""
    return frozenset(key for key, _ in node.widened)


def certain(state: S, exprs: Sequence[Expr] | None = None) -> S:
    """Return the state if the dtypes of these expressions (or all) are certain."""
    uncertain = state.space.uncertain
    if uncertain:
        for expr in state.exprs() if exprs is None else exprs:
            if not uncertain.isdisjoint(columns_of(expr)):
                raise Unsupported("the dtype depends on whether all rows of a join match")
    return state
