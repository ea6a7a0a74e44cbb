"""Rows that all stay where they are: filters that keep every row, sorts of what is in order.

pandas makes a shallow copy then: the result shares its memory and its labels with the frame it is
made from, which shows in what an in-place call that fails half way leaves behind, in whose labels
are the very same, and in the memory that a program takes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

import pandas
import pyarrow.compute

from accel.frame.known import Rows, Shown, rows_of
from accel.frame.memory import Memory
from accel.frame.rows import known_rows
from accel.frame.state import Space
from accel.plan.expr import Column, Expr
from accel.plan.nodes import Distinct, Enumerate, Filter, Node, Project, Sort, Unary

_FEW: Final = 64  # so many rows show that they are in any order, as a rule


def show_unmoved(space: Space, exprs: Sequence[Expr]) -> None:
    """Let columns be those of the rows below, where these are all there.

    Parameters
    ----------
    space : Space
        The rows; nothing is done unless it is known how many there are.
    exprs : sequence of Expr
        The columns.
    """
    for node in _unmoved(space.known):
        shown = _shown(node)
        for expr in exprs:
            if expr in shown:
                space.show(expr, *shown[expr])


def unmoved_labels(space: Space) -> pandas.Index | None:
    """Return the index of the rows below, where these are all there and were not labelled anew."""
    for node in _unmoved(space.known):
        if isinstance(node, Memory) and node.source.labels is space.index_meta:
            return node.source.index
    return None


def is_unmoved(space: Space, node: Node) -> bool:
    """Tell whether the rows, which were counted, are those of a node below, in its order."""
    return any(_is_above(node, below) for below in _unmoved(space.known))


def _is_above(node: Node, below: Node) -> bool:
    while node is not below:
        if not isinstance(node, Unary):
            return False
        node = node.input
    return True


def _unmoved(rows: Rows) -> tuple[Node, ...]:
    """Return the nodes below that make the same rows in the same order, the nearest first."""
    if rows.count is None:
        return ()
    if rows.unmoved is None:
        rows.unmoved = tuple(_find_unmoved(rows))
    return rows.unmoved


def _find_unmoved(rows: Rows) -> Iterator[Node]:
    count, node = rows.count, rows.node
    sorts: set[Sort] = set()  # of which it is not known that they left the rows in their order
    while isinstance(node, (Filter, Distinct, Enumerate, Project, Sort)):
        if isinstance(node, Sort):
            if node.limit is not None:  # nlargest and nsmallest pick rows
                return
            sorts.add(node)
        node = node.input
        below = known_rows(node)
        if below is None:
            continue
        if below != count:
            return
        sorts = {sort for sort in sorts if not _is_in_order(sort, node)}
        if not sorts:
            yield node


def _shown(node: Node) -> Mapping[Expr, Shown]:
    """Return the columns that objects in memory have."""
    if isinstance(node, Memory):
        return node.source.shown()
    rows = rows_of(node)
    return {} if rows is None else rows.shown.copy()  # other threads may add some


def _is_in_order(sort: Sort, node: Node) -> bool:
    """Tell whether rows are in the order of a sort by one column, or by labels, in memory."""
    if len(sort.keys) != 1:
        return False
    values = _values(sort.keys[0], node)
    if values is None:
        return False
    sample = values[:: max(len(values) // _FEW, 1)]
    return _is_sorted(values[:_FEW], sort) and _is_sorted(sample, sort) and _is_sorted(values, sort)


def _is_sorted(values: pandas.Index, sort: Sort) -> bool:
    if values.hasnans:
        missing = int(values.isna().sum())
        first, last = (len(values) - missing, None) if sort.na_last else (None, missing)
        if not values[first:last].isna().all():
            return False
        values = values[:first] if sort.na_last else values[last:]
    return _is_monotonic(values, is_up=sort.ascending[0])


def _is_monotonic(values: pandas.Index, *, is_up: bool) -> bool:
    strings = getattr(values._values, "_pa_array", None)
    if strings is None:
        return values.is_monotonic_increasing if is_up else values.is_monotonic_decreasing
    # pandas would make objects of them
    compare = pyarrow.compute.less_equal if is_up else pyarrow.compute.greater_equal
    pairs = compare(strings.slice(0, max(len(strings) - 1, 0)), strings.slice(1))
    return bool(pyarrow.compute.all(pairs).as_py())


def _values(key: int, node: Node) -> pandas.Index | None:
    """Return a column that objects in memory have."""
    if isinstance(node, Memory) and node.source.is_level(key):
        return node.source.index
    for expr, (source, number) in _shown(node).items():
        if isinstance(expr, Column) and expr.id == key:
            return pandas.Index(source.array(number), copy=False)
    return None
