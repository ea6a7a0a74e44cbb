"""Change a picture's size."""

from __future__ import annotations

from dataclasses import dataclass

from pandas_ext.ops.image.check import FILTERS, one_of, settle, whole
from pandas_ext.ops.image.resample import Box, Resample, Size
from pandas_ext.value.pixels import Outline


@dataclass(frozen=True, slots=True)
class Resize(Resample):
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
        width, height = whole("width", self.width, 0), whole("height", self.height, 0)
        if width == height == 0:
            raise ValueError("a width or a height is needed")
        settle(self, width=width, height=height, filter=one_of("filter", self.filter, FILTERS))

    def target(self, width: int, height: int) -> tuple[Size, Box]:
        return self._size(width, height), (0, 0, width, height)

    def outline(self, before: Outline) -> Outline:
        return Outline(before.mode, *self._size(before.width, before.height))

    def _size(self, width: int, height: int) -> tuple[int, int]:
        """Return width and height of the result; 0 where they follow from what is not known."""
        if self.width and self.height:
            return self.width, self.height
        if not width or not height:
            return self.width, self.height
        if self.width:
            return self.width, max(1, round(self.width * height / width))
        return max(1, round(self.height * width / height)), self.height
