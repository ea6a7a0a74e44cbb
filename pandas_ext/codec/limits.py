"""How large a decoded picture may be."""

from __future__ import annotations

from pandas_ext.errors import LimitError, MediaError
from pandas_ext.settings import options


def check_pixels(width: int, height: int) -> None:
    """Raise an error if a picture of that size has more pixels than the user allows."""
    if width * height > options.max_pixels:
        raise LimitError(
            f"{width}x{height} pixels are more than options.max_pixels, {options.max_pixels:,}"
        )


def check_frames(frames: int, size: int) -> None:
    """Raise an error if a file of that many bytes cannot hold as many pictures as it says.

    Compressed ones take a byte at least; a row is made for each when a file is taken apart.
    """
    if frames > max(size, 1):
        raise MediaError(f"damaged: {frames:,} frames in {size:,} bytes")
