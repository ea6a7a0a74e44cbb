"""Buffers that are kept and reused.

Fresh pages dominate the cost of large operators, so memory that the last reference lets go of goes
back to a pool and keeps its pages. Every engine allocation goes through :func:`empty`, which makes
this also the place that counts bytes.
"""

from __future__ import annotations

import ctypes
import mmap
import threading
from functools import cache
from typing import Any, Final

import numpy as np

from accel.forking import free_in_child
from accel.settings import options

Array = np.ndarray[Any, Any]

_SMALLEST: Final = 1 << 14  # below this NumPy's own allocator is as good
_GUARD: Final = 64  # kernels may read or write up to one vector past the end


class Pool:
    """Blocks by size class, handed out again once every array over them is gone.

    Attributes
    ----------
    in_use, peak, kept : int
        Bytes handed out, the most ever handed out at once, bytes waiting for reuse.
    """

    def __init__(self) -> None:
        # Reentrant: the garbage collector may release a block while this thread takes one.
        self._lock = free_in_child(threading.RLock())
        # Blocks come back until the interpreter has ended, when module names are gone.
        self._options = options
        self._kept_share = 8  # of the memory limit, what may wait for reuse
        self._free: dict[int, list[mmap.mmap]] = {}
        self.in_use = 0
        self.peak = 0
        self.kept = 0

    def take(self, size: int) -> mmap.mmap:
        """Return a block of exactly ``size`` bytes, a reused one if there is one."""
        with self._lock:
            self.in_use += size
            self.peak = max(self.peak, self.in_use)
            waiting = self._free.get(size)
            if waiting:
                self.kept -= size
                return waiting.pop()
            if self.in_use + self.kept > self._options.memory_limit:
                self.trim()
        block = self._map(size)
        if size >= 1 << 21 and hasattr(mmap, "MADV_HUGEPAGE"):
            block.madvise(mmap.MADV_HUGEPAGE)
        return block

    def _map(self, size: int) -> mmap.mmap:
        """Return new memory; what waits is given up before the system's refusal is taken."""
        try:
            return _pages(size)
        except (OSError, OverflowError):
            self.trim()
        try:
            return _pages(size)
        except (OSError, OverflowError) as error:
            with self._lock:
                self.in_use -= size
                in_use = self.in_use
            raise MemoryError(
                f"no memory for {size:,} bytes more; accel holds {in_use:,} bytes"
            ) from error

    def give(self, size: int, block: mmap.mmap) -> None:
        """Take a block back: keep it if the memory limit allows, else return it to the system."""
        with self._lock:
            self.in_use -= size
            if self.kept + size <= self._options.memory_limit // self._kept_share:
                self._free.setdefault(size, []).append(block)
                self.kept += size

    def trim(self) -> None:
        """Return every waiting block to the system."""
        with self._lock:
            self._free.clear()
            self.kept = 0

    def reset_peak(self) -> None:
        """Start a new measurement of ``peak``."""
        with self._lock:
            self.peak = self.in_use


def _pages(size: int) -> mmap.mmap:
    """Map fresh pages; a forked child gets a copy of them, where the usual are shared with it."""
    if hasattr(mmap, "MAP_PRIVATE"):
        return mmap.mmap(-1, size, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)
    return mmap.mmap(-1, size)


pool: Final = Pool()


@cache
def _block_type(size: int) -> Any:
    """Make the type that owns one pooled block of ``size`` bytes.

    A ctypes array exports its memory to NumPy and, being a Python class, may have ``__del__``:
    arrays over a block keep it alive, and the last one to go gives the memory back.
    """

    give = pool.give  # by a name of the function's: those of the module may be gone at exit

    class Block(ctypes.c_char * size):  # type: ignore[misc]
        memory: mmap.mmap

        def __del__(self) -> None:
            give(size, self.memory)

    return Block


def _block(size: int) -> Any:
    memory = pool.take(size)
    block = _block_type(size).from_buffer(memory)
    block.memory = memory
    return block


def _size_class(size: int) -> int:
    """Round up to four classes an octave, so that at most a quarter is wasted."""
    step = max(4096, 1 << (max(size - 1, 1).bit_length() - 3))
    return -(-size // step) * step


def empty(count: int, dtype: Any) -> Array:
    """Return an uninitialised 1-D array of ``count`` elements from the pool.

    At least 64 bytes past the end may be read and written, so that kernels need no scalar tail.

    Examples
    --------
    >>> empty(3, np.int32).shape
    (3,)
    """
    kind = np.dtype(dtype)
    size = count * kind.itemsize + _GUARD
    if size < _SMALLEST:
        return np.empty(size, np.uint8)[: count * kind.itemsize].view(kind)
    return np.frombuffer(_block(_size_class(size)), kind, count)


def zeros(count: int, dtype: Any) -> Array:
    """Return a zeroed 1-D array of ``count`` elements from the pool."""
    result = empty(count, dtype)
    result.view(np.uint8)[:] = 0
    return result
