"""What is known of groups: the columns of their keys, as they are shown."""

from __future__ import annotations

import weakref
from typing import Final, NamedTuple

from accel.plan.expr import Column, DType
from accel.plan.nodes import Aggregate, Node, Scan


class Grouped(NamedTuple):
    """The columns of the keys that rows were grouped by, and whether the groups were sorted."""

    keys: tuple[int, ...]
    sort: bool
    floats: frozenset[int]  # those of the keys that may be zeros of two signs


_computed: Final[weakref.WeakKeyDictionary[Node, Grouped]] = weakref.WeakKeyDictionary()


def is_float(dtype: DType) -> bool:
    """Tell whether 0.0 and -0.0 are among the values of a dtype."""
    return getattr(dtype, "kind", "O") == "f"


def grouped(node: Node) -> Grouped | None:
    """Return what groups a node makes, or made before it was computed; None if it makes none."""
    if not isinstance(node, Aggregate):
        return _computed.get(node)
    firsts = {
        a.arg.id: a.field.id
        for a in node.aggregations
        if a.function == "first" and isinstance(a.arg, Column) and is_float(a.arg.dtype)
    }
    keys = tuple(firsts.get(key, key) for key in node.keys)
    floats = frozenset(firsts[key] for key in node.keys if key in firsts)
    return Grouped(keys, node.sort, floats)


def note_computed(node: Aggregate, scan: Scan) -> None:
    """Note that a scan reads what a node made."""
    groups = grouped(node)
    assert groups is not None
    _computed[scan] = groups
