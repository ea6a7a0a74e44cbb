"""Memory of large results, kept for a moment after they are gone.

Most of the time of an operation on a large array goes into the page faults of its result's memory.
What a temporary leaves behind is handed to the next result instead of back to the system, and given
back when nobody has asked for a moment.
"""

from __future__ import annotations

import atexit
import threading
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from pandas_ext.settings import options

SMALLEST: Final = 2**24  # bytes below which the allocator itself keeps memory
MOMENT: Final = 2.0  # seconds

Block = NDArray[np.uint8]


class _Kept:
    """Free blocks, at most ``options.keep_bytes`` of them."""

    def __init__(self) -> None:
        self._blocks: list[Block] = []
        self._lock = threading.Lock()
        self._timer: threading.Timer | None = None
        self._closed = False

    def take(self, size: int) -> Block:
        """Return a block of at least some bytes, not a quarter larger."""
        with self._lock:
            for place, block in enumerate(self._blocks):
                if size <= block.nbytes <= size + size // 4:
                    return self._blocks.pop(place)
        return np.empty(size, np.uint8)

    def give(self, block: Block) -> None:
        """Keep a block, if there is room."""
        if self._closed:
            return
        # a collector's run may free an array while this very thread holds the lock
        if not self._lock.acquire(blocking=False):
            return
        try:
            if sum(kept.nbytes for kept in self._blocks) + block.nbytes <= options.keep_bytes:
                self._blocks.append(block)
                self._restart()
        finally:
            self._lock.release()

    def _restart(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
        self._timer = threading.Timer(MOMENT, self.clear)
        self._timer.daemon = True
        self._timer.start()

    def clear(self) -> None:
        """Give all blocks back to the system."""
        with self._lock:
            self._blocks.clear()

    def close(self) -> None:
        """Keep nothing from now on: when the interpreter ends, a new thread never starts."""
        self._closed = True
        if self._timer is not None:
            self._timer.cancel()


kept: Final = _Kept()
atexit.register(kept.close)


class _Owner:
    """What all views of a block refer to; when the last is gone, the block is free."""

    def __init__(self, block: Block, shape: tuple[int, ...], element: np.dtype[Any]) -> None:
        self._block = block
        self.__array_interface__ = {
            "version": 3,
            "shape": shape,
            "typestr": element.str,
            "data": (block.__array_interface__["data"][0], False),
        }

    def __del__(self) -> None:
        kept.give(self._block)


def empty(shape: tuple[int, ...], element: Any) -> NDArray[Any]:
    """Return an array of no particular values, as `numpy.empty` does.

    Examples
    --------
    >>> empty((2, 3), "float32").shape
    (2, 3)
    """
    kind = np.dtype(element)
    size = int(np.prod(shape, dtype=np.int64)) * kind.itemsize
    if size < SMALLEST or size > options.keep_bytes:
        return np.empty(shape, kind)
    return np.asarray(_Owner(kept.take(size), shape, kind))
