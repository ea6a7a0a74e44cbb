"""Steps that look at one pixel at a time: opacity stays as it is."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from pandas_ext.errors import MediaError
from pandas_ext.ops.image.base import Recolouring
from pandas_ext.ops.image.check import real, settle
from pandas_ext.ops.image.tone import saturated
from pandas_ext.value.pixels import Pixels, dtype_of


class PointStep(Recolouring):
    """A function of the levels of a channel."""

    __slots__ = ()

    pointwise: ClassVar = True

    @abstractmethod
    def level(self, levels: NDArray[Any], most: float) -> NDArray[Any]:
        """Return what levels become, in any type.

        Parameters
        ----------
        levels : ndarray
            Of the pixels' type.
        most : float
            The highest level of the mode, 1.0 for ``"F"``.
        """

    def apply(self, pixels: Pixels) -> Pixels:
        array, mode = pixels
        dtype = dtype_of(mode)
        if dtype.kind == "f":
            return Pixels(saturated(self.level(array, 1.0), dtype), mode)
        levels = np.arange(np.iinfo(dtype).max + 1, dtype=dtype)
        changed = saturated(self.level(levels, float(levels[-1])), dtype)[array]
        if mode in ("LA", "RGBA"):
            changed[..., -1] = array[..., -1]
        return Pixels(changed, mode)


@dataclass(frozen=True, slots=True)
class Invert(PointStep):
    """The highest level minus each level."""

    def level(self, levels: NDArray[Any], most: float) -> NDArray[Any]:
        return most - levels


@dataclass(frozen=True, slots=True)
class Gamma(PointStep):
    """``level ** gamma``, with levels from 0 to 1.

    Attributes
    ----------
    gamma : float
        More than 1 darkens, less brightens.
    """

    gamma: float

    def __post_init__(self) -> None:
        settle(self, gamma=real("gamma", self.gamma, 0))

    def level(self, levels: NDArray[Any], most: float) -> NDArray[Any]:
        if levels.dtype.kind == "f" and (levels < 0).any():
            raise MediaError("levels below 0 have no power")
        return most * (levels.astype(np.float64) / most) ** self.gamma


@dataclass(frozen=True, slots=True)
class Threshold(PointStep):
    """The highest level where a level is above a threshold, 0 elsewhere.

    Attributes
    ----------
    threshold : float
        In levels of the mode.
    """

    threshold: float

    def __post_init__(self) -> None:
        settle(self, threshold=real("threshold", self.threshold))

    def level(self, levels: NDArray[Any], most: float) -> NDArray[Any]:
        return np.where(levels > self.threshold, most, 0.0)
