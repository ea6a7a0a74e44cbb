"""The order of inner joins."""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations, product

import pandas as pd

from accel.optimizer.estimate import Estimates
from accel.optimizer.key_reduction import KeyReduction
from accel.optimizer.requirements import required_columns
from accel.plan.expr import Column, Expr, columns_of, conjunction, conjuncts, is_udf, substitute
from accel.plan.nodes import Aggregate, Filter, Join, Node, Project
from accel.plan.rewrite import consumers, kinds, with_changed_inputs


def join_reorder(root: Node) -> Node:
    """Join first what leaves the fewest rows, where the order of rows is not seen.

    Of a group of tables connected by inner joins, the two whose join is smallest are joined, then
    the same again with their result as one table. Semi and anti joins take part like tables of
    their own. Filters between the joins are asked as soon as their columns are there.

    Examples
    --------
    >>> from accel.plan.examples import ExampleSource, ids, table
    >>> from accel.plan.printing import format_plan
    >>> ranges = {"k": (1, 10), "n": (1, 1000)}
    >>> facts = table(ExampleSource("facts", 100_000, ranges), k=1, n=2)
    >>> big = table(ExampleSource("big", 1000, ranges), n=3)
    >>> tiny = table(ExampleSource("tiny", 2), k=4)
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
    if Join not in kinds(root):
        return root
    return _Reordering(root).visit(root)


class _Reordering:
    """From the top: a chain of joins is taken apart as a whole."""

    def __init__(self, root: Node) -> None:
        self._estimates = Estimates()
        self._readers = consumers(root)
        self._required = required_columns(root)
        self._done: dict[Node, Node] = {}

    def visit(self, node: Node) -> Node:
        known = self._done.get(node)
        if known is None:
            if _is_link(node):
                readers = self._readers
                chain = _Chain(lambda n: readers[n] == 1)
                names = chain.take(node)
                chain.visit(self.visit)
                read = {names[i].id for i in self._required[node]}
                known = _named(node, _joined(chain, self._estimates, read), names)
            known = self._done[node] = known or with_changed_inputs(node, self.visit)
        return known


def _is_link(node: Node) -> bool:
    """Return whether a node may be taken apart.

    It is an unordered inner, semi or anti join, or a filter or other names on top of one.
    """
    match node:
        case Filter():
            return not is_udf(node.predicate) and _is_link(node.input)
        case Project():
            return all(isinstance(e, Column) for _, e in node.columns) and _is_link(node.input)
        case Join():
            return node.how in ("inner", "semi", "anti") and not node.ordered
    return False


class _Chain:
    """Tables connected by inner joins, with all columns under the names the tables give them."""

    def __init__(self, alone: Callable[[Node], bool]) -> None:
        self._alone = alone
        self.tables: list[Node] = []
        self.equal: list[tuple[Column, Column]] = []
        self.filters: list[Expr] = []
        self.lookups: list[Join] = []  # semi and anti joins, their left side yet to be set

    def take(self, node: Node) -> dict[int, Column]:
        """Take a node apart; return the tables' columns by the node's ids."""
        names: dict[int, Column] = {}
        semi = isinstance(node, Join) and node.how != "inner"
        for child in node.inputs[:1] if semi else node.inputs:
            if _is_link(child) and self._alone(child):
                names |= self.take(child)
            else:
                self.tables.append(child)
                names |= {f.id: f.column() for f in child.schema}
        match node:
            case Filter():
                self.filters += [substitute(part, names) for part in conjuncts(node.predicate)]
            case Project():
                return {f.id: names[i] for f, e in node.columns for i in columns_of(e)}
            case Join(how="inner"):
                pairs = zip(node.left_on, node.right_on, strict=True)
                self.equal += [(names[a], names[b]) for a, b in pairs]
            case Join():
                self.lookups.append(node.copy(left_on=tuple(names[a].id for a in node.left_on)))
        return names

    def visit(self, change: Callable[[Node], Node]) -> None:
        """Change all that is joined."""
        self.tables = [change(table) for table in self.tables]
        self.lookups = [join.copy(right=change(join.right)) for join in self.lookups]


def _named(node: Node, joined: Node | None, names: dict[int, Column]) -> Node | None:
    """Return the joined tables under the ids of the node that was taken apart."""
    if joined is None or all(key == column.id for key, column in names.items()):
        return joined
    return Project(joined, tuple((f, names[f.id]) for f in node.schema))


def _joined(chain: _Chain, estimates: Estimates, read: set[int]) -> Node | None:
    """Return the tables joined in a better order; None if there is none to choose.

    ``read`` are the columns that are read of the result.
    """
    classes = _classes(chain.equal)
    columns = [{f.id for f in table.schema} for table in chain.tables]
    apart = all(len(same & own) <= 1 for same in classes for own in columns)
    named_once = sum(map(len, columns)) == len(set().union(*columns))
    alike = all(a.dtype == b.dtype for a, b in chain.equal)
    choices = len(chain.tables) + len(chain.lookups)
    if len(columns) < 2 or choices < 3 or not (apart and named_once and alike):
        return None
    groups = list(chain.tables)
    reduction = KeyReduction(classes, estimates)
    filters = list(chain.filters)
    lookups = list(chain.lookups)
    while len(groups) > 1 or lookups:
        joins = [
            (join, (a, b))
            for a, b in combinations(groups, 2)
            if (join := _join(*reduction.needed(a, b), classes, estimates)) is not None
        ]
        joins += [
            (lookup.copy(left=group), (group, lookup))
            for group, lookup in product(groups, lookups)
            if set(lookup.left_on) <= {f.id for f in group.schema}
        ]
        if not joins:
            return None
        best, used = min(joins, key=lambda found: _cost(found[0], estimates, read))
        groups = [g for g in groups if g not in used]
        if best.how == "inner":
            groups = [reduction.reduced(group, best) for group in groups]
        lookups = [lookup for lookup in lookups if lookup not in used]
        there = {f.id for f in best.schema}
        ready = [f for f in filters if columns_of(f) <= there]
        filters = [f for f in filters if f not in ready]
        groups.append(Filter(best, conjunction(ready)) if ready else best)
    return groups[0]


def _cost(join: Join, estimates: Estimates, read: set[int]) -> float:
    """Return about how many rows a join handles: those it gives, keeps, and must first group.

    Rows that carry strings to the end are dearer: later joins move them again. Groups that are
    joined late may be limited to the keys that are left by then.
    """
    sides = [estimates.rows(side) for side in join.inputs]
    kept = sides[1] if join.how != "inner" else min(sides)
    texts = sum(f.id in read and isinstance(f.dtype, pd.StringDtype) for f in join.schema)
    grouped = sum(_grouped(side, estimates) for side in join.inputs)
    return estimates.rows(join) * (1 + texts / 2) + kept + grouped


def _grouped(node: Node, estimates: Estimates) -> int:
    match node:
        case Filter() | Project():
            return _grouped(node.input, estimates)
        case Aggregate():
            return estimates.rows(node.input)
    return 0


def _join(a: Node, b: Node, classes: list[set[int]], estimates: Estimates) -> Join | None:
    left, right = (a, b) if estimates.rows(a) >= estimates.rows(b) else (b, a)
    mine = {f.id for f in left.schema}
    theirs = {f.id for f in right.schema}
    pairs = [(min(c & mine), min(c & theirs)) for c in classes if c & mine and c & theirs]
    if not pairs:
        return None
    left_on, right_on = zip(*pairs, strict=True)
    return Join(left, right, "inner", left_on, right_on, ordered=False)


def _classes(pairs: list[tuple[Column, Column]]) -> list[set[int]]:
    """Return the sets of columns that the pairs make equal."""
    classes: list[set[int]] = []
    for a, b in pairs:
        met = [c for c in classes if a.id in c or b.id in c]
        classes = [c for c in classes if c not in met]
        classes.append({a.id, b.id}.union(*met))
    return classes
