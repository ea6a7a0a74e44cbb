"""Indexes that several objects have: a name that the program sets on one shows on all."""

from __future__ import annotations

from typing import Any

import pandas

from accel.frame.state import Space, State
from accel.frame.unmoved import is_unmoved
from accel.plan.nodes import Node


class Held:
    """The index of objects that have the very same.

    Parameters
    ----------
    index : pandas.Index, optional
        The index, where it is known. Otherwise it is from when one of the objects is computed.
    source : tuple of Held and Node, optional
        That of an object whose rows these are, should all of them have stayed where they were when
        the node made them.
    """

    __slots__ = ("_index", "_same", "source")

    def __init__(
        self, index: pandas.Index | None = None, *, source: tuple[Held, Node] | None = None
    ) -> None:
        self._index = index
        self._same: Held | None = None
        self.source = source

    def _first(self) -> Held:
        held = self
        while held._same is not None:
            held = held._same
        return held

    def index_of(self, space: Space, index: pandas.Index) -> pandas.Index:
        """Return the index of rows that were computed with an equal one."""
        self._settle(space)
        first = self._first()
        if first._index is None:
            first._index = index
        return first._index

    def _settle(self, space: Space) -> None:
        """Find out whether all rows of the sources are there; of no rows, pandas labels anew."""
        held = self._first()
        source = held.source  # read once: other threads may settle it meanwhile
        while source is not None:
            above, node = source[0]._first(), source[1]
            is_same = bool(space.rows) and is_unmoved(space, node)
            if is_same:
                if held._index is not None and above._index is None:
                    above._index = held._index
                held._same = above
            held.source = None
            if not is_same:
                return
            held, source = above, above.source

    def is_renamed(self, space: Space) -> bool:
        """Tell whether the program gave it names that plans do not know, or may have done so."""
        held: Held | None = self
        while held is not None:
            first = held._first()
            if first._index is not None and tuple(first._index.names) != space.index_names:
                return True
            source = first.source
            held = None if source is None else source[0]
        return False


def is_renamed(state: State) -> bool:
    """Tell whether the program may have named the index of a state, unknown to its plan."""
    return state.held is not None and state.held.is_renamed(state.space)


def share_index(state: State, manager: Any) -> None:
    """Give a manager the row labels of the objects that have them in pandas."""
    if state.held is not None:
        manager.axes[-1] = state.held.index_of(state.space, manager.axes[-1])
