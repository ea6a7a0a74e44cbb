"""Decoded pixels: an array and what its channels mean."""

from __future__ import annotations

import math
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from pandas_ext.errors import MediaError

CHANNELS: Final = {"L": 1, "LA": 2, "RGB": 3, "RGBA": 4, "CMYK": 4, "I;16": 1, "F": 1}
"""Channels of each mode; pictures of one channel have arrays of two dimensions."""

_DTYPES: Final[dict[str, np.dtype[Any]]] = {"I;16": np.dtype(np.uint16), "F": np.dtype(np.float32)}


def dtype_of(mode: str) -> np.dtype[Any]:
    """Return the element type of a mode's pixels: uint8 but for ``I;16`` and ``F``."""
    return _DTYPES.get(mode, np.dtype(np.uint8))


def shape_of(mode: str, width: int, height: int) -> tuple[int, ...]:
    """Return the shape of a picture's array: height, width and, if several, channels."""
    channels = CHANNELS[mode]
    return (height, width) if channels == 1 else (height, width, channels)


class Outline(NamedTuple):
    """What is known of a picture before it is decoded; ``None`` and 0 stand for not known."""

    mode: str | None
    width: int
    height: int

    @property
    def nbytes(self) -> int:
        """Bytes of the decoded pixels, at most; of colours, where the mode is not known."""
        mode = self.mode or "RGBA"
        return self.width * self.height * CHANNELS[mode] * dtype_of(mode).itemsize


class Pixels(NamedTuple):
    """A decoded picture, or several frames of one size.

    Attributes
    ----------
    array : ndarray
        Of shape (height, width) or (height, width, channels).
    mode : str
        What the channels mean, as Pillow calls it.
    """

    array: NDArray[Any]
    mode: str

    @property
    def width(self) -> int:
        return int(self.array.shape[1])

    @property
    def height(self) -> int:
        return int(self.array.shape[0])

    @property
    def nbytes(self) -> int:
        return int(self.array.nbytes)

    @property
    def outline(self) -> Outline:
        return Outline(self.mode, self.width, self.height)


def pixels_in(data: Any, detail: dict[str, Any]) -> Pixels:
    """Return pixels that lie in bytes, as ``detail`` (mode, width, height) says; not copied.

    Raises
    ------
    MediaError
        If the bytes are not of such a picture.
    """
    mode, width, height = detail.get("mode"), detail.get("width"), detail.get("height")
    if mode not in CHANNELS or not isinstance(width, int) or not isinstance(height, int):
        raise MediaError(f"no pixels are described by {detail}")
    dtype, shape = dtype_of(mode), shape_of(mode, width, height)
    size = 0 if data is None else len(data)
    if min(width, height) < 0 or size != math.prod(shape) * dtype.itemsize:
        raise MediaError(f"{size} bytes are not the pixels of {mode} {width}x{height}")
    return Pixels(np.frombuffer(data, dtype).reshape(shape), mode)
