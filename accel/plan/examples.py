"""Tables without rows, and short ways to write plans: for docstrings and tests."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import Any, Final

import numpy as np
import pandas as pd

from accel.plan.expr import Call, Column, Expr, Literal
from accel.plan.nodes import Field, Filter, Node, Project, Scan
from accel.plan.source import Partition, Reader, Statistics, merged_statistics
from accel.plan.tree import new_id

BOOL: Final = np.dtype(bool)
INT: Final = np.dtype(np.int64)
FLOAT: Final = np.dtype(np.float64)
STR: Final = pd.StringDtype(na_value=np.nan)
# Ids written by hand, below a thousand, must not meet those that rules make.
while new_id() < 1000:
    pass


class ExamplePartition:
    """Rows of which only statistics are known."""

    def __init__(self, rows: int, ranges: Mapping[Hashable, tuple[Any, Any]]) -> None:
        self.start = 0
        self.rows = rows
        self._ranges = ranges

    def open(self) -> Reader:
        """Fail: there are no rows."""
        raise NotImplementedError("an example table has no rows")

    def statistics(self, name: Hashable) -> Statistics | None:
        """Return the range the table was made with."""
        return Statistics(*self._ranges[name]) if name in self._ranges else None


class ExampleSource:
    """A named table that says how many rows it has, and the ranges of some columns."""

    def __init__(
        self, name: str, rows: int = 1000, ranges: Mapping[Hashable, tuple[Any, Any]] | None = None
    ) -> None:
        self._name = name
        self.num_rows = rows
        self.partitions: Sequence[Partition] = [ExamplePartition(rows, ranges or {})]
        self.names: Sequence[Hashable] = ()
        self.dtypes: Sequence[Any] = ()

    def statistics(self, name: Hashable) -> Statistics | None:
        """Return the range the table was made with."""
        return merged_statistics(self.partitions, name)

    def __str__(self) -> str:
        return self._name


def table(source: str | ExampleSource, **columns: int | tuple[int, Any]) -> Scan:
    """Scan a table: each column by its id, or its id and dtype; integers unless told otherwise.

    Examples
    --------
    >>> from accel.plan.printing import format_plan
    >>> print(format_plan(table("t", a=1, b=(2, FLOAT))))
    Scan t [a#1, b#2]
    """
    if isinstance(source, str):
        source = ExampleSource(source)
    fields = []
    for name, what in columns.items():
        key, dtype = what if isinstance(what, tuple) else (what, INT)
        fields.append((Field(key, dtype, name), name))
    return Scan(source, tuple(fields))


def col(node: Node, name: str) -> Column:
    """Return the column of a node that prints by this name."""
    return next(f.column() for f in node.schema if f.name == name)


def ids(node: Node, *names: str) -> tuple[int, ...]:
    """Return the ids of columns of a node."""
    return tuple(col(node, name).id for name in names)


def lit(value: Any) -> Literal:
    """Return a literal of the dtype the value has."""
    kinds: dict[type, Any] = {bool: BOOL, int: INT, float: FLOAT, str: STR}
    return Literal(kinds[type(value)], value)


def call(op: str, *args: Any, dtype: Any = BOOL, **options: Any) -> Call:
    """Call an operation; operands that are no expressions become literals."""
    operands = tuple(a if isinstance(a, Expr) else lit(a) for a in args)
    return Call(dtype, op, operands, tuple(options.items()))


def where(node: Node, op: str, *args: Any, **options: Any) -> Filter:
    """Filter by one call; string operands name columns of the node.

    Examples
    --------
    >>> from accel.plan.printing import format_plan
    >>> print(format_plan(where(table("t", a=1), "gt", "a", 5)))
    Filter a#1 > 5
      Scan t [a#1]
    """
    operands = [col(node, a) if isinstance(a, str) else a for a in args]
    return Filter(node, call(op, *operands, **options))


def select(node: Node, *names: str, **computed: tuple[int, Expr]) -> Project:
    """Project named columns, and new ones given as id and expression."""
    passing = [(Field(c.id, c.dtype, c.name), c) for c in (col(node, n) for n in names)]
    made = [(Field(key, e.dtype, name), e) for name, (key, e) in computed.items()]
    return Project(node, (*passing, *made))
