"""What a forked child makes anew: it lacks the threads that held locks when it was forked."""

from __future__ import annotations

import os
import weakref
from typing import Any, Final, Protocol


class Renewed(Protocol):
    """Something that outlives single runs of the engine, and is changed under a lock."""

    def renew(self) -> None:
        """Make the lock anew, and undo what a thread may have left half done under it."""


_renewed: Final[weakref.WeakSet[Any]] = weakref.WeakSet()
_locks: Final[weakref.WeakSet[Any]] = weakref.WeakSet()


def renew_in_child(thing: Renewed) -> None:
    """Let ``thing.renew()`` be called in every child that this process forks."""
    _renewed.add(thing)


def free_in_child(lock: Any) -> Any:
    """Return the lock; it is free in every forked child.

    For what is published in one step: a thread that holds the lock leaves nothing half done.

    Examples
    --------
    >>> import threading
    >>> lock = free_in_child(threading.Lock())
    """
    _locks.add(lock)
    return lock


def _renew() -> None:
    for thing in tuple(_renewed):
        thing.renew()
    for lock in tuple(_locks):
        lock._at_fork_reinit()  # as the modules of Python itself do


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_renew)
