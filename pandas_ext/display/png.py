"""Small pictures for notebooks, without a library: PNG of grey levels or colours.

The format is that of the PNG specification (third edition, W3C 2025): signature, header, compressed
rows, end.
"""

from __future__ import annotations

import base64
import struct
import zlib
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

_SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"
_COLOURS: Final = {1: 0, 2: 4, 3: 2, 4: 6}  # channels: PNG's colour type


def encode(array: NDArray[np.uint8]) -> bytes:
    """Return pixels as a PNG file.

    Parameters
    ----------
    array : ndarray of uint8
        Of shape (height, width) or (height, width, channels), one to four channels.

    Examples
    --------
    >>> encode(np.zeros((2, 3), np.uint8))[:4]
    b'\\x89PNG'
    """
    height, width = array.shape[:2]
    channels = array.shape[2] if array.ndim == 3 else 1
    rows = np.ascontiguousarray(array).reshape(height, width * channels)
    unfiltered = np.zeros((height, 1), np.uint8)  # the filter of each row: none
    header = struct.pack(">IIBBBBB", width, height, 8, _COLOURS[channels], 0, 0, 0)
    data = zlib.compress(np.hstack([unfiltered, rows]).tobytes(), 6)
    return _SIGNATURE + _chunk(b"IHDR", header) + _chunk(b"IDAT", data) + _chunk(b"IEND", b"")


def img_tag(array: NDArray[Any], title: str, width: int, height: int) -> str:
    """Return an HTML picture that holds its own pixels, shown at a width and height."""
    data = base64.b64encode(encode(array)).decode()
    return (
        f'<img src="data:image/png;base64,{data}" title="{title}" alt="{title}" '
        f'width="{width}" height="{height}" style="image-rendering:pixelated;max-width:none"/>'
    )


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
