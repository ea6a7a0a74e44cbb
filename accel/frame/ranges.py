"""Which labels are a range, where pandas has a range.

pandas makes evenly spaced numbers that are taken out of a range a range again, and leaves them an
ordinary index where they were one before. So the class of an index depends on each step that the
rows went through. Numbers that are not even settle it; for others, of a frame of one row say, the
steps before are looked at, three rows of each first, which means running them. Where that is much
work, the last step decides.
"""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any, Final

import numpy as np
import pandas
from pandas.core.indexes.base import maybe_sequence_to_range

from accel.execute.vector import Fixed
from accel.frame.memory import Memory
from accel.frame.rows import known_rows, rows_made
from accel.frame.run import execute
from accel.frame.state import INT64
from accel.plan.errors import DataDependent
from accel.plan.expr import Call, Expr, Literal, columns_of
from accel.plan.nodes import (
    Concat,
    Enumerate,
    Field,
    Limit,
    Narrowing,
    Node,
    Project,
    Scan,
    Sort,
    Unary,
)
from accel.plan.rewrite import topological
from accel.plan.tree import new_id

_UNEVEN: Final = 3  # as many numbers may show that they are no range
_MOST_STEPS: Final = 16  # each is run with all below it
_MOST_ROWS: Final = 4_000_000  # times steps
_MANY: Final = 1 << 62  # rows of a range whose end nobody asks for


def labels_from_range(
    name: Hashable, node: Node, numbers: Expr, values: Any, *, set_at: Node | None = None
) -> pandas.Index:
    """Return the index of ``values``, which may be a range.

    Parameters
    ----------
    name : hashable
        Of the index.
    node : Node
        What makes the rows.
    numbers : Expr
        The expression of the labels there.
    values : array of int64
        What it gave.
    set_at : Node, optional
        The rows whose column ``numbers`` became the index. None if they are counted, or an index
        in memory.
    """
    chain = _Chain(numbers, set_at)
    if chain.is_long(node):
        found = _as_range(pandas.RangeIndex(0)._shallow_copy(values))  # type: ignore[attr-defined]
    else:
        found = chain.index_at(node, values)
    return pandas.Index(values, name=name) if found is None else found.rename(name)


def first_number(node: Node, start: int) -> int:
    """Return where a range of no rows starts: a slice beyond the end starts at the end.

    Parameters
    ----------
    node : Node
        What makes the rows, numbered by slices of a range that started at 0.
    start : int
        The first number if no slice were beyond the end.
    """
    while start and isinstance(node, (Project, Enumerate, Limit)):
        if isinstance(node, Limit) and node.offset:
            below = start - node.offset
            rows = rows_made(node.input)
            return (below if rows else first_number(node.input, below)) + min(node.offset, rows)
        node = node.input
    return start


class _Chain:
    """The steps that rows went through since they had these labels."""

    def __init__(self, numbers: Expr, set_at: Node | None) -> None:
        self.numbers = numbers
        self.set_at = set_at
        self.made = columns_of(numbers)
        self.start = 0
        if (
            isinstance(numbers, Call)
            and numbers.op == "add"
            and isinstance(numbers.args[1], Literal)
        ):
            self.start = numbers.args[1].value

    def index_at(
        self, node: Node, values: Any = None, *, whole: bool = False
    ) -> pandas.RangeIndex | None:
        """Return the index of the rows of a node; None if it is no range.

        Where ``values`` are not given and ``whole`` is not set, only the first need be right.
        """
        while not self._is_base(node) and not isinstance(node, Narrowing):
            assert isinstance(node, Unary)
            node = node.input
        if node is not self.set_at and isinstance(node, Memory):
            return _as_range(node.source.index)
        if node is not self.set_at and isinstance(node, Enumerate):
            return self._counted(node, whole=whole)
        values = self._even_values(node, values)
        if values is None:
            return None
        if isinstance(node, Concat) and node is not self.set_at:
            return self._concatenated(node, values)
        if self._is_base(node):
            return _as_range(maybe_sequence_to_range(values))
        assert isinstance(node, Narrowing)
        # where labels that are not there start depends on where the others end
        whole = not len(values) and (isinstance(node, Limit) or self.start > 0)
        source = self.index_at(node.input, whole=whole)
        if source is None:
            return None
        picks = node if isinstance(node, Sort) and node.limit is not None else None
        if picks and len(picks.keys) > 1 and len(values) > 2:
            # nlargest and nsmallest: rows are put together by column, then sorted
            raise DataDependent("whether labels stay a range depends on how ties were settled")
        if isinstance(node, Limit):
            return source[node.offset : node.offset + node.count][: len(values)]
        if _are_all(source, values) and picks is None:
            return source
        if not len(values):
            return pandas.RangeIndex(0)
        return _as_range(source._shallow_copy(values))  # type: ignore[attr-defined]

    def is_long(self, node: Node) -> bool:
        """Tell whether looking at the steps may be much work."""
        sources = (n.source for n in topological(node) if isinstance(n, (Memory, Scan)))
        steps = 0
        below = node
        while not self._is_base(below):
            steps += isinstance(below, Narrowing)
            (below,) = below.inputs
        rows = sum(source.num_rows for source in sources)
        return steps > _MOST_STEPS or steps * rows > _MOST_ROWS

    def _is_base(self, node: Node) -> bool:
        return (
            node is self.set_at
            or not isinstance(node, Unary)
            or (isinstance(node, Enumerate) and node.id in self.made)
        )

    def _counted(self, node: Enumerate, *, whole: bool) -> pandas.RangeIndex:
        rows = rows_made(node.input) if whole else known_rows(node.input)
        start = self.start if rows != 0 else first_number(node.input, self.start)
        return pandas.RangeIndex(start, start + (_MANY if rows is None else rows))

    def _even_values(self, node: Node, values: Any) -> Any:
        """Return the labels at a node; None if they are not evenly spaced."""
        if values is None:
            values = self._values(Limit(node, _UNEVEN))
            first = values.tolist()  # whose differences may be beyond int64
            if len(first) == _UNEVEN and first[1] - first[0] == first[2] - first[1]:
                values = self._values(node)
        is_even = len(values) < 2 or isinstance(maybe_sequence_to_range(values), range)
        return values if is_even else None

    def _concatenated(self, node: Concat, values: Any) -> pandas.RangeIndex | None:
        place = next(k for k, field in enumerate(node.fields) if field.id in self.made)
        parts = []
        for part, ids in zip(node.parts, node.columns, strict=True):
            assert isinstance(part, Project)
            label = next(expr for field, expr in part.columns if field.id == ids[place])
            parts.append(_Chain(label, None).index_at(part.input))
        first, *others = parts
        if first is None:
            return None
        if any(part is None or len(part) >= _MANY for part in parts):
            return _as_range(first._shallow_copy(values))  # type: ignore[attr-defined]
        return _as_range(first.append(others))

    def _values(self, node: Node) -> Any:
        field = Field(new_id(), INT64, "row")
        vector = execute(Project(node, ((field, self.numbers),))).columns[field.id]
        assert isinstance(vector, Fixed)
        return vector.data.astype(np.int64, copy=False)


def _as_range(index: Any) -> pandas.RangeIndex | None:
    if isinstance(index, range):
        return pandas.RangeIndex(index)
    return index if isinstance(index, pandas.RangeIndex) else None


def _are_all(source: pandas.RangeIndex, values: Any) -> bool:
    if len(source) != len(values):
        return False
    return not len(values) or (source[0] == values[0] and source[-1] == values[-1])
