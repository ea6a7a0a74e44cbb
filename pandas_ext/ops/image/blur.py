"""Blur and sharpen."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from pandas_ext.codec.pillow import from_pillow, to_pillow
from pandas_ext.ops.image.base import Recolouring
from pandas_ext.ops.image.box import box_blurred, gaussian_blurred
from pandas_ext.ops.image.check import real, settle, whole
from pandas_ext.ops.image.tone import saturated
from pandas_ext.value.pixels import Outline, Pixels, dtype_of

if TYPE_CHECKING:
    from PIL.ImageFilter import Filter

_DEEP: Final = ("I;16", "F")
_THRESHOLD: Final = 3  # levels of 8 bits


class _Filtering(Recolouring):
    """A filter: Pillow's, where it has one for the mode."""

    __slots__ = ()

    @abstractmethod
    def _filter(self) -> Filter:
        """Return Pillow's filter."""

    @abstractmethod
    def _deep(self, array: NDArray[Any]) -> NDArray[Any]:
        """Return the same of levels of more than 8 bits, shape (height, width), in any type."""

    def apply(self, pixels: Pixels) -> Pixels:
        array, mode = pixels
        if mode in _DEEP:
            return Pixels(saturated(self._deep(array), dtype_of(mode)), mode)
        return from_pillow(to_pillow(pixels).filter(self._filter()))

    def cost(self, before: Outline) -> int:
        if before.mode in _DEEP:
            return 6 * 8 * before.width * before.height
        return 2 * before.nbytes


@dataclass(frozen=True, slots=True)
class _Mean(_Filtering):
    """A mean of the neighbours.

    Attributes
    ----------
    radius : float
        How far away they are, in pixels.
    """

    radius: float = 2

    def __post_init__(self) -> None:
        settle(self, radius=real("radius", self.radius, 0))


@dataclass(frozen=True, slots=True)
class GaussianBlur(_Mean):
    """Mean of the neighbours, weighted by a normal distribution (three box blurs come close to it).

    The radius is its standard deviation.
    """

    def _filter(self) -> Filter:
        from PIL.ImageFilter import GaussianBlur as PillowFilter

        return PillowFilter(self.radius)

    def _deep(self, array: NDArray[Any]) -> NDArray[Any]:
        return gaussian_blurred(array, self.radius)


@dataclass(frozen=True, slots=True)
class BoxBlur(_Mean):
    """Mean of the square around each pixel. The radius is pixels on each side of the middle one."""

    def _filter(self) -> Filter:
        from PIL.ImageFilter import BoxBlur as PillowFilter

        return PillowFilter(self.radius)

    def _deep(self, array: NDArray[Any]) -> NDArray[Any]:
        return box_blurred(array, self.radius)


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

    def _deep(self, array: NDArray[Any]) -> NDArray[Any]:
        real_levels = Pixels(array.astype(np.float32), "F")  # which hold those of 16 bits
        return from_pillow(to_pillow(real_levels).filter(self._filter())).array


@dataclass(frozen=True, slots=True)
class Sharpen(_Filtering):
    """Unsharp masking: add the difference to a blurred picture.

    Attributes
    ----------
    radius : float
        Of the Gaussian blur.
    percent : int
        How much of the difference.
    threshold : float or None
        Levels of difference that count; ``None`` is 3 of 8 bits, and 0 of more. Whole ones of 8
        bits.
    """

    radius: float = 2
    percent: int = 150
    threshold: float | None = None

    def __post_init__(self) -> None:
        settle(
            self,
            radius=real("radius", self.radius, 0),
            percent=whole("percent", self.percent, 0),
        )
        if self.threshold is not None:
            settle(self, threshold=real("threshold", self.threshold, 0))

    def _filter(self) -> Filter:
        from PIL.ImageFilter import UnsharpMask as PillowFilter

        threshold = _THRESHOLD if self.threshold is None else whole("threshold", self.threshold)
        return PillowFilter(self.radius, self.percent, threshold)

    def _deep(self, array: NDArray[Any]) -> NDArray[Any]:
        levels = array.astype(np.float64)
        difference = levels - gaussian_blurred(array, self.radius)
        counts = np.abs(difference) > (self.threshold or 0)
        return levels + np.where(counts, difference * self.percent / 100, 0)
