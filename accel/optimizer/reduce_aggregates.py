"""Groups that a join would throw away."""

from __future__ import annotations

from typing import Final

from accel.optimizer.estimate import Estimates
from accel.plan.expr import Column
from accel.plan.nodes import Aggregate, Filter, Join, Node, Project
from accel.plan.rewrite import consumers, kinds, rebuild_plan
from accel.plan.tree import new_id

# How many groups there must be for each row they are joined with.
_WORTH_IT: Final = 4


def reduce_aggregates(root: Node) -> Node:
    """Group only the rows whose keys a much smaller table asks for.

    Examples
    --------
    >>> from accel.plan.examples import INT, ExampleSource, col, ids, table
    >>> from accel.plan.nodes import Aggregation, Field
    >>> from accel.plan.printing import format_plan
    >>> few = table("few", a=1)
    >>> many = table(ExampleSource("many", 1_000_000, {"k": (1, 500_000)}), k=2, v=3)
    >>> total = Aggregation(Field(4, INT, "total"), "sum", col(many, "v"))
    >>> groups = Aggregate(many, ids(many, "k"), (total,), ordered=False)
    >>> plan = Join(few, groups, "inner", ids(few, "a"), ids(groups, "k"))
    >>> print(format_plan(plan))
    Join inner on a#1 = k#2
      Scan few [a#1]
      Aggregate [total#4 = sum(v#3)] by k#2 in any order
        Scan many [k#2, v#3]
    >>> print(format_plan(reduce_aggregates(plan), renumber=True))
    Join inner on a#1 = k#2
      Scan few [a#1]
      Aggregate [total#5 = sum(v#3)] by k#2 in any order
        Join semi on k#2 = a#4
          Scan many [k#2, v#3]
          Project [a#4 = a#1]
            Scan few [a#1]
    """
    if not kinds(root) >= {Aggregate, Join}:
        return root
    return rebuild_plan(root, _Reduction(root).change)


class _Reduction:
    def __init__(self, root: Node) -> None:
        self._estimates = Estimates()
        self._readers = consumers(root)

    def change(self, node: Node, rebuilt: Node) -> Node:
        if not isinstance(rebuilt, Join):
            return rebuilt
        # Groups that others read too are needed in full.
        alone = tuple(self._readers[child] == 1 for child in node.inputs)
        return self._join(rebuilt, *alone)

    def _join(self, node: Join, left_alone: bool, right_alone: bool) -> Node:
        left, right = (node.left, node.left_on), (node.right, node.right_on)
        if right_alone and node.how in ("inner", "left", "semi", "anti"):
            fewer = self._fewer(*right, *left)
            if fewer is not None:
                return node.with_inputs((node.left, fewer))
        if left_alone and node.how in ("inner", "semi"):
            fewer = self._fewer(*left, *right)
            if fewer is not None:
                return node.with_inputs((fewer, node.right))
        return node

    def _fewer(
        self, side: Node, keys: tuple[int, ...], few: Node, few_keys: tuple[int, ...]
    ) -> Node | None:
        """Return ``side`` with only the groups ``few`` asks for; None if it is not worth it."""
        match side:
            case Filter():
                below = self._fewer(side.input, keys, few, few_keys)
                return below and side.copy(input=below)
            case Project():
                made = {f.id: e for f, e in side.columns}
                sources = tuple(e.id for k in keys if isinstance(e := made[k], Column))
                if len(sources) < len(keys):
                    return None
                below = self._fewer(side.input, sources, few, few_keys)
                return below and side.copy(input=below)
            case Aggregate() if set(keys) <= set(side.keys):
                if self._estimates.rows(few) * _WORTH_IT > self._estimates.rows(side):
                    return None
                by_id = {f.id: f for f in few.schema}
                asked = [by_id[k] for k in few_keys]
                fresh = [f.copy(id=new_id()) for f in asked]
                columns = tuple((n, f.column()) for n, f in zip(fresh, asked, strict=True))
                on = tuple(f.id for f in fresh)
                return side.copy(input=Join(side.input, Project(few, columns), "semi", keys, on))
        return None
