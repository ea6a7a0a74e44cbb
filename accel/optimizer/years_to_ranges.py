"""Years compared with a constant."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any, Final

import numpy as np

from accel.optimizer.comparisons import constant_last
from accel.plan.expr import Call, Expr, Literal, conjunction, rebuild
from accel.plan.nodes import Filter, Node, Scan
from accel.plan.rewrite import bottom_up

_TICKS: Final = {"s": 1, "ms": 10**3, "us": 10**6, "ns": 10**9}
_SECONDS: Final = 86_400
_EPOCH: Final = date(1970, 1, 1).toordinal()


def years_to_ranges(root: Node) -> Node:
    """Ask for the time itself instead of its year, so that statistics and pruning see a range.

    Examples
    --------
    >>> from accel.plan.examples import INT, call, col, table
    >>> from accel.plan.printing import format_plan
    >>> t = table("t", day=(1, np.dtype("M8[s]")))
    >>> plan = Filter(t, call("eq", call("dt_year", col(t, "day"), dtype=INT), 1971))
    >>> print(format_plan(plan))
    Filter dt_year(day#1) == 1971
      Scan t [day#1]
    >>> print(format_plan(years_to_ranges(plan)))
    Filter (day#1 >= 1971-01-01) & (day#1 < 1972-01-01)
      Scan t [day#1]
    """
    return bottom_up(root, _rewrite, remember=True)


def _rewrite(node: Node) -> Node:
    if not isinstance(node, Filter | Scan) or node.predicate is None:
        return node
    predicate = rebuild(node.predicate, _range, remember=True)
    return node if predicate is node.predicate else node.copy(predicate=predicate)


def _range(expr: Expr) -> Expr:
    found = constant_last(expr)
    if found is None:
        return expr
    op, of, year = found
    # A missing time has no year and is in no range: both compare false.
    if not isinstance(of, Call) or of.op != "dt_year" or type(year.value) is not int:
        return expr
    time = of.args[0]
    parts = [Call(expr.dtype, way, (time, bound)) for way, bound in _bounds(op, time, year.value)]
    return conjunction(parts) if parts else expr


def _bounds(op: str, time: Expr, year: int) -> Iterator[tuple[str, Literal]]:
    """Yield the comparisons of a time that say the same as one of its year, none if none do."""
    first, after = _start(year, time.dtype), _start(year + 1, time.dtype)
    if first is None or after is None:
        return
    if op in ("eq", "ge"):
        yield "ge", first
    if op in ("eq", "le"):
        yield "lt", after
    if op == "lt":
        yield "lt", first
    if op == "gt":
        yield "ge", after


def _start(year: int, dtype: Any) -> Literal | None:
    """Return when a year begins; None if ``dtype`` cannot say."""
    unit = np.datetime_data(dtype)[0] if isinstance(dtype, np.dtype) and dtype.kind == "M" else ""
    if unit not in _TICKS or not date.min.year <= year <= date.max.year:
        return None
    ticks = (date(year, 1, 1).toordinal() - _EPOCH) * _SECONDS * _TICKS[unit]
    return Literal(dtype, ticks) if abs(ticks) < 2**63 else None
