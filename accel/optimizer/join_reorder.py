"""The order of inner joins."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import combinations

from accel.optimizer.estimate import Estimates
from accel.plan.expr import Expr, columns_of, conjunction, conjuncts, is_udf
from accel.plan.nodes import Field, Filter, Join, Node
from accel.plan.rewrite import consumers, with_changed_inputs


def join_reorder(root: Node) -> Node:
    """Join first what leaves the fewest rows, where the order of rows is not seen.

    Of a group of tables connected by inner joins, the two whose join is smallest are joined, then
    the same again with their result as one table. Filters between the joins are asked as soon as
    their columns are there.

    Examples
    --------
    >>> from accel.plan.examples import ExampleSource, ids, table
    >>> from accel.plan.printing import format_plan
    >>> ranges = {"k": (1, 10), "n": (1, 1000)}
    >>> facts = table(ExampleSource("facts", 100_000, ranges), k=1, n=2)
    >>> big = table(ExampleSource("big", 1000, ranges), n=3)
    >>> tiny = table(ExampleSource("tiny", 2, ranges), k=4)
    >>> first = Join(facts, big, "inner", ids(facts, "n"), ids(big, "n"), ordered=False)
    >>> plan = Join(first, tiny, "inner", ids(facts, "k"), ids(tiny, "k"), ordered=False)
    >>> print(format_plan(plan))
    Join inner on k#1 = k#4 in any order
      Join inner on n#2 = n#3 in any order
        Scan facts [k#1, n#2]
        Scan big [n#3]
      Scan tiny [k#4]
    >>> print(format_plan(join_reorder(plan)))
    Join inner on n#2 = n#3 in any order
      Join inner on k#1 = k#4 in any order
        Scan facts [k#1, n#2]
        Scan tiny [k#4]
      Scan big [n#3]
    """
    estimates = Estimates()
    readers = consumers(root)
    done: dict[Node, Node] = {}

    def visit(node: Node) -> Node:
        known = done.get(node)
        if known is None:
            chain = _Chain()
            if _is_link(node):
                _collect(node, chain, lambda n: readers[n] == 1)
            if len(chain.tables) > 2:
                chain.tables = [visit(table) for table in chain.tables]
                known = _joined(chain, estimates)
            known = done[node] = known or with_changed_inputs(node, visit)
        return known

    return visit(root)


@dataclass
class _Chain:
    """Tables connected by inner joins."""

    tables: list[Node] = field(default_factory=list)
    equal: list[tuple[Field, Field]] = field(default_factory=list)
    filters: list[Expr] = field(default_factory=list)


def _is_link(node: Node) -> bool:
    """Return whether a node may be taken apart: an unordered inner join, or a filter on one."""
    if isinstance(node, Filter):
        return not is_udf(node.predicate) and _is_link(node.input)
    return isinstance(node, Join) and node.how == "inner" and not node.ordered


def _collect(node: Node, chain: _Chain, alone: Callable[[Node], bool]) -> None:
    if isinstance(node, Filter):
        chain.filters += conjuncts(node.predicate)
    if isinstance(node, Join):
        left = {f.id: f for f in node.left.schema}
        right = {f.id: f for f in node.right.schema}
        pairs = zip(node.left_on, node.right_on, strict=True)
        chain.equal += [(left[a], right[b]) for a, b in pairs]
    for child in node.inputs:
        if _is_link(child) and alone(child):
            _collect(child, chain, alone)
        else:
            chain.tables.append(child)


def _joined(chain: _Chain, estimates: Estimates) -> Node | None:
    """Return the tables joined in a better order; None if it cannot be changed."""
    classes = _classes(chain.equal)
    columns = [{f.id for f in table.schema} for table in chain.tables]
    apart = all(len(same & own) <= 1 for same in classes for own in columns)
    if not apart or any(a.dtype != b.dtype for a, b in chain.equal):
        return None
    groups = list(chain.tables)
    filters = list(chain.filters)
    while len(groups) > 1:
        joins = [
            (join, a, b)
            for a, b in combinations(groups, 2)
            if (join := _join(a, b, classes, estimates)) is not None
        ]
        if not joins:
            return None
        best, a, b = min(joins, key=lambda found: estimates.rows(found[0]))
        there = {f.id for f in best.schema}
        ready = [f for f in filters if columns_of(f) <= there]
        filters = [f for f in filters if f not in ready]
        groups = [g for g in groups if g is not a and g is not b]
        groups.append(Filter(best, conjunction(ready)) if ready else best)
    return groups[0]


def _join(a: Node, b: Node, classes: list[set[int]], estimates: Estimates) -> Join | None:
    left, right = (a, b) if estimates.rows(a) >= estimates.rows(b) else (b, a)
    mine = {f.id for f in left.schema}
    theirs = {f.id for f in right.schema}
    pairs = [(min(c & mine), min(c & theirs)) for c in classes if c & mine and c & theirs]
    if not pairs:
        return None
    left_on, right_on = zip(*pairs, strict=True)
    return Join(left, right, "inner", left_on, right_on, ordered=False)


def _classes(pairs: list[tuple[Field, Field]]) -> list[set[int]]:
    """Return the sets of columns that the pairs make equal."""
    classes: list[set[int]] = []
    for a, b in pairs:
        met = [c for c in classes if a.id in c or b.id in c]
        classes = [c for c in classes if c not in met]
        classes.append({a.id, b.id}.union(*met))
    return classes
