"""What rows of one run share: a picture of which many parts are wanted is made once."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any, Final

from pandas_ext.value.pixels import Pixels

_KEPT: Final = 8  # pictures


class _Entry:
    def __init__(self, owner: Any) -> None:
        self.owner = owner  # its identity is in the key
        self.lock = threading.Lock()
        self.pixels: Pixels | None = None


class Shared:
    """Pictures in the making or just made, the last few of them.

    Parameters
    ----------
    limit : int
        Bytes of all of them together; a larger one is kept alone.
    """

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._entries: OrderedDict[Hashable, _Entry] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Hashable, owner: Any, make: Callable[[], Pixels]) -> Pixels:
        """Return the pixels of a key, made by one thread while others wait.

        Parameters
        ----------
        key : hashable
            What the pixels are.
        owner : object
            Kept as long as the pixels are.
        make : callable
            Called where they are not there.
        """
        with self._lock:
            entry = self._entries.get(key)
            if entry is None:
                entry = self._entries[key] = _Entry(owner)
            self._entries.move_to_end(key)
        with entry.lock:
            if entry.pixels is None:
                entry.pixels = make()
                self._trim()
            return entry.pixels

    def _trim(self) -> None:
        with self._lock:
            held = [
                0 if e.pixels is None else e.pixels.array.nbytes for e in self._entries.values()
            ]
            while len(held) > 1 and (sum(held) > self._limit or len(held) > _KEPT):
                self._entries.popitem(last=False)
                held.pop(0)
