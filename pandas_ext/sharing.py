"""What rows of one run share: a picture of which many parts are wanted is made once."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any, Final, Protocol, TypeVar

_KEPT: Final = 8  # pictures


class _Sized(Protocol):
    @property
    def nbytes(self) -> int: ...


Made = TypeVar("Made", bound=_Sized)


class _Entry:
    def __init__(self, owner: Any) -> None:
        self.owner = owner  # its identity is in the key
        self.lock = threading.Lock()
        self.made: Any = None


class Shared:
    """Pictures, or files, in the making or just made, the last few of them.

    Parameters
    ----------
    limit : int
        Bytes of all of them together; a larger one is kept alone.
    """

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._entries: OrderedDict[Hashable, _Entry] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Hashable, owner: Any, make: Callable[[], Made]) -> Made:
        """Return what belongs to a key, made by one thread while others wait.

        Parameters
        ----------
        key : hashable
            What it is.
        owner : object
            Kept as long as it is.
        make : callable
            Called where it is not there.
        """
        with self._lock:
            entry = self._entries.get(key)
            if entry is None:
                entry = self._entries[key] = _Entry(owner)
            self._entries.move_to_end(key)
        with entry.lock:
            if entry.made is None:
                entry.made = make()
                self._trim()
            made: Made = entry.made
            return made

    def _trim(self) -> None:
        with self._lock:
            held = [0 if e.made is None else e.made.nbytes for e in self._entries.values()]
            while len(held) > 1 and (sum(held) > self._limit or len(held) > _KEPT):
                self._entries.popitem(last=False)
                held.pop(0)
