"""In which order a scan asks the parts of its predicate."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final

from accel.plan.expr import Expr, columns_of, conjunction, cost

_LOAD: Final = 4  # nanoseconds a value that must be loaded takes, about


def best_order(parts: Iterable[Expr], kept: Callable[[Expr], float]) -> list[Expr]:
    """Return the conjuncts in order: what drops most rows for its cost comes first.

    Those that read the same columns stay together, the cheapest first: they are asked in one go.

    Parameters
    ----------
    parts : iterable of Expr
        The conjuncts.
    kept : callable
        Which part of the rows a predicate keeps.

    Examples
    --------
    >>> from accel.plan.examples import call, col, table
    >>> t = table("t", a=1, b=2)
    >>> parts = [call("lt", col(t, "a"), 5), call("eq", col(t, "b"), 1), call("gt", col(t, "a"), 1)]
    >>> [str(p) for p in best_order(parts, lambda p: 0.1 if columns_of(p) == {2} else 0.5)]
    ['(b#2 == 1)', '(a#1 < 5)', '(a#1 > 1)']
    """
    groups: dict[frozenset[int], list[Expr]] = {}
    for part in sorted(parts, key=cost):
        groups.setdefault(columns_of(part), []).append(part)

    def rank(group: list[Expr]) -> float:
        both = conjunction(group)
        dropped = max(1.0 - kept(both), 1e-3)
        return (sum(map(cost, group)) + _LOAD * len(columns_of(both))) / dropped

    return [part for group in sorted(groups.values(), key=rank) for part in group]
