"""Change what the channels of a picture mean."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from pandas_ext.codec.pillow import from_pillow, to_pillow
from pandas_ext.ops.image.base import Operation
from pandas_ext.ops.image.check import one_of, settle
from pandas_ext.value.pixels import CHANNELS, Outline, Pixels


@dataclass(frozen=True, slots=True)
class Convert(Operation):
    """Convert to a mode, as Pillow does.

    Attributes
    ----------
    mode : str
        ``"L"``, ``"LA"``, ``"RGB"``, ``"RGBA"``, ``"CMYK"``, ``"I;16"`` or ``"F"``.

    Notes
    -----
    Grey levels of colours are ITU-R 601-2's luma, ``(299 R + 587 G + 114 B) / 1000``. What does not
    fit the new mode is cut off: grey levels above 255 of ``"I;16"`` become 255 in ``"L"``.
    """

    mode: str

    pointwise: ClassVar = True

    def __post_init__(self) -> None:
        settle(self, mode=one_of("mode", self.mode, CHANNELS))

    def apply(self, pixels: Pixels) -> Pixels:
        if pixels.mode == self.mode:
            return pixels
        image = to_pillow(pixels)
        if (pixels.mode, self.mode) == ("F", "I;16"):
            image = image.convert("I")  # straight, it would go by way of 8 bits
        return from_pillow(image.convert(self.mode))

    def outline(self, before: Outline) -> Outline:
        return before._replace(mode=self.mode)
