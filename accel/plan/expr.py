"""Expressions: what a column of a row space is computed from.

The dtype of every expression is pandas' own, found by running the call on an empty pandas object
(see ``accel/frame``), so expressions carry it and never work it out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import numpy as np

from accel.plan.operations import OPERATIONS, Operation
from accel.plan.tree import Tree

DType: TypeAlias = Any  # numpy.dtype or a pandas ExtensionDtype
_LOOKUP_COST = 10  # of a value in a set that may not fit the cache


@dataclass(frozen=True, eq=False)
class Expr(Tree):
    """A value for every row of a row space."""

    dtype: DType

    @property
    def children(self) -> tuple[Expr, ...]:
        """The expressions this one is computed from."""
        return ()

    def with_children(self, children: tuple[Expr, ...]) -> Expr:
        """Return the same expression of other operands."""
        return self


@dataclass(frozen=True, eq=False)
class Column(Expr):
    """A column of the row space, by id; ``name`` is for printing."""

    id: int
    name: str = field(default="", compare=False)

    def __str__(self) -> str:
        return f"{self.name}#{self.id}" if self.name else f"#{self.id}"


@dataclass(frozen=True, eq=False)
class Literal(Expr):
    """The same value in every row.

    ``value`` is a bool, int, float or str; datetimes and timedeltas are ints in the unit of
    ``dtype``; None is a missing string, the smallest int64 is NaT.
    """

    value: Any

    def _key(self) -> tuple[Any, ...]:
        # 1 == 1.0 == True in Python, and NaN is not itself: none of that holds between plans.
        return (self.dtype, type(self.value).__name__, repr(self.value))

    def __str__(self) -> str:
        if isinstance(self.dtype, np.dtype) and self.dtype.kind in "mM":
            value = np.array(self.value, np.int64).view(self.dtype)
            days = self.dtype.kind == "M"
            return str(np.datetime_as_string(value, unit="auto") if days else value)
        return repr(self.value)


@dataclass(frozen=True, eq=False)
class Call(Expr):
    """An operation on expressions.

    Attributes
    ----------
    op : str
        A name in ``operations.OPERATIONS``.
    args : tuple of Expr
        The operands.
    options : tuple of (str, value) pairs
        What is not an expression: a pattern, a number of decimals, the values of an ``isin``.
    """

    op: str
    args: tuple[Expr, ...]
    options: tuple[tuple[str, Any], ...] = ()

    @property
    def operation(self) -> Operation:
        """The registered operation."""
        return OPERATIONS[self.op]

    @property
    def children(self) -> tuple[Expr, ...]:
        return self.args

    def with_children(self, children: tuple[Expr, ...]) -> Expr:
        return self.copy(args=children)

    def option(self, name: str, default: Any = None) -> Any:
        """Return an option's value."""
        return dict(self.options).get(name, default)

    def __str__(self) -> str:
        symbol = self.operation.symbol
        if symbol and len(self.args) == 2:
            return f"({self.args[0]} {symbol} {self.args[1]})"
        inner = [str(a) for a in self.args]
        inner += [f"{k}={v!r}" for k, v in self.options]
        return f"{self.op}({', '.join(inner)})"


@dataclass(frozen=True, eq=False)
class IsInPlan(Expr):
    """Whether a value occurs in a column of another plan (pandas' ``isin`` of a lazy Series).

    ``dtype`` is bool; ``plan`` is a Node whose only used output column is ``column``.
    """

    arg: Expr
    plan: Any
    column: int

    @property
    def children(self) -> tuple[Expr, ...]:
        return (self.arg,)

    def with_children(self, children: tuple[Expr, ...]) -> Expr:
        return self.copy(arg=children[0])

    def __str__(self) -> str:
        return f"isin({self.arg}, plan column #{self.column})"


def walk(expr: Expr) -> Iterator[Expr]:
    """Yield ``expr`` and all below it, parents first."""
    stack = [expr]
    while stack:
        current = stack.pop()
        yield current
        stack.extend(reversed(current.children))


def columns_of(expr: Expr) -> frozenset[int]:
    """Return the ids of the columns that ``expr`` reads."""
    known: frozenset[int] | None = expr.__dict__.get("_columns")
    if known is None:
        known = frozenset(e.id for e in walk(expr) if isinstance(e, Column))
        object.__setattr__(expr, "_columns", known)
    return known


def plans_of(expr: Expr) -> tuple[IsInPlan, ...]:
    """Return the uses of other plans within ``expr``."""
    known: tuple[IsInPlan, ...] | None = expr.__dict__.get("_plans")
    if known is None:
        known = tuple(e for e in walk(expr) if isinstance(e, IsInPlan))
        if expr not in known:  # no reference cycle: it would keep the data of the plan's sources
            object.__setattr__(expr, "_plans", known)
    return known


def is_udf(expr: Expr) -> bool:
    """Return whether ``expr`` runs user code, which sees each row once and in order."""
    known: bool | None = expr.__dict__.get("_udf")
    if known is None:
        known = any(isinstance(e, Call) and e.operation.kind == "udf" for e in walk(expr))
        object.__setattr__(expr, "_udf", known)
    return known


def cost(expr: Expr) -> int:
    """Return about how many nanoseconds a row ``expr`` takes."""
    return sum(_LOOKUP_COST if isinstance(e, IsInPlan) else _own_cost(e) for e in walk(expr))


def _own_cost(expr: Expr) -> int:
    return expr.operation.cost if isinstance(expr, Call) else 0


def rebuild(expr: Expr, change: Callable[[Expr], Expr], remember: bool = False) -> Expr:
    """Rebuild bottom-up: ``change`` sees each expression with its children already changed.

    ``remember`` says that ``change`` is a module's function that looks at nothing but the
    expression: one it left alone once need not be asked again.
    """
    if remember and change in expr.__dict__.get("_left_alone", ()):
        return expr
    new = expr
    old = expr.children
    if old:
        children = tuple([rebuild(child, change, remember) for child in old])
        for a, b in zip(children, old, strict=True):
            if a is not b:
                new = expr.with_children(children)
                break
    new = change(new)
    if remember and new is expr:
        expr.__dict__.setdefault("_left_alone", set()).add(change)
    return new


def substitute(expr: Expr, mapping: Mapping[int, Expr]) -> Expr:
    """Replace columns by expressions, by id."""

    def change(e: Expr) -> Expr:
        return mapping.get(e.id, e) if isinstance(e, Column) else e

    return rebuild(expr, change)


def conjuncts(predicate: Expr) -> list[Expr]:
    """Split ``a & b & c`` into its parts."""
    if isinstance(predicate, Call) and predicate.op == "and" and predicate.dtype == bool:
        return [part for arg in predicate.args for part in conjuncts(arg)]
    return [predicate]


def conjunction(parts: Sequence[Expr]) -> Expr:
    """Join predicates with ``and``; ``parts`` must not be empty."""
    result = parts[0]
    for part in parts[1:]:
        result = Call(part.dtype, "and", (result, part))
    return result
