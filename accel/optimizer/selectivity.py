"""Which part of the rows a predicate keeps, roughly."""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable
from typing import Any, Final

from accel.optimizer.comparisons import constant_last
from accel.optimizer.statistics import Range, distinct_values, value_range
from accel.plan.expr import Call, Column, Expr, IsInPlan, Literal, conjuncts
from accel.plan.nodes import Scan

_USUAL: Final = {
    "lt": 0.33,
    "le": 0.33,
    "gt": 0.33,
    "ge": 0.33,
    "ne": 0.9,
    "isna": 0.05,
    "str_contains": 0.1,
    "str_contains_seq": 0.05,
    "str_startswith": 0.1,
    "str_endswith": 0.1,
}
_EQUAL: Final = 0.1
_UNKNOWN: Final = 0.25


class Selectivity:
    """Estimates for predicates over one node.

    ``column`` finds the scan and source column behind a column id, ``lookup`` what a membership
    test in another plan keeps.
    """

    def __init__(
        self,
        column: Callable[[int], tuple[Scan, Hashable] | None],
        lookup: Callable[[IsInPlan], float],
    ) -> None:
        self._column = column
        self._lookup = lookup

    def of(self, predicate: Expr) -> float:
        """Return the part of the rows that satisfy ``predicate``."""
        kept = 1.0
        # a <= x and x < b is one interval, not two independent tests.
        intervals: dict[int, tuple[Range, float, float]] = {}
        for part in conjuncts(predicate):
            bound = self._bound(part)
            if bound is None:
                kept *= self._single(part)
                continue
            column, span, low, high = bound
            _, least, greatest = intervals.get(column, (span, -math.inf, math.inf))
            intervals[column] = (span, max(least, low), min(greatest, high))
        for span, low, high in intervals.values():
            kept *= _covered(span, low, high)
        return kept

    def _single(self, part: Expr) -> float:
        if isinstance(part, IsInPlan):
            return self._lookup(part)
        if isinstance(part, Literal):
            return 1.0 if part.value else 0.0
        if not isinstance(part, Call):
            return 0.5
        match part.op:
            case "or":
                return 1.0 - math.prod(1.0 - self.of(arg) for arg in part.args)
            case "invert":
                return 1.0 - self.of(part.args[0])
            case "eq":
                return self._equal(part.args[0], part.args[1])
            case "isin":
                values = part.option("values")
                return min(1.0, len(values) * self._equal(part.args[0], None))
        return _USUAL.get(part.op, _UNKNOWN)

    def _equal(self, left: Expr, right: Expr | None) -> float:
        for side in (left, right):
            source = self._column(side.id) if isinstance(side, Column) else None
            values = distinct_values(source[0].source, source[1]) if source else None
            if values:
                return 1.0 / values
        return _EQUAL

    def _bound(self, part: Expr) -> tuple[int, Range, float, float] | None:
        """Return the interval that a comparison with a constant leaves a column with a range."""
        found = constant_last(part)
        if found is None or found.op == "eq" or not isinstance(found.of, Column):
            return None
        column, value = found.of.id, found.constant.value
        source = self._column(column)
        span = value_range(source[0].source, source[1]) if source else None
        if span is None or not all(_is_number(v) for v in (*span, value)):
            return None
        if found.op in ("lt", "le"):
            return column, span, -math.inf, float(value)
        return column, span, float(value), math.inf


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and math.isfinite(value)


def _covered(span: Range, low: float, high: float) -> float:
    least, greatest = float(span[0]), float(span[1])
    if greatest <= least:
        return 1.0 if low <= least <= high else 0.0
    covered = min(high, greatest) - max(low, least)
    # An interval that looks empty may still hold a value at its end.
    return min(1.0, max(covered / (greatest - least), 1e-4))
