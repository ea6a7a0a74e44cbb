"""Threads take turns at computing rows, so that what they share is computed once.

A thread that has a turn at some rows waits for turns at rows below these at most: plans are trees,
so that no two threads wait for each other. A thread that runs a task takes no turn, as its turn may
have to wait for the task; what it computes is computed twice then.
"""

from __future__ import annotations

import threading
import weakref
from contextlib import AbstractContextManager, nullcontext
from typing import Any, Final

from accel.execute.scheduler import inside_task
from accel.forking import renew_in_child
from accel.frame.known import Rows


class _Turns:
    """The locks of the rows that threads are at."""

    def __init__(self) -> None:
        self.renew()
        renew_in_child(self)

    def renew(self) -> None:
        """Start anew: a forked child must not wait for a thread that it does not have."""
        self._lock = threading.Lock()
        self._by_rows: weakref.WeakValueDictionary[int, Any] = weakref.WeakValueDictionary()

    def at(self, rows: Rows) -> Any:
        with self._lock:
            lock = self._by_rows.get(id(rows))
            if lock is None:
                lock = self._by_rows[id(rows)] = threading.RLock()
        return lock


_turns: Final = _Turns()


def turn(rows: Rows) -> AbstractContextManager[Any]:
    """Return a context in which no other thread computes these rows."""
    if inside_task():
        return nullcontext()
    lock: AbstractContextManager[Any] = _turns.at(rows)
    return lock
