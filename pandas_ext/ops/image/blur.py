"""Blur and sharpen."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pandas_ext.codec.pillow import from_pillow, to_pillow
from pandas_ext.ops.image.base import Recolouring, check_mode
from pandas_ext.ops.image.check import real, settle, whole
from pandas_ext.value.pixels import Outline, Pixels

if TYPE_CHECKING:
    from PIL.ImageFilter import Filter

_EIGHT_BITS: Final = ("L", "LA", "RGB", "RGBA", "CMYK")


class _Filtering(Recolouring):
    """A filter of Pillow, on pictures of 8 bits a channel."""

    __slots__ = ()

    @abstractmethod
    def _filter(self) -> Filter:
        """Return Pillow's filter."""

    def apply(self, pixels: Pixels) -> Pixels:
        check_mode("filter of pictures", pixels.mode, _EIGHT_BITS)
        return from_pillow(to_pillow(pixels).filter(self._filter()))

    def cost(self, before: Outline) -> int:
        return 2 * before.nbytes


@dataclass(frozen=True, slots=True)
class GaussianBlur(_Filtering):
    """Mean of the neighbours, weighted by a normal distribution (three box blurs come close to it).

    Attributes
    ----------
    radius : float
        Its standard deviation in pixels.
    """

    radius: float = 2

    def __post_init__(self) -> None:
        settle(self, radius=real("radius", self.radius, 0))

    def _filter(self) -> Filter:
        from PIL.ImageFilter import GaussianBlur as PillowFilter

        return PillowFilter(self.radius)


@dataclass(frozen=True, slots=True)
class BoxBlur(_Filtering):
    """Mean of the square around each pixel.

    Attributes
    ----------
    radius : float
        Pixels on each side of the middle one.
    """

    radius: float = 2

    def __post_init__(self) -> None:
        settle(self, radius=real("radius", self.radius, 0))

    def _filter(self) -> Filter:
        from PIL.ImageFilter import BoxBlur as PillowFilter

        return PillowFilter(self.radius)


@dataclass(frozen=True, slots=True)
class MedianBlur(_Filtering):
    """Median of the square around each pixel, channel by channel.

    Attributes
    ----------
    radius : int
        Pixels on each side of the middle one.
    """

    radius: int = 1

    def __post_init__(self) -> None:
        settle(self, radius=whole("radius", self.radius, 0))

    def _filter(self) -> Filter:
        from PIL.ImageFilter import MedianFilter as PillowFilter

        return PillowFilter(2 * self.radius + 1)


@dataclass(frozen=True, slots=True)
class Sharpen(_Filtering):
    """Unsharp masking: add the difference to a blurred picture.

    Attributes
    ----------
    radius : float
        Of the Gaussian blur.
    percent : int
        How much of the difference.
    threshold : int
        Levels of difference that count.
    """

    radius: float = 2
    percent: int = 150
    threshold: int = 3

    def __post_init__(self) -> None:
        settle(
            self,
            radius=real("radius", self.radius, 0),
            percent=whole("percent", self.percent, 0),
            threshold=whole("threshold", self.threshold, 0),
        )

    def _filter(self) -> Filter:
        from PIL.ImageFilter import UnsharpMask as PillowFilter

        return PillowFilter(self.radius, self.percent, self.threshold)
