"""Turn pictures by an angle."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

from pandas_ext.codec.pillow import from_pillow, to_pillow
from pandas_ext.ops.image.base import Operation
from pandas_ext.ops.image.check import Fill, colour, one_of, real, settle
from pandas_ext.ops.image.fill import channels_of
from pandas_ext.ops.image.resample import method_of
from pandas_ext.value.pixels import CHANNELS, Outline, Pixels

_FILTERS: Final = ("nearest", "bilinear", "bicubic")


@dataclass(frozen=True, slots=True)
class Rotate(Operation):
    """Turn around the middle.

    Attributes
    ----------
    angle : float
        Degrees, counter-clockwise.
    expand : bool
        Whether the result is as large as the turned picture; otherwise it has the size of the
        picture, and corners are cut off.
    fill : int, str or tuple
        Colour of what the turned picture leaves empty.
    filter : str
        ``"nearest"``, ``"bilinear"`` or ``"bicubic"``. Quarter turns need none.
    """

    angle: float
    expand: bool = False
    fill: Fill = 0
    filter: str = "bilinear"

    def __post_init__(self) -> None:
        settle(
            self,
            angle=real("angle", self.angle) % 360,
            expand=bool(self.expand),
            fill=colour(self.fill),
            filter=one_of("filter", self.filter, _FILTERS),
        )

    def apply(self, pixels: Pixels) -> Pixels:
        if self.angle == 0:
            return pixels
        fill = channels_of(pixels.mode, self.fill)
        if not isinstance(fill, tuple) and CHANNELS[pixels.mode] > 1:
            fill = (fill,) * CHANNELS[pixels.mode]  # type: ignore[assignment]
        image = to_pillow(pixels)
        method = method_of(self.filter)
        return from_pillow(image.rotate(self.angle, method, self.expand, fillcolor=fill))

    def outline(self, before: Outline) -> Outline:
        if not self.expand:
            return before
        if not before.width or not before.height:
            return Outline(before.mode, 0, 0)
        return Outline(before.mode, *self._expanded(before.width, before.height))

    def _expanded(self, width: int, height: int) -> tuple[int, int]:
        """Return the size of the turned picture, with the arithmetic of Pillow."""
        if self.angle in (0, 180):
            return width, height
        if self.angle in (90, 270):
            return height, width
        angle = -math.radians(self.angle)
        cos, sin = round(math.cos(angle), 15), round(math.sin(angle), 15)
        across = cos * (-width / 2) + sin * (-height / 2) + 0.0 + width / 2
        down = -sin * (-width / 2) + cos * (-height / 2) + 0.0 + height / 2
        corners = ((0, 0), (width, 0), (width, height), (0, height))
        lefts = [cos * x + sin * y + across for x, y in corners]
        tops = [-sin * x + cos * y + down for x, y in corners]
        wide = math.ceil(max(lefts)) - math.floor(min(lefts))
        return wide, math.ceil(max(tops)) - math.floor(min(tops))
