"""Buffers of a column decoder, kept by each thread from one column chunk to the next."""

from __future__ import annotations

from typing import Any, Final

import numpy as np

from accel.execute import memory
from accel.execute.scheduler import PerThread
from accel.execute.vector import Array
from accel.kernels.kernel import address

_LARGEST_KEPT: Final = 1 << 25


class Scratch:
    """Named byte buffers that grow and are not given back between uses."""

    __slots__ = ("_addresses", "_arrays", "_home")

    def __init__(self, home: list[Scratch]) -> None:
        self._arrays: dict[Any, Array] = {}
        self._addresses: dict[Any, int] = {}
        self._home = home

    def buffer(self, name: str, size: int) -> int:
        """Return the address of ``size`` bytes, whatever they held before."""
        array = self._arrays.get(name)
        if array is None or len(array) < size:
            self._arrays.pop(name, None)
            array = self._arrays[name] = memory.empty(size + (size >> 2), np.uint8)
            self._addresses[name] = address(array)
        return self._addresses[name]

    def array(self, name: str) -> Array:
        """Return a buffer made before, as bytes."""
        return self._arrays[name]

    def give_away(self, name: str) -> Array:
        """Return a buffer that this scratch no longer uses."""
        return self._arrays.pop(name)

    def release(self, largest: int = _LARGEST_KEPT) -> None:
        """Let the thread use this scratch for another column."""
        # The bound is an argument because this also runs while the interpreter shuts down.
        if sum(map(len, self._arrays.values())) <= largest:
            self._home.append(self)


_free: Final[PerThread[list[Scratch]]] = PerThread(list)


def take_scratch() -> Scratch:
    """Return a scratch that nothing uses, a used one if there is one."""
    free = _free.get()
    return free.pop() if free else Scratch(free)
