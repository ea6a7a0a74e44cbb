"""The MultiIndex of groups: its levels hold the keys in the order that pandas gives them.

``unstack`` and ``.levels`` show that order: sorted, a missing key last, or as the keys first
appeared. Labels that no row has are left out, where pandas may keep them.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import Any

import numpy as np
import pandas

from accel.frame.facts import grouping_of
from accel.frame.run import execute
from accel.plan.expr import Column, Expr
from accel.plan.nodes import Aggregate, Narrowing, Node, Project


def groups_of(node: Node, index: Sequence[Expr]) -> Aggregate | None:
    """Return the groups whose keys, all of them, are the levels of an index; None if none are."""
    while isinstance(node, Narrowing):
        node = node.input
    keys = tuple(level.id for level in index if isinstance(level, Column))
    groups = grouping_of(node)
    return groups if groups is not None and groups.keys == keys else None


def index_of_groups(
    groups: Aggregate, node: Node, index: Sequence[Expr], levels: Sequence[Any],
    names: Sequence[Hashable],
) -> pandas.MultiIndex:  # fmt: skip
    """Return the index of rows that are groups.

    Parameters
    ----------
    groups : Aggregate
        What grouped.
    node : Node
        What makes the rows: the groups, or some of them in some order.
    index : sequence of Expr
        The keys.
    levels : sequence of arrays
        Their values.
    names : sequence of hashable
        Their names.
    """
    appeared = levels
    if isinstance(node, Narrowing) and not groups.sort:
        appeared = _all_keys(groups)
    made = [_level(own, seen, groups) for own, seen in zip(levels, appeared, strict=True)]
    return pandas.MultiIndex(
        levels=[level for level, _ in made], codes=[codes for _, codes in made],
        names=list(names), verify_integrity=False,
    )  # fmt: skip


def _level(values: Any, appeared: Any, groups: Aggregate) -> tuple[pandas.Index, Any]:
    """Return a level, and the codes of ``values`` in it."""
    codes, level = pandas.factorize(pandas.Index(appeared), use_na_sentinel=False)
    if values is not appeared:
        codes = level.get_indexer(pandas.Index(values))
    if groups.sort:
        order = level.argsort()
        level = level.take(order)
        places = np.empty(len(order), np.intp)
        places[order] = np.arange(len(order))
        codes = places[codes]
    return level, codes


def _all_keys(groups: Aggregate) -> list[Any]:
    from accel.frame.realise import to_array

    fields = {field.id: field for field in groups.schema}
    keys = [fields[key] for key in groups.keys]
    batch = execute(Project(groups, tuple((key, key.column()) for key in keys)))
    return [to_array(batch.columns[key.id], key.dtype) for key in keys]
