"""Row order that nobody can see."""

from __future__ import annotations

from accel.optimizer.order import observed_order
from accel.plan.nodes import Aggregate, Distinct, Join, Node
from accel.plan.rewrite import kinds, rebuild_plan


def relax_order(root: Node) -> Node:
    """Tell joins, groups and distinct rows that their order is not seen, where it is not.

    Examples
    --------
    >>> from accel.plan.examples import INT, col, ids, table
    >>> from accel.plan.nodes import Aggregation, Field
    >>> from accel.plan.printing import format_plan
    >>> a, b = table("t", a=1, b=2), table("u", c=3)
    >>> join = Join(a, b, "inner", ids(a, "a"), ids(b, "c"))
    >>> total = Aggregation(Field(4, INT, "total"), "sum", col(a, "b"))
    >>> plan = Aggregate(join, ids(a, "a"), (total,))
    >>> print(format_plan(plan))
    Aggregate [total#4 = sum(b#2)] by a#1
      Join inner on a#1 = c#3
        Scan t [a#1, b#2]
        Scan u [c#3]
    >>> print(format_plan(relax_order(plan)))
    Aggregate [total#4 = sum(b#2)] by a#1
      Join inner on a#1 = c#3 in any order
        Scan t [a#1, b#2]
        Scan u [c#3]
    """
    if kinds(root).isdisjoint((Join, Aggregate, Distinct)):
        return root
    observed = observed_order(root)

    def change(node: Node, rebuilt: Node) -> Node:
        ordered = isinstance(rebuilt, Join | Aggregate | Distinct) and rebuilt.ordered
        return rebuilt.copy(ordered=False) if ordered and not observed[node] else rebuilt

    return rebuild_plan(root, change)
