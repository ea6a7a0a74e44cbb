"""Sorts nobody sees."""

from __future__ import annotations

from accel.optimizer.order import observed_order
from accel.plan.nodes import Node, Sort
from accel.plan.rewrite import rebuild_plan


def drop_sorts(root: Node) -> Node:
    """Drop a sort whose order nobody can tell, such as one below a sum.

    Examples
    --------
    >>> from accel.plan.examples import INT, col, ids, table
    >>> from accel.plan.nodes import Aggregate, Aggregation, Field
    >>> from accel.plan.printing import format_plan
    >>> t = table("t", a=1)
    >>> total = Aggregation(Field(2, INT, "total"), "sum", col(t, "a"))
    >>> plan = Aggregate(Sort(t, ids(t, "a"), (True,)), (), (total,))
    >>> print(format_plan(plan))
    Aggregate [total#2 = sum(a#1)]
      Sort a#1
        Scan t [a#1]
    >>> print(format_plan(drop_sorts(plan)))
    Aggregate [total#2 = sum(a#1)]
      Scan t [a#1]
    """
    observed = observed_order(root)

    def change(node: Node, rebuilt: Node) -> Node:
        unseen = isinstance(rebuilt, Sort) and rebuilt.limit is None and not observed[node]
        return rebuilt.inputs[0] if unseen else rebuilt

    return rebuild_plan(root, change)
