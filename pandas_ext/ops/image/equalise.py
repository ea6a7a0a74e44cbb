"""Spread the levels of a picture, as its histogram says."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from pandas_ext.codec.pillow import from_pillow, to_pillow
from pandas_ext.ops.image.base import Recolouring, check_mode
from pandas_ext.ops.image.check import real, settle
from pandas_ext.value.pixels import Pixels

if TYPE_CHECKING:
    from PIL import Image

_OPAQUE: Final = {"L": "L", "RGB": "RGB", "LA": "L", "RGBA": "RGB"}


class _Spread(Recolouring):
    """A step on the colours of 8 bits a channel; opacity stays as it is."""

    __slots__ = ()

    @abstractmethod
    def _changed(self, image: Image.Image) -> Image.Image:
        """Return the picture of mode L or RGB after the step."""

    def apply(self, pixels: Pixels) -> Pixels:
        array, mode = pixels
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


@dataclass(frozen=True, slots=True)
class Equalize(_Spread):
    """Make all levels about equally frequent, channel by channel."""

    def _changed(self, image: Image.Image) -> Image.Image:
        from PIL import ImageOps

        return ImageOps.equalize(image)
