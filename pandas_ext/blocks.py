"""Memory for arrays that are made one after the other and let go of together."""

from __future__ import annotations

import threading
from typing import Final

import numpy as np
from numpy.typing import NDArray

_LARGEST: Final = 40 * 2**20
"""Bytes of a block; what is above 32 MiB goes back to the system as soon as it is let go."""

_FIRST: Final = 2**16
_ALIGNED: Final = 64  # bytes; where elements of any type may begin


class Blocks:
    """Gives stretches of a few large blocks of memory, in turn.

    Arrays that are allocated one by one and copied one by one into a large one leave gaps that
    only their own process can use. A block is given back as a whole, when nothing looks at it any
    longer. Blocks double in size, so that few arrays take little.
    """

    def __init__(self) -> None:
        self._block: NDArray[np.uint8] = np.empty(0, np.uint8)
        self._taken = 0
        self._lock = threading.Lock()

    def take(self, size: int) -> NDArray[np.uint8]:
        """Return that many bytes, not initialised; any thread may ask."""
        with self._lock:
            start = self._taken
            if start + size > len(self._block):
                twice = min(max(2 * len(self._block), _FIRST), _LARGEST)
                self._block, start = np.empty(max(twice, size), np.uint8), 0
            self._taken = start + -(-size // _ALIGNED) * _ALIGNED
            return self._block[start : start + size]
