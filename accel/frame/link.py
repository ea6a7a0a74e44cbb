"""What ties an object in memory to the rows that plans know of.

The tie is weak both ways. Once no plan reads the rows any more, nothing holds the snapshot of the
object: its memory is its own, and pandas writes to it in place.
"""

from __future__ import annotations

import weakref
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from accel.frame.state import Space, State


class Link:
    """A manager as it was when it held what a state stands for.

    Parameters
    ----------
    state : State
        What the manager holds.
    manager : pandas BlockManager or SingleBlockManager
        The manager of the object.
    """

    __slots__ = ("__weakref__", "_names", "_parts", "_space", "_state")

    def __init__(self, state: State, manager: Any) -> None:
        self._parts = tuple(map(weakref.ref, _parts(manager)))
        self._names = _names(manager)
        self._space: weakref.ref[Space] = weakref.ref(state.space)
        self._state: weakref.ref[State] = weakref.ref(state)
        state.space.forms[self] = state.form()

    def state(self, manager: Any, name: Any) -> State | None:
        """Return the state again, if the rows are still known and nobody changed the manager."""
        space = self._space()
        if space is None or space.known.is_handed:
            return None
        parts, names = _parts(manager), _names(manager)
        if len(parts) != len(self._parts) or len(names) != len(self._names):
            return None
        if not all(seen() is now for seen, now in zip(self._parts, parts, strict=True)):
            return None
        if not all(seen is now for seen, now in zip(self._names, names, strict=True)):
            return None
        state = self._state()
        if state is None or getattr(state, "name", name) is not name:
            state = space.forms[self](space, name)
            self._state = weakref.ref(state)
        return state


def _parts(manager: Any) -> tuple[Any, ...]:
    return (manager, *manager.blocks, *manager.axes)


def _names(manager: Any) -> tuple[Any, ...]:
    return tuple(name for axis in manager.axes for name in axis.names)
