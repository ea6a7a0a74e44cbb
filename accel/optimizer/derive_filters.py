"""What a filter over both sides of a join says of one side."""

from __future__ import annotations

from collections.abc import Iterator

from accel.optimizer.simplify_filters import disjunction, disjuncts
from accel.plan.expr import Expr, columns_of, conjunction, conjuncts, is_udf
from accel.plan.nodes import Filter, Join, Node
from accel.plan.rewrite import bottom_up, nested


def derive_filters(root: Node) -> Node:
    """Filter a join's sides by what each branch of an ``or`` above it asks of them.

    The filter itself stays: which branch it was is known only after the join.

    Examples
    --------
    >>> from accel.plan.examples import call, col, ids, table
    >>> from accel.plan.printing import format_plan
    >>> a, b = table("t", a=1, n=2), table("u", b=3, m=4)
    >>> n, m = col(a, "n"), col(b, "m")
    >>> join = Join(a, b, "inner", ids(a, "a"), ids(b, "b"))
    >>> branches = [call("and", call("eq", n, i), call("eq", m, 10 * i)) for i in (1, 2)]
    >>> plan = Filter(join, call("or", *branches))
    >>> print(format_plan(derive_filters(plan)))
    Filter ((n#2 == 1) & (m#4 == 10)) | ((n#2 == 2) & (m#4 == 20))
      Join inner on a#1 = b#3
        Filter (n#2 == 1) | (n#2 == 2)
          Scan t [a#1, n#2]
        Filter (m#4 == 10) | (m#4 == 20)
          Scan u [b#3, m#4]
    """
    return bottom_up(root, _derive, Filter, remember=True)


def _derive(node: Node) -> Node:
    if not isinstance(node, Filter) or not isinstance(node.input, Join):
        return node
    join = node.input
    if join.how not in ("inner", "left") or is_udf(node.predicate) or nested(node):
        return node
    sides = []
    for side, keeps in ((join.left, True), (join.right, join.how == "inner")):
        found = tuple(_one_sided(node.predicate, side)) if keeps else ()
        sides.append(Filter(side, conjunction(found)) if found else side)
    if (sides[0], sides[1]) == join.inputs:
        return node
    return node.with_inputs((join.with_inputs((sides[0], sides[1])),))


def _one_sided(predicate: Expr, side: Node) -> Iterator[Expr]:
    ids = {f.id for f in side.schema}
    for part in conjuncts(predicate):
        branches = disjuncts(part)
        if len(branches) < 2 or columns_of(part) <= ids:
            continue
        mine = [[p for p in conjuncts(b) if columns_of(p) <= ids] for b in branches]
        if all(mine):
            yield disjunction([conjunction(m) for m in mine])
