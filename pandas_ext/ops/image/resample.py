"""Pillow's resampling, for every operation that changes sizes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pandas_ext.codec.pillow import from_pillow, to_pillow
from pandas_ext.value.pixels import Pixels

if TYPE_CHECKING:
    from PIL.Image import Resampling

Box = tuple[float, float, float, float]
"""Left, top, right and bottom edge in pixels; parts of pixels count by their part."""


def method_of(filter: str) -> Resampling:  # noqa: A002 - the word of the field
    """Return Pillow's name of a filter."""
    from PIL import Image

    return Image.Resampling[filter.upper()]


def resampled(
    pixels: Pixels,
    size: tuple[int, int],
    filter: str,  # noqa: A002 - the word of the field
    *,
    box: Box | None = None,
    reducing: bool = False,
) -> Pixels:
    """Return a picture, or a box of it, at another size.

    Parameters
    ----------
    pixels : Pixels
        Of any mode; colours count by their opacity.
    size : (int, int)
        Width and height of the result.
    filter : str
        One of ``FILTERS``.
    box : (float, float, float, float), optional
        The part that is wanted, all by default.
    reducing : bool
        Whether to average whole blocks of pixels first, to twice the size wanted.
    """
    if size == (pixels.width, pixels.height) and box in (None, (0, 0, *size)):
        return pixels
    gap = 2.0 if reducing and pixels.mode != "I;16" else None
    image = to_pillow(pixels)
    return from_pillow(image.resize(size, method_of(filter), box, reducing_gap=gap))
