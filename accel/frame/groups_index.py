"""The MultiIndex of groups: its levels hold the keys in the order that pandas gives them.

``unstack`` and ``.levels`` show that order: sorted, a missing key last, or as the keys first
appeared. Labels that no row has are left out, where pandas may keep them.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import Any

import numpy as np
import pandas

from accel.frame.blocks import Computed
from accel.frame.grouped import grouped
from accel.frame.run import execute
from accel.plan.errors import DataDependent
from accel.plan.expr import Column, Expr
from accel.plan.nodes import Narrowing, Node, Project, walk_nodes


def index_of_groups(
    node: Node, index: Sequence[Expr], levels: Sequence[Any], names: Sequence[Hashable]
) -> pandas.MultiIndex:
    """Return the index of rows that are groups, some of them perhaps, in some order.

    Parameters
    ----------
    node : Node
        What makes the rows.
    index : sequence of Expr
        The levels.
    levels : sequence of arrays
        Their values.
    names : sequence of hashable
        Their names.
    """
    below = node
    while isinstance(below, Narrowing):
        below = below.input
    groups = grouped(below)
    keys = tuple(level.id for level in index if isinstance(level, Column))
    if groups is None or groups.keys != keys:
        return pandas.MultiIndex.from_arrays(levels, names=list(names))
    appeared = levels if node is below or groups.sort else _values(below, keys)
    pairs = zip(levels, appeared, strict=True)
    made = [_level(own, seen, is_sorted=groups.sort) for own, seen in pairs]
    return pandas.MultiIndex(
        levels=[level for level, _ in made], codes=[codes for _, codes in made],
        names=list(names), verify_integrity=False,
    )  # fmt: skip


def _level(values: Any, appeared: Any, *, is_sorted: bool) -> tuple[pandas.Index, Any]:
    """Return a level, and the codes of ``values`` in it."""
    codes, level = pandas.factorize(pandas.Index(appeared), use_na_sentinel=False)
    if values is not appeared:
        codes = level.get_indexer(pandas.Index(values))
    if is_sorted:
        order = level.argsort()
        level = level.take(order)
        places = np.empty(len(order), np.intp)
        places[order] = np.arange(len(order))
        codes = places[codes]
    return level, codes


def check_zeros(node: Node, exprs: Sequence[Expr], columns: Sequence[Computed]) -> None:
    """Refuse a key that is a negative zero, among several keys: all groups show the first zero.

    Raises
    ------
    DataDependent
        If there is one: others may be among the rows, or among those with a missing key.
    """
    known = [grouped(below) for below in walk_nodes(node)]
    floats = {key for groups in known if groups and len(groups.keys) > 1 for key in groups.floats}
    for expr, column in zip(exprs, columns, strict=True):
        if isinstance(expr, Column) and expr.id in floats:
            values = np.asarray(column.values)
            if np.signbit(values[values == 0]).any():
                raise DataDependent("which zero is the label of all depends on the order of rows")


def _values(node: Node, keys: Sequence[int]) -> list[Any]:
    from accel.frame.realise import to_array

    fields = [field for field in node.schema if field.id in keys]
    batch = execute(Project(node, tuple((field, field.column()) for field in fields)))
    arrays = {field.id: to_array(batch.columns[field.id], field.dtype) for field in fields}
    return [arrays[key] for key in keys]
