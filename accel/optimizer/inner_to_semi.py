"""Inner joins that only filter."""

from __future__ import annotations

from accel.optimizer.keys import unique_on
from accel.optimizer.prune_columns import prune_columns
from accel.optimizer.requirements import required_columns
from accel.plan.expr import Expr
from accel.plan.nodes import Field, Join, Node, Project
from accel.plan.rewrite import kinds, rebuild_plan, topological


def inner_to_semi(root: Node) -> Node:
    """Make an inner join a semi join when one side gives no columns and each key at most once.

    Key columns that are read are taken from the other side, where they are equal.

    Examples
    --------
    >>> from accel.plan.examples import ids, select, table
    >>> from accel.plan.nodes import Distinct
    >>> from accel.plan.printing import format_plan
    >>> a, b = table("t", a=1, x=2), table("u", b=3)
    >>> plan = select(Join(a, Distinct(b, ids(b, "b")), "inner", ids(a, "a"), ids(b, "b")), "x")
    >>> print(format_plan(plan))
    Project [x#2]
      Join inner on a#1 = b#3
        Scan t [a#1, x#2]
        Distinct first of b#3
          Scan u [b#3]
    >>> print(format_plan(inner_to_semi(plan)))
    Project [x#2]
      Join semi on a#1 = b#3
        Scan t [a#1, x#2]
        Distinct first of b#3
          Scan u [b#3]
    """
    if Join not in kinds(root) or not any(_may_reduce(node) for node in topological(root)):
        return root
    root = prune_columns(root)  # what nobody reads must not name the columns that go
    required = required_columns(root)

    def change(node: Node, rebuilt: Node) -> Node:
        if isinstance(rebuilt, Join) and rebuilt.how == "inner":
            return _reduced(rebuilt, required[node])
        return rebuilt

    return rebuild_plan(root, change)


def _may_reduce(node: Node) -> bool:
    if not isinstance(node, Join) or node.how != "inner":
        return False
    left_once = not node.ordered and unique_on(node.left, node.left_on)
    return left_once or unique_on(node.right, node.right_on)


def _reduced(node: Join, required: frozenset[int]) -> Node:
    turned = node.copy(
        left=node.right, right=node.left, left_on=node.right_on, right_on=node.left_on
    )
    # Rows come in the order of the side that stays, which is only right for the left one.
    for join in (node,) if node.ordered else (node, turned):
        if not unique_on(join.right, join.right_on):
            continue
        mine = {f.id: f for f in join.left.schema}
        equal = dict(zip(join.right_on, join.left_on, strict=True))
        made: list[tuple[Field, Expr]] = []
        for field in join.right.schema:
            if field.id in required:
                twin = mine.get(equal.get(field.id, field.id))
                # Equal floats may be 0.0 and -0.0.
                if twin is None or twin.dtype != field.dtype or twin.dtype.kind == "f":
                    break
                made.append((field, twin.column()))
        else:
            semi = join.copy(how="semi", widened=())
            passing = [(f, f.column()) for f in join.left.schema]
            return Project(semi, (*passing, *made)) if made else semi
    return node
