"""Plan nodes. Each makes a row space: named columns by id, in a defined row order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final, Literal, TypeAlias

import numpy as np

from accel.plan.expr import Column, DType, Expr
from accel.plan.source import Source
from accel.plan.tree import Tree

_INT64: Final = np.dtype(np.int64)
How: TypeAlias = Literal["inner", "left", "right", "outer", "semi", "anti"]


@dataclass(frozen=True, eq=False)
class Field(Tree):
    """An output column of a node: id, dtype, and a name for printing."""

    id: int
    dtype: DType
    name: str = field(default="", compare=False)

    def column(self) -> Column:
        """Return the expression that reads this column."""
        return Column(self.dtype, self.id, self.name)


@dataclass(frozen=True, eq=False)
class Node(Tree):
    """A step of a plan."""

    @property
    def inputs(self) -> tuple[Node, ...]:
        """The nodes whose rows this one reads."""
        return ()

    @property
    def schema(self) -> tuple[Field, ...]:
        """The output columns."""
        raise NotImplementedError

    def with_inputs(self, inputs: tuple[Node, ...]) -> Node:
        """Return the same step over other inputs."""
        names = [n for n in ("input", "left", "right") if hasattr(self, n)]
        return self.copy(**dict(zip(names, inputs, strict=True)))


@dataclass(frozen=True, eq=False)
class Scan(Node):
    """Read columns of a source, in its row order.

    ``row_id``, if set, is the id of an int64 column that counts the source's rows from 0 (before
    the predicate). ``predicate`` keeps the rows where it is true; it may read any scanned column.
    """

    source: Source
    columns: tuple[tuple[Field, Any], ...]  # (output field, the source's column name)
    row_id: int | None = None
    predicate: Expr | None = None

    @property
    def schema(self) -> tuple[Field, ...]:
        fields = tuple(f for f, _ in self.columns)
        return fields if self.row_id is None else (*fields, row_field(self.row_id))


@dataclass(frozen=True, eq=False)
class Unary(Node):
    """A step over one input."""

    input: Node

    @property
    def inputs(self) -> tuple[Node, ...]:
        return (self.input,)


@dataclass(frozen=True, eq=False)
class Narrowing(Unary):
    """A step that puts out rows of its input, with all their columns."""

    @property
    def schema(self) -> tuple[Field, ...]:
        return self.input.schema


@dataclass(frozen=True, eq=False)
class Project(Unary):
    """Compute columns; the same rows in the same order. Columns not listed are dropped."""

    columns: tuple[tuple[Field, Expr], ...]

    @property
    def schema(self) -> tuple[Field, ...]:
        return tuple(f for f, _ in self.columns)


@dataclass(frozen=True, eq=False)
class Enumerate(Unary):
    """Add an int64 column that counts the rows from 0; all other columns pass."""

    id: int

    @property
    def schema(self) -> tuple[Field, ...]:
        return (*self.input.schema, row_field(self.id))


@dataclass(frozen=True, eq=False)
class Filter(Narrowing):
    """Keep the rows where the predicate is true, in order."""

    predicate: Expr


@dataclass(frozen=True, eq=False)
class Join(Node):
    """Match rows on equal keys, as ``pandas.merge`` does (missing keys match each other).

    Output columns are the left's, then the right's (ids are disjoint); ``semi`` and ``anti`` give
    the left's alone. Columns of a side that may be unmatched have the dtype pandas gives them
    (integers become float64, bool becomes object), listed in ``widened``. Row order is
    pandas': inner and left by left row, then right row; right by right row, then left row; outer
    sorted by key. ``ordered`` False says that nobody can see the order.
    """

    left: Node
    right: Node
    how: How
    left_on: tuple[int, ...]
    right_on: tuple[int, ...]
    widened: tuple[tuple[int, DType], ...] = ()
    ordered: bool = True

    @property
    def inputs(self) -> tuple[Node, ...]:
        return (self.left, self.right)

    @property
    def schema(self) -> tuple[Field, ...]:
        if self.how in ("semi", "anti"):
            return self.left.schema
        wide = dict(self.widened)
        both = (*self.left.schema, *self.right.schema)
        return tuple(f.copy(dtype=wide[f.id]) if f.id in wide else f for f in both)


@dataclass(frozen=True, eq=False)
class Aggregation(Tree):
    """One aggregate: ``function`` of ``arg`` (None for ``size``), put out as ``field``.

    Functions: sum, mean, min, max, count, size, nunique, std, var, first, last, any, all, prod,
    median. Missing values are skipped. options: ddof, min_count.
    """

    field: Field
    function: str
    arg: Expr | None
    options: tuple[tuple[str, Any], ...] = ()

    def __str__(self) -> str:
        return f"{self.field.column()} = {self.function}({'' if self.arg is None else self.arg})"


@dataclass(frozen=True, eq=False)
class Aggregate(Unary):
    """Group by key columns and aggregate; without keys, one row.

    Output columns are the keys (same ids as in the input), then the aggregates. ``sort`` orders
    groups by key (missing last), else by first appearance. ``dropna`` drops groups with a missing
    key. ``ordered`` False says that nobody can see the order.
    """

    keys: tuple[int, ...]
    aggregations: tuple[Aggregation, ...]
    sort: bool = True
    dropna: bool = True
    ordered: bool = True

    @property
    def schema(self) -> tuple[Field, ...]:
        by_id = {f.id: f for f in self.input.schema}
        return (*(by_id[k] for k in self.keys), *(a.field for a in self.aggregations))


@dataclass(frozen=True, eq=False)
class Distinct(Narrowing):
    """Keep the first (or last) row of each distinct combination of ``keys``, in row order."""

    keys: tuple[int, ...]
    keep: Literal["first", "last"] = "first"
    ordered: bool = True


@dataclass(frozen=True, eq=False)
class Sort(Narrowing):
    """Order rows by columns; ties keep their order. ``limit`` keeps the first rows only (top-k)."""

    keys: tuple[int, ...]
    ascending: tuple[bool, ...]
    na_last: bool = True
    limit: int | None = None


@dataclass(frozen=True, eq=False)
class Limit(Narrowing):
    """Keep ``count`` rows from ``offset`` on (``head``, ``iloc`` slices)."""

    count: int
    offset: int = 0


@dataclass(frozen=True, eq=False)
class Concat(Node):
    """Rows of each part in turn. ``columns[k]`` lists, per output field, part k's column id."""

    parts: tuple[Node, ...]
    fields: tuple[Field, ...]
    columns: tuple[tuple[int, ...], ...]

    @property
    def inputs(self) -> tuple[Node, ...]:
        return self.parts

    @property
    def schema(self) -> tuple[Field, ...]:
        return self.fields

    def with_inputs(self, inputs: tuple[Node, ...]) -> Node:
        return self.copy(parts=inputs)


def row_field(column: int) -> Field:
    """Return the field of a column that counts rows."""
    return Field(column, _INT64, "row")


def walk_nodes(node: Node) -> Iterator[Node]:
    """Yield each node once, inputs before the nodes that read them."""
    return _walk(node, set())


def _walk(node: Node, seen: set[int]) -> Iterator[Node]:
    if id(node) not in seen:
        seen.add(id(node))
        for child in node.inputs:
            yield from _walk(child, seen)
        yield node
