"""Spread the levels of a picture, as its histogram says."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from pandas_ext.codec.pillow import from_pillow, to_pillow
from pandas_ext.ops.image.base import Recolouring, check_mode
from pandas_ext.ops.image.check import real, settle
from pandas_ext.ops.image.tone import saturated
from pandas_ext.value.pixels import Pixels

if TYPE_CHECKING:
    from PIL import Image

_DEEP: Final = ("I;16", "F")
_OPAQUE: Final = {"L": "L", "RGB": "RGB", "LA": "L", "RGBA": "RGB"}


class _Spread(Recolouring):
    """A step on the colours of 8 bits a channel; opacity stays as it is."""

    __slots__ = ()

    @abstractmethod
    def _changed(self, image: Image.Image) -> Image.Image:
        """Return the picture of mode L or RGB after the step."""

    @abstractmethod
    def _deep(self, array: NDArray[Any], most: float) -> NDArray[Any]:
        """Return the same of levels of more than 8 bits, up to a highest one, in any type."""

    def apply(self, pixels: Pixels) -> Pixels:
        array, mode = pixels
        if mode in _DEEP:
            most = 1.0 if mode == "F" else float(np.iinfo(array.dtype).max)
            return Pixels(saturated(self._deep(array, most), array.dtype), mode)
        check_mode("histogram to spread", mode, _OPAQUE)
        if mode == _OPAQUE[mode]:
            return from_pillow(self._changed(to_pillow(pixels)))
        colours = array[..., 0] if mode == "LA" else array[..., :3]
        changed = from_pillow(self._changed(to_pillow(Pixels(colours, _OPAQUE[mode])))).array
        opacity = array[..., -1:]
        return Pixels(np.concatenate([changed.reshape((*colours.shape[:2], -1)), opacity], 2), mode)


@dataclass(frozen=True, slots=True)
class Autocontrast(_Spread):
    """Stretch levels so that the darkest is 0 and the lightest 255, in each channel.

    Attributes
    ----------
    cutoff : float
        Percent of the pixels, at each end, that do not count.
    """

    cutoff: float = 0

    def __post_init__(self) -> None:
        cutoff = real("cutoff", self.cutoff, 0)
        if cutoff > 100:
            raise ValueError(f"cutoff is a percentage, not {cutoff}")
        settle(self, cutoff=cutoff)

    def _changed(self, image: Image.Image) -> Image.Image:
        from PIL import ImageOps

        return ImageOps.autocontrast(image, self.cutoff)

    def _deep(self, array: NDArray[Any], most: float) -> NDArray[Any]:
        ordered = np.sort(array[np.isfinite(array)])
        cut = int(ordered.size * self.cutoff // 100)
        if 2 * cut >= ordered.size or ordered[cut] == ordered[-1 - cut]:
            return array  # as Pillow leaves it
        low, high = float(ordered[cut]), float(ordered[-1 - cut])
        return np.clip((array - low) / (high - low), 0, 1) * most


@dataclass(frozen=True, slots=True)
class Equalize(_Spread):
    """Make all levels about equally frequent, channel by channel."""

    def _changed(self, image: Image.Image) -> Image.Image:
        from PIL import ImageOps

        return ImageOps.equalize(image)

    def _deep(self, array: NDArray[Any], most: float) -> NDArray[Any]:
        # the usual formula; Pillow's wants more pixels than there are levels
        _, places, counts = np.unique(array, return_inverse=True, return_counts=True)
        above_least = np.cumsum(counts) - counts[0]
        if not above_least[-1]:
            return array
        return (above_least * (most / above_least[-1]))[places].reshape(array.shape)
