"""Brightness, contrast, saturation: mixtures of a picture with a plainer one."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, Final

import numpy as np
from numpy.typing import NDArray

from pandas_ext.codec.pillow import from_pillow, to_pillow
from pandas_ext.ops.image.base import Recolouring
from pandas_ext.ops.image.check import real, settle
from pandas_ext.value.pixels import Outline, Pixels

if TYPE_CHECKING:
    from PIL import Image

_DEEP: Final = ("I;16", "F")


@dataclass(frozen=True, slots=True)
class _Mixture(Recolouring):
    """``plain + factor (picture - plain)``, cut off to the range of the mode.

    Attributes
    ----------
    factor : float
        1 leaves the picture as it is, 0 gives the plain one; more than 1 goes the other way.
    """

    factor: float

    pointwise: ClassVar = True

    def __post_init__(self) -> None:
        settle(self, factor=real("factor", self.factor, 0))

    def apply(self, pixels: Pixels) -> Pixels:
        if self.factor == 1:
            return pixels
        if pixels.mode in _DEEP:
            return Pixels(mixed(pixels.array, self._plain(pixels.array), self.factor), pixels.mode)
        return from_pillow(self._enhanced(to_pillow(pixels)))

    def cost(self, before: Outline) -> int:
        return 2 * before.nbytes

    @abstractmethod
    def _plain(self, array: NDArray[Any]) -> NDArray[Any] | float:
        """Return the plain picture, or its only level, of one channel that Pillow cannot mix."""

    @abstractmethod
    def _enhanced(self, image: Image.Image) -> Image.Image:
        """Return the mixture of a picture of 8 bits a channel."""


@dataclass(frozen=True, slots=True)
class Brightness(_Mixture):
    """Mix with black."""

    def _plain(self, array: NDArray[Any]) -> float:
        return 0.0

    def _enhanced(self, image: Image.Image) -> Image.Image:
        from PIL import ImageEnhance

        return ImageEnhance.Brightness(image).enhance(self.factor)


@dataclass(frozen=True, slots=True)
class Contrast(_Mixture):
    """Mix with the mean grey level of the picture."""

    at_any_size: ClassVar = True
    pointwise: ClassVar = False

    def _plain(self, array: NDArray[Any]) -> float:
        finite = array[np.isfinite(array)]
        return float(finite.mean(dtype=np.float64)) if finite.size else 0.0

    def _enhanced(self, image: Image.Image) -> Image.Image:
        from PIL import ImageEnhance

        return ImageEnhance.Contrast(image).enhance(self.factor)


@dataclass(frozen=True, slots=True)
class Saturation(_Mixture):
    """Mix with the grey picture."""

    def _plain(self, array: NDArray[Any]) -> NDArray[Any]:
        return array

    def _enhanced(self, image: Image.Image) -> Image.Image:
        from PIL import ImageEnhance

        return ImageEnhance.Color(image).enhance(self.factor)


def mixed(array: NDArray[Any], plain: NDArray[Any] | float, factor: float) -> NDArray[Any]:
    """Return ``plain + factor (array - plain)`` in the array's own type."""
    return saturated(plain + factor * (array.astype(np.float64) - plain), array.dtype)


def saturated(values: NDArray[Any], dtype: np.dtype[Any]) -> NDArray[Any]:
    """Return numbers in an element type of pixels: rounded (halves to even) and cut off to it.

    Examples
    --------
    >>> saturated(np.array([-3.0, 1.5, 300.0]), np.dtype("uint8"))
    array([  0,   2, 255], dtype=uint8)
    """
    if dtype.kind == "f":
        return values.astype(dtype)
    if values.dtype.kind == "f":
        values = np.nan_to_num(np.rint(values), copy=False, nan=0.0)
    return np.clip(values, 0, np.iinfo(dtype).max).astype(dtype)
