"""Where an array's elements lie, for machine code to be told."""

from __future__ import annotations

import ctypes
from typing import Any, Final

import numpy as np

_FROM_BUFFER: Final[Any] = ctypes.c_char.from_buffer


def address(array: np.ndarray[Any, Any]) -> int:
    """Return the address of a C-contiguous array's first element.

    Raises
    ------
    ValueError
        If the array is not contiguous: a kernel would read other memory than meant.
    """
    try:
        return ctypes.addressof(_FROM_BUFFER(array))  # four times quicker than what follows
    except (TypeError, ValueError, BufferError):
        # Read-only, empty, datetime64 (which exports no buffer) or not contiguous.
        if not array.flags.c_contiguous:
            raise ValueError("a kernel takes contiguous arrays only") from None
        pointer: int = array.__array_interface__["data"][0]
        return pointer
