"""Counts of what a left join matches."""

from __future__ import annotations

from typing import Final

import numpy as np

from accel.optimizer.estimate import Estimates
from accel.plan.expr import Call, Column, Expr
from accel.plan.nodes import Aggregate, Aggregation, Field, Join, Node, Project
from accel.plan.rewrite import bottom_up
from accel.plan.tree import new_id

_FLOAT: Final = np.dtype(np.float64)
_WORTH_IT: Final = 2  # rows a key must have at the right side, on average


def count_before_join(root: Node) -> Node:
    """Count the right side of a left join by its key first, then join the counts.

    Right whether or not the left side has each key once: its groups add the counts up.

    Examples
    --------
    >>> from accel.plan.examples import INT, ExampleSource, col, ids, table
    >>> from accel.plan.printing import format_plan
    >>> buyers = table(ExampleSource("buyers", 1000, {"b": (1, 1000)}), b=1)
    >>> orders = table(ExampleSource("orders", 90_000, {"by": (1, 1000)}), by=2, order=3)
    >>> placed = Join(buyers, orders, "left", (1,), (2,), ((2, _FLOAT), (3, _FLOAT)), False)
    >>> made = Aggregation(Field(4, INT, "n"), "count", col(placed, "order"))
    >>> plan = Aggregate(placed, (1,), (made,))
    >>> print(format_plan(plan))
    Aggregate [n#4 = count(order#3)] by b#1
      Join left on b#1 = by#2 in any order
        Scan buyers [b#1]
        Scan orders [by#2, order#3]
    >>> print(format_plan(count_before_join(plan), renumber=True))
    Project [b#1, n#6 = astype(n#5)]
      Aggregate [n#5 = sum(n#4)] by b#1
        Join left on b#1 = by#2 in any order
          Scan buyers [b#1]
          Aggregate [n#4 = count(order#3)] by by#2 unsorted with missing in any order
            Scan orders [by#2, order#3]
    """
    estimates = Estimates()

    def change(node: Node) -> Node:
        if not isinstance(node, Aggregate) or not isinstance(node.input, Join):
            return node
        join = node.input
        left = {f.id for f in join.left.schema}
        right = {f.id: f for f in join.right.schema}
        args = [a.arg.id for a in node.aggregations if isinstance(a.arg, Column)]
        counts = all(a.function == "count" for a in node.aggregations)
        apart = left.issuperset(node.keys) and right.keys() >= set(args)
        if join.how != "left" or not counts or not apart or len(args) < len(node.aggregations):
            return node
        few = estimates.groups(join.right, join.right_on)
        if not args or few * _WORTH_IT > estimates.rows(join.right):
            return node
        return _counted_first(node, join, [right[key].column() for key in args])

    return bottom_up(root, change, Join)


def _counted_first(node: Aggregate, join: Join, args: list[Column]) -> Node:
    first, second, columns = [], [], []
    for old, arg in zip(node.aggregations, args, strict=True):
        counted = old.field.copy(id=new_id())
        added = old.field.copy(id=new_id(), dtype=_FLOAT)
        first.append(Aggregation(counted, "count", arg))
        # Missing where nothing matched: a sum leaves that out.
        second.append(Aggregation(added, "sum", Column(_FLOAT, counted.id, counted.name)))
        cast: Expr = Call(old.field.dtype, "astype", (added.column(),))
        columns.append((old.field, cast))
    groups = Aggregate(join.right, join.right_on, tuple(first), False, False, False)
    known = dict(join.widened)
    widened = tuple((f.id, known.get(f.id, _FLOAT)) for f in groups.schema if _widens(f, known))
    joined = join.copy(right=groups, widened=widened)
    total = node.copy(input=joined, aggregations=tuple(second))
    keys: list[tuple[Field, Expr]] = [(f, f.column()) for f in total.schema[: len(node.keys)]]
    return Project(total, (*keys, *columns))


def _widens(field: Field, known: dict[int, object]) -> bool:
    return field.id in known or field.dtype.kind == "i"
