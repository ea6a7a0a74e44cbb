"""Tables that a join of others already says something of."""

from __future__ import annotations

from typing import Final

from accel.optimizer.estimate import Estimates
from accel.plan.nodes import Filter, Join, Node, Project, Scan

_LEFT: Final = 0.5  # the part of the rows that may stay
_SMALL: Final = 20  # how many times larger the table must be than what it is reduced by


class KeyReduction:
    """Drops rows of tables early whose key is equal to one that a small table has been joined by.

    Of ``a.k == b.k == c.k`` two are joined first; the smaller may leave few values of ``k``, which
    then are all that the third can have as well: long before it is joined on ``k`` itself, perhaps
    together with other keys.

    Parameters
    ----------
    classes : list of set of int
        The columns that are equal in all rows of the result.
    estimates : Estimates
    """

    def __init__(self, classes: list[set[int]], estimates: Estimates) -> None:
        self._classes = classes
        self._estimates = estimates
        self._bare: dict[Node, tuple[Node, set[int]]] = {}

    def reduced(self, table: Node, join: Join) -> Node:
        """Return a scanned table without the rows that ``join``, of other tables, rules out."""
        few = min(join.inputs, key=self._estimates.rows)
        rows = self._estimates.rows(table)
        if not _is_scan(table) or rows < _SMALL * self._estimates.rows(few):
            return table
        mine = {f.id for f in table.schema}
        theirs = {f.id for f in few.schema}
        for same in self._classes:
            if not same.isdisjoint(join.left_on) and same & mine and same & theirs:
                on, few_on = min(same & mine), min(same & theirs)
                fewer = Join(table, few, "semi", (on,), (few_on,), ordered=False)
                if self._estimates.rows(fewer) <= _LEFT * rows:
                    self._bare[fewer] = (table, same)
                    return fewer
        return table

    def needed(self, a: Node, b: Node) -> tuple[Node, Node]:
        """Return two tables to join, whole if they are joined on just what one was reduced by."""
        return self._whole(a, b), self._whole(b, a)

    def _whole(self, table: Node, other: Node) -> Node:
        if table not in self._bare:
            return table
        bare, same = self._bare[table]
        mine = {f.id for f in table.schema}
        theirs = {f.id for f in other.schema}
        shared = [c for c in self._classes if c & mine and c & theirs]
        return bare if shared == [same] else table


def _is_scan(node: Node) -> bool:
    while isinstance(node, Filter | Project):
        node = node.input
    return isinstance(node, Scan)
