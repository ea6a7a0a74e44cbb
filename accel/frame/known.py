"""What is known of the rows that plans make, as long as live frames refer to them."""

from __future__ import annotations

import threading
import weakref
from collections.abc import Hashable, Iterator
from typing import TYPE_CHECKING, Final, TypeAlias

from accel.forking import free_in_child
from accel.plan.expr import Expr
from accel.plan.nodes import Node
from accel.plan.rewrite import nested

if TYPE_CHECKING:
    from accel.frame.memory import MemorySource
    from accel.frame.source import PandasSource, VectorSource
    from accel.frame.state import State

Shown: TypeAlias = "tuple[PandasSource | MemorySource, int]"
Kept: TypeAlias = "tuple[PandasSource | MemorySource | VectorSource, int]"


class Rows:
    """What is known of the rows that a node makes, as long as live frames refer to them.

    Attributes
    ----------
    node : Node
        What makes the rows.
    count : int or None
        How many, where it is known.
    kept : dict of Expr to (source, position)
        Columns that were computed already, as later plans read them.
    shown : dict of Expr to (source, position)
        Those of them that objects in memory have: others over these rows share their memory.
    twins : dict of (Expr, label) to (source, position)
        Where objects have columns of one expression at several places.
    states : weak dict of int to State
        The live states over these rows, by identity.
    runs : int
        How often the node was part of a plan that ran.
    below : tuple of Rows
        The rows these are made of, so that what is kept of them outlives their frames; given up
        when these rows are computed.
    unmoved : tuple of Node or None
        The nodes below that make the same rows in the same order, where that was found out.
    is_handed : bool
        Whether the program got the memory of a column (see ``handed``).
    """

    __slots__ = (
        "__weakref__", "below", "count", "is_handed", "kept", "node", "runs", "shown", "states",
        "twins", "unmoved",
    )  # fmt: skip

    def __init__(self, node: Node) -> None:
        self.node = node
        self.count: int | None = None
        self.kept: dict[Expr, Kept] = {}
        self.shown: dict[Expr, Shown] = {}
        self.twins: dict[tuple[Expr, Hashable], Shown] = {}
        self.states: weakref.WeakValueDictionary[int, State] = weakref.WeakValueDictionary()
        self.runs = 0
        self.is_handed = False
        self.below = tuple(_nearest(node))
        self.unmoved: tuple[Node, ...] | None = None

    def live_states(self) -> list[State]:
        """Return the live states over these rows; other threads may add some meanwhile."""
        states = (reference() for reference in self.states.valuerefs())
        return [state for state in states if state is not None]


_live: Final[weakref.WeakValueDictionary[Node, Rows]] = weakref.WeakValueDictionary()

# Of equal nodes the first that lives: what is noted of it weakly holds for all plans that have it.
_nodes: Final[weakref.WeakKeyDictionary[Node, weakref.ref[Node]]] = weakref.WeakKeyDictionary()


# Reentrant: the garbage collector may run any code at any time.
_making: Final = free_in_child(threading.RLock())


def rows_of(node: Node) -> Rows | None:
    """Return what is known of the rows of ``node``, if live frames refer to them."""
    return _live.get(node)


def _nearest(node: Node) -> Iterator[Rows]:
    """Yield the known rows that a node reads, directly or over nodes that no frame stands for."""
    for child in (*node.inputs, *(use.plan for use in nested(node))):
        rows = _live.get(child)
        if rows is None:
            yield from _nearest(child)
        else:
            yield rows


def live_rows() -> list[Rows]:
    """Return the rows that live frames refer to; other threads may add some meanwhile."""
    live = (reference() for reference in _live.valuerefs())
    return [rows for rows in live if rows is not None]


def make_rows(node: Node) -> Rows:
    """Return what is known of the rows of ``node``, from now on if nothing was."""
    with _making:  # frames over the same rows are to know it, whichever threads make them
        rows = _live.get(node)
        if rows is None:
            known = _nodes.setdefault(node, weakref.ref(node))()
            node = node if known is None else known
            rows = _live[node] = Rows(node)
    return rows
