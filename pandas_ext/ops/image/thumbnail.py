"""Shrink a picture into a box."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from pandas_ext.ops.image.check import settle_target
from pandas_ext.ops.image.resample import Box, Resample, Size
from pandas_ext.value.pixels import Outline


@dataclass(frozen=True, slots=True)
class Thumbnail(Resample):
    """Shrink to at most a width and height; the picture keeps its shape, and is never enlarged.

    Attributes
    ----------
    width, height : int
        Pixels at most.
    filter : str
        One of ``FILTERS``.
    reducing : bool
        As for ``Resize``.
    """

    width: int
    height: int
    filter: str = "bicubic"
    reducing: bool = False

    def __post_init__(self) -> None:
        settle_target(self)

    def target(self, width: int, height: int) -> tuple[Size, Box]:
        return self._size(width, height), (0, 0, width, height)

    def outline(self, before: Outline) -> Outline:
        if not before.width or not before.height:
            return Outline(before.mode, 0, 0)
        return Outline(before.mode, *self._size(before.width, before.height))

    def _size(self, width: int, height: int) -> tuple[int, int]:
        if width <= self.width and height <= self.height:
            return width, height
        aspect = width / height
        if self.width / self.height >= aspect:
            wide = _nearest(self.height * aspect, lambda n: abs(aspect - n / self.height))
            return wide, self.height
        high = _nearest(self.width / aspect, lambda n: abs(aspect - self.width / n) if n else 0)
        return self.width, high


def _nearest(number: float, distance: Callable[[int], float]) -> int:
    """Return the whole number beside ``number`` that keeps the shape best, as Pillow chooses it."""
    return max(min(math.floor(number), math.ceil(number), key=distance), 1)
