"""Fill a box with a picture, or fit it into one."""

from __future__ import annotations

from dataclasses import dataclass

from pandas_ext.ops.image.check import Fill, colour, place, settle, settle_target
from pandas_ext.ops.image.fill import filled
from pandas_ext.ops.image.resample import Box, Resample, Size
from pandas_ext.value.pixels import Outline, Pixels


@dataclass(frozen=True, slots=True)
class Fit(Resample):
    """Cut off what is too wide or too high for a size, and resample the rest to it.

    Attributes
    ----------
    width, height : int
        Pixels.
    filter : str
        One of ``FILTERS``.
    centering : (float, float)
        Where the part that stays lies: 0 is left or top, 1 right or bottom.
    reducing : bool
        As for ``Resize``.
    """

    width: int
    height: int
    filter: str = "bicubic"
    centering: tuple[float, float] = (0.5, 0.5)
    reducing: bool = False

    def __post_init__(self) -> None:
        settle_target(self)
        settle(self, centering=place("centering", self.centering))

    def outline(self, before: Outline) -> Outline:
        return Outline(before.mode, self.width, self.height)

    def target(self, width: int, height: int) -> tuple[Size, Box]:
        # the arithmetic of Pillow's ImageOps.fit
        ratio = self.width / self.height
        wide: float = width
        high: float = height
        if width / height > ratio:
            wide = ratio * height
        elif width / height < ratio:
            high = width / ratio
        left = (width - wide) * self.centering[0]
        top = (height - high) * self.centering[1]
        return (self.width, self.height), (left, top, left + wide, top + high)


@dataclass(frozen=True, slots=True)
class Letterbox(Resample):
    """Resample to the largest size that fits into a box, and fill the box with a colour.

    Attributes
    ----------
    width, height : int
        Pixels of the box.
    fill : int, str or tuple
        The colour.
    filter : str
        One of ``FILTERS``.
    centering : (float, float)
        Where the picture lies: 0 is left or top, 1 right or bottom.
    reducing : bool
        As for ``Resize``.
    """

    width: int
    height: int
    fill: Fill = 0
    filter: str = "bicubic"
    centering: tuple[float, float] = (0.5, 0.5)
    reducing: bool = False

    def __post_init__(self) -> None:
        settle_target(self)
        settle(self, fill=colour(self.fill), centering=place("centering", self.centering))

    def target(self, width: int, height: int) -> tuple[Size, Box]:
        box = (0, 0, width, height)
        if width / height > self.width / self.height:
            return (self.width, max(1, round(height / width * self.width))), box
        return (max(1, round(width / height * self.height)), self.height), box

    def finish(self, pixels: Pixels) -> Pixels:
        width, height = pixels.width, pixels.height
        if (width, height) == (self.width, self.height):
            return pixels
        array = filled(pixels.mode, self.width, self.height, self.fill)
        left = round((self.width - width) * self.centering[0])
        top = round((self.height - height) * self.centering[1])
        array[top : top + height, left : left + width] = pixels.array
        return Pixels(array, pixels.mode)

    def outline(self, before: Outline) -> Outline:
        return Outline(before.mode, self.width, self.height)
