"""Pillow's resampling, for every operation that changes sizes."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING

from pandas_ext.codec.pillow import from_pillow, to_pillow
from pandas_ext.ops.image.base import Operation
from pandas_ext.value.pixels import Pixels

if TYPE_CHECKING:
    from PIL.Image import Resampling

Size = tuple[int, int]
Box = tuple[float, float, float, float]
"""Left, top, right and bottom edge in pixels; parts of pixels count by their part."""


class Resample(Operation):
    """A step that resamples a box of the picture to a size.

    Attributes
    ----------
    filter : str
        One of ``FILTERS``.
    reducing : bool
        Whether a decoder may give a smaller picture, of at least the size asked for, that is
        resampled then: several times faster for large JPEGs, and not the same to the last grey
        level.
    """

    __slots__ = ()

    filter: str
    reducing: bool

    @abstractmethod
    def target(self, width: int, height: int) -> tuple[Size, Box]:
        """Return the size that a box of a picture of some size is resampled to, and that box."""

    def finish(self, pixels: Pixels) -> Pixels:
        """Return the result, from the box at its new size."""
        return pixels

    def apply(self, pixels: Pixels) -> Pixels:
        return self.apply_to(pixels, *self.target(pixels.width, pixels.height))

    def apply_to(self, pixels: Pixels, size: Size, box: Box) -> Pixels:
        """Return the result for a box of a picture."""
        return self.finish(resampled(pixels, size, self.filter, box, reducing=self.reducing))


def resampled(
    pixels: Pixels,
    size: Size,
    filter: str,  # noqa: A002 - the word of the field
    box: Box,
    *,
    reducing: bool = False,
) -> Pixels:
    """Return a box of a picture at another size.

    Parameters
    ----------
    pixels : Pixels
        Of any mode; colours count by their opacity.
    size : (int, int)
        Width and height of the result.
    filter : str
        One of ``FILTERS``.
    box : (float, float, float, float)
        The part that is wanted.
    reducing : bool
        Whether to average whole blocks of pixels first, to twice the size wanted.
    """
    width, height = size
    if size == (pixels.width, pixels.height) and box == (0.0, 0.0, float(width), float(height)):
        return pixels
    gap = 2.0 if reducing and pixels.mode != "I;16" else None
    image = to_pillow(pixels)
    return from_pillow(image.resize(size, method_of(filter), box, reducing_gap=gap))


def method_of(filter: str) -> Resampling:  # noqa: A002 - the word of the field
    """Return Pillow's name of a filter."""
    from PIL import Image

    return Image.Resampling[filter.upper()]
