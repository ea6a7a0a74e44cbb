"""Which labels out of a range are a range again.

pandas makes evenly spaced numbers that are taken out of a range a range again, and leaves them an
ordinary index where they were one before. So the class of an index depends on each step that the
rows went through. Numbers that are not even settle it; for others, of a frame of one row say, the
steps before are looked at, which means running them. Where that is much work, the last one decides.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import numpy as np
import pandas

from accel.execute.vector import Fixed
from accel.frame.memory import Memory
from accel.frame.run import execute
from accel.frame.state import INT64
from accel.plan.expr import Expr, columns_of
from accel.plan.nodes import Enumerate, Field, Limit, Narrowing, Node, Project, Scan, Unary
from accel.plan.rewrite import topological
from accel.plan.tree import new_id

_UNEVEN: Final = 3  # as many numbers may show that they are no range
_MOST_STEPS: Final = 4
_MOST_ROWS: Final = 1_000_000


def labels_from_range(meta: pandas.RangeIndex, node: Node, numbers: Expr, values: Any) -> Any:
    """Return the index of ``values``, which were taken out of a range.

    Parameters
    ----------
    meta : pandas.RangeIndex
        An empty index with the name.
    node : Node
        What makes the rows.
    numbers : Expr
        The expression of the labels there.
    values : array of int64
        What it gave.
    """
    steps = list(_steps(node, numbers))
    if len(steps) > _MOST_STEPS or _rows_below(node) > _MOST_ROWS:
        return _taken(meta, [], numbers, values)
    if len(values) < 2:
        return _of_few(meta, node, steps, numbers, values)
    return _taken(meta, steps[1:], numbers, values)


def _rows_below(node: Node) -> int:
    """Return how many rows all sources of a plan have."""
    sources = (n.source for n in topological(node) if isinstance(n, (Memory, Scan)))
    return sum(source.num_rows for source in sources)


def _of_few(
    meta: pandas.RangeIndex, node: Node, steps: list[Node], numbers: Expr, values: Any
) -> Any:
    """Return the index of one row or none: pandas keeps it where a step keeps all rows."""
    while steps:
        below = steps[0].inputs[0]
        if len(_values(Limit(below, 2), numbers)) > len(values):
            return _taken(meta, steps[1:], numbers, values)
        node = below
        del steps[0]
    whole = _in_memory(node)
    if whole is not None and len(whole) == len(values):
        return whole.rename(meta.name)
    return _taken(meta, [], numbers, values)


def _in_memory(node: Node) -> pandas.RangeIndex | None:
    """Return the index of a frame in memory whose rows a plan only reads, if it is a range."""
    while isinstance(node, (Enumerate, Project)):
        node = node.input
    index = node.source.index if isinstance(node, Memory) else None
    return index if isinstance(index, pandas.RangeIndex) else None


def _steps(node: Node, numbers: Expr) -> Iterator[Node]:
    """Yield the steps that dropped or moved rows since they were numbered, the latest first."""
    made = columns_of(numbers)
    while isinstance(node, Unary) and not (isinstance(node, Enumerate) and node.id in made):
        if isinstance(node, Narrowing):
            yield node
        node = node.input


def _taken(meta: pandas.RangeIndex, before: list[Node], numbers: Expr, values: Any) -> Any:
    found = meta._shallow_copy(values, name=meta.name)  # type: ignore[attr-defined]
    if not before or not isinstance(found, pandas.RangeIndex):
        return found
    seen = _values(Limit(before[0], _UNEVEN), numbers)
    if len(seen) == _UNEVEN and seen[1] - seen[0] != seen[2] - seen[1]:
        return pandas.Index(values, name=meta.name)
    source = _taken(meta, before[1:], numbers, _values(before[0], numbers))
    if isinstance(source, pandas.RangeIndex):
        return source._shallow_copy(values, name=meta.name)  # type: ignore[attr-defined]
    return pandas.Index(values, name=meta.name)


def _values(node: Node, numbers: Expr) -> Any:
    field = Field(new_id(), INT64, "row")
    vector = execute(Project(node, ((field, numbers),))).columns[field.id]
    assert isinstance(vector, Fixed)
    return vector.data.astype(np.int64, copy=False)
