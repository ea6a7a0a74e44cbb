"""Change a picture's size."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from pandas_ext.ops.image.base import Operation
from pandas_ext.value.pixels import Outline, Pixels

FILTERS: Final = ("nearest", "box", "bilinear", "hamming", "bicubic", "lanczos")
"""Pillow's resampling filters, each antialiased when the picture shrinks."""


@dataclass(frozen=True, slots=True)
class Resize(Operation):
    """Resample to a width and height.

    Attributes
    ----------
    width, height : int
        Pixels; 0 follows from the other one and the picture's shape.
    filter : str
        One of ``FILTERS``.
    reducing : bool
        Whether a decoder may give a smaller picture, of at least the size asked for, that is
        resampled then: several times faster for large JPEGs, and not the same to the last grey
        level.
    """

    width: int
    height: int
    filter: str = "bilinear"
    reducing: bool = False

    def __post_init__(self) -> None:
        if self.filter not in FILTERS:
            raise ValueError(f"filter is one of {', '.join(FILTERS)}, not {self.filter!r}")
        if min(self.width, self.height) < 0 or self.width == self.height == 0:
            raise ValueError(f"a size of {self.width}x{self.height} pixels cannot be made")

    def apply(self, pixels: Pixels) -> Pixels:
        from PIL import Image

        size = self._size(pixels.width, pixels.height)
        if size == (pixels.width, pixels.height):
            return pixels
        method = getattr(Image.Resampling, self.filter.upper())
        gap = 2.0 if self.reducing else None
        resized = Image.fromarray(pixels.array).resize(size, method, reducing_gap=gap)
        return Pixels(np.asarray(resized), pixels.mode)

    def outline(self, before: Outline) -> Outline:
        return Outline(before.mode, *self._size(before.width, before.height))

    def least_size(self, before: Outline) -> tuple[int, int] | None:
        if not self.reducing or before.mode is None:
            return None
        width, height = self._size(before.width, before.height)
        return width, height

    def _size(self, width: int, height: int) -> tuple[int, int]:
        """Return width and height of the result; 0 where they follow from what is not known."""
        if self.width and self.height:
            return self.width, self.height
        if not width or not height:
            return self.width, self.height
        if self.width:
            return self.width, max(1, round(self.width * height / width))
        return max(1, round(self.height * width / height)), self.height
