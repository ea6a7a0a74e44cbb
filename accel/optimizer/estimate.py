"""Estimated sizes of a plan's nodes, from row counts and least and greatest values.

Rough by nature: they choose the smaller side of a join and the order of joins, never a result.
"""

from __future__ import annotations

import math
from collections.abc import Hashable

from accel.optimizer.keys import origin, unique_on
from accel.optimizer.selectivity import Selectivity
from accel.optimizer.statistics import distinct_values, value_range
from accel.plan.expr import Column, Expr, IsInPlan
from accel.plan.nodes import (
    Aggregate,
    Concat,
    Distinct,
    Filter,
    Join,
    Limit,
    Node,
    Project,
    Scan,
    Sort,
)


class Estimates:
    """Sizes of nodes, remembered by structure."""

    def __init__(self) -> None:
        self._rows: dict[Node, float] = {}

    def rows(self, node: Node) -> int:
        """Return how many rows a node gives."""
        return math.ceil(self._estimate(node))

    def distinct(self, node: Node, column: int) -> float | None:
        """Return how many values a column had before anything was filtered; None if unknown."""
        if unique_on(node, {column}):
            known = self._estimate(node)
        else:
            known = math.inf
        source = origin(node, column)
        if source is not None:
            values = distinct_values(source[0].source, source[1])
            if values is not None:
                return values
        return None if known == math.inf else known

    def left_values(self, node: Node, column: int) -> float:
        """Return about how many values a column still has, after filters and joins."""
        return min(self._most(node, column, filtered=True), self._estimate(node))

    def _most(self, node: Node, column: int, *, filtered: bool = False) -> float:
        """Return how many values a column can have at most, as far as joins and sizes tell.

        ``filtered`` counts only those in rows that filters leave.
        """

        def below(child: Node, key: int) -> float:
            values = self._most(child, key, filtered=filtered)
            return min(values, self._estimate(child)) if filtered else values

        match node:
            case Scan():
                return self.distinct(node, column) or float(node.source.num_rows)
            case Project():
                found = next(e for f, e in node.columns if f.id == column)
                return below(node.input, found.id) if isinstance(found, Column) else math.inf
            case Join(how="inner" | "semi") if column in (*node.left_on, *node.right_on):
                pairs = zip(node.left_on, node.right_on, strict=True)
                left, right = next(pair for pair in pairs if column in pair)
                return min(below(node.left, left), below(node.right, right))
        for child in node.inputs:
            if any(f.id == column for f in child.schema):
                return below(child, column)
        return math.inf

    def groups(self, node: Node, keys: tuple[int, ...]) -> float:
        """Return how many different combinations of ``keys`` a node has."""
        rows = self._estimate(node)
        groups = 1.0
        for key in keys:
            groups *= self.distinct(node, key) or max(1.0, rows / 10)
        return min(rows, groups)

    def selectivity(self, predicate: Expr, node: Node) -> float:
        """Return which part of a node's rows a predicate keeps; of a scan's, those it reads."""
        if isinstance(node, Scan) and node.predicate is not None:
            node = node.copy(predicate=None)

        def lookup(use: IsInPlan) -> float:
            values = self.distinct(node, use.arg.id) if isinstance(use.arg, Column) else None
            return min(1.0, self._estimate(use.plan) / values) if values else 0.3

        def column(key: int) -> tuple[Scan, Hashable] | None:
            return origin(node, key)

        return Selectivity(column, lookup).of(predicate)

    def _estimate(self, node: Node) -> float:
        known = self._rows.get(node)
        if known is None:
            known = self._rows[node] = self._work_out(node)
        return known

    def _work_out(self, node: Node) -> float:
        match node:
            case Scan():
                rows = float(node.source.num_rows)
                if node.predicate is None:
                    return rows
                return rows * self.selectivity(node.predicate, node)
            case Filter():
                return self._estimate(node.input) * self.selectivity(node.predicate, node.input)
            case Aggregate():
                return self.groups(node.input, node.keys) if node.keys else 1.0
            case Distinct():
                return self.groups(node.input, node.keys)
            case Sort():
                rows = self._estimate(node.input)
                return rows if node.limit is None else min(rows, float(node.limit))
            case Limit():
                return min(self._estimate(node.input), float(node.count))
            case Join():
                return self._join(node)
            case Concat():
                return sum(self._estimate(part) for part in node.parts)
        return self._estimate(node.inputs[0])

    def _join(self, node: Join) -> float:
        left, right = self._estimate(node.left), self._estimate(node.right)
        values = self.key_values(node)
        match node.how:
            case "semi" | "anti":
                kept = left * min(1.0, self.groups(node.right, node.right_on) / values)
                return kept if node.how == "semi" else max(left - kept, 0.1 * left)
            case "inner":
                return left * right / values
            case "left":
                return max(left, left * right / values)
            case "right":
                return max(right, left * right / values)
        return max(left, right, left * right / values)

    def key_values(self, node: Join) -> float:
        """Return over how many key values the rows of a join's sides spread."""
        smaller = min(_base_rows(node.left), _base_rows(node.right))
        spread = 1.0
        for left, right in zip(node.left_on, node.right_on, strict=True):
            counts = [self.distinct(node.left, left), self.distinct(node.right, right)]
            if _has_gaps(node.left, left, node.right):
                counts = counts[:1]
            elif _has_gaps(node.right, right, node.left):
                counts = counts[1:]
            # Where nothing is known, the smaller table has each key once.
            most = min(self._most(node.left, left), self._most(node.right, right), smaller)
            spread *= max((c for c in counts if c is not None), default=most)
        # Keys that belong together have far fewer combinations than independent ones.
        return max(1.0, spread if len(node.left_on) == 1 else min(spread, smaller))


def _has_gaps(node: Node, column: int, other: Node) -> bool:
    """Return whether a column looks like all keys of a table, numbered with gaps.

    Then the larger table that refers to them has no other values, though its range is as wide.
    """
    source = origin(node, column)
    span = value_range(source[0].source, source[1]) if source is not None else None
    if source is None or span is None:
        return False
    rows = source[0].source.num_rows
    return bool(rows <= span[1] - span[0] < 5 * rows and 2 * rows <= _base_rows(other))


def _base_rows(node: Node) -> float:
    """Return how many rows the largest scan below a node reads."""
    if isinstance(node, Scan):
        return float(node.source.num_rows)
    return max((_base_rows(child) for child in node.inputs), default=1.0)
