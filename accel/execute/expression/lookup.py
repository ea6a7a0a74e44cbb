"""Sub-trees that read one coded string column: computed on its dictionary."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from accel.execute.expression.derived import Derived, derived_of
from accel.execute.expression.kinds import kind_of
from accel.execute.vector import Array, Coded, Dictionary, Text, Vector
from accel.plan.expr import Column, Expr, IsInPlan, Literal, columns_of, rebuild, walk

# How an expression of column 0 is made a function of its strings; given by the evaluator.
MakeFunction = Callable[[Expr, Mapping[Expr, Any]], Callable[[Text], Vector]]


class Lookup:
    """An expression of one string column, computed once a dictionary value.

    Attributes
    ----------
    column : Column
        The column.
    """

    def __init__(self, expr: Expr, sets: Mapping[Expr, Any], make: MakeFunction) -> None:
        self.column = next(e for e in walk(expr) if isinstance(e, Column))
        # The same expression of another column shares what was computed.
        plain = rebuild(expr, lambda e: Column(e.dtype, 0) if isinstance(e, Column) else e)
        pairs = zip(walk(expr), walk(plain), strict=True)
        asked = {new: sets[old] for old, new in pairs if isinstance(old, IsInPlan)}
        self._key = plain
        self._evaluate = make(plain, asked)
        # what depends on a run's key sets is not kept beyond it
        self._own: dict[int, tuple[Dictionary, Derived]] | None = {} if asked else None

    def table(self, coded: Coded) -> tuple[Array, Dictionary | None]:
        """Return the results, that for a missing string first; see ``Derived.table``."""
        dictionary = coded.dictionary
        if self._own is None:
            return derived_of(dictionary, self._key, self._evaluate).table(coded)
        made = (dictionary, Derived(self._evaluate))
        return self._own.setdefault(id(dictionary), made)[1].table(coded)


def find_lookups(
    exprs: list[Expr], coded: set[int], sets: Mapping[Expr, Any], make: MakeFunction
) -> dict[Expr, Lookup]:
    """Find the largest sub-trees that read nothing but one of the ``coded`` columns."""
    found: dict[Expr, Lookup] = {}
    pending = list(exprs)
    while pending:
        expr = pending.pop()
        if isinstance(expr, Column | Literal) or expr in found:
            continue
        columns = columns_of(expr)
        if len(columns) == 1 and columns <= coded:
            found[expr] = Lookup(expr, sets, make)
        else:
            pending += expr.children
    return found


def string_columns(exprs: list[Expr]) -> tuple[int, ...]:
    """Return the ids of the string columns that expressions read."""
    every = {e for expr in exprs for e in walk(expr) if isinstance(e, Column)}
    return tuple(sorted({c.id for c in every if kind_of(c.dtype) == "text"}))
