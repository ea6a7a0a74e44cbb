"""How many rows there are, found out as cheaply as can be."""

from __future__ import annotations

from accel.frame.known import rows_of
from accel.frame.memory import Memory
from accel.frame.state import INT64, Space
from accel.plan.nodes import (
    Aggregate,
    Aggregation,
    Concat,
    Enumerate,
    Field,
    Limit,
    Node,
    Project,
    Scan,
    Sort,
)
from accel.plan.tree import new_id


def known_rows(node: Node) -> int | None:
    """Return how many rows a plan makes if that is known without running it."""
    rows = rows_of(node)
    if rows is not None and rows.count is not None:
        return rows.count
    if isinstance(node, Memory):
        return node.source.num_rows
    if isinstance(node, Scan):
        return node.source.num_rows if node.predicate is None else None
    if isinstance(node, (Project, Enumerate)) or (isinstance(node, Sort) and node.limit is None):
        return known_rows(node.inputs[0])
    if isinstance(node, Limit):
        below = known_rows(node.input)
        return None if below is None else max(min(below - node.offset, node.count), 0)
    if isinstance(node, Concat):
        parts = [known_rows(part) for part in node.parts]
        return None if None in parts else sum(p for p in parts if p is not None)
    return None


def rows_made(node: Node) -> int:
    """Return how many rows a plan makes, running it if nothing less tells."""
    known = known_rows(node)
    if known is not None:
        return known
    from accel.frame.run import execute

    count = Aggregation(Field(new_id(), INT64, "rows"), "size", None)
    batch = execute(Aggregate(node, (), (count,)))
    return int(batch.columns[count.field.id].data[0])  # type: ignore[union-attr]


def count_rows(space: Space) -> int:
    """Return the number of rows, found out once."""
    if space.rows is None:
        space.known.count = rows_made(space.node)
    assert space.rows is not None
    return space.rows


def has_rows(node: Node) -> bool:
    """Tell whether a plan makes any rows, running it for one if nothing less tells."""
    known = known_rows(node)
    if known is not None:
        return known > 0
    from accel.frame.run import execute

    field = node.schema[0]
    one = Field(new_id(), field.dtype, field.name)
    return execute(Limit(Project(node, ((one, field.column()),)), 1)).rows > 0
