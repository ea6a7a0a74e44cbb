"""Arithmetic on pixels, with numbers and with other pictures."""

from __future__ import annotations

import operator
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from pandas_ext.errors import MediaError
from pandas_ext.ops.image.base import Recolouring
from pandas_ext.ops.image.check import one_of, real, settle
from pandas_ext.ops.image.tone import saturated
from pandas_ext.value.pixels import Outline, Pixels

if TYPE_CHECKING:
    from pandas_ext.value.image import Image

_FUNCTIONS: Final[dict[str, Callable[[Any, Any], Any]]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
    "//": operator.floordiv,
    "%": operator.mod,
    "**": operator.pow,
}


@dataclass(frozen=True, slots=True)
class Arithmetic(Recolouring):
    """``pixel symbol other`` for every pixel and channel, rounded and cut off to the mode's range.

    Attributes
    ----------
    symbol : str
        ``"+"``, ``"-"``, ``"*"``, ``"/"``, ``"//"``, ``"%"`` or ``"**"``.
    other : float or Image
        A number, or a picture of the same mode and size.
    reverse : bool
        Whether it is ``other symbol pixel``.
    """

    symbol: str
    other: float | Image
    reverse: bool = False

    def __post_init__(self) -> None:
        from pandas_ext.value.image import Image

        settle(self, symbol=one_of("symbol", self.symbol, _FUNCTIONS))
        if not isinstance(self.other, Image):
            number = real("what pixels are reckoned with", self.other)
            settle(self, other=int(number) if number.is_integer() else number)

    def apply(self, pixels: Pixels) -> Pixels:
        array, mode = pixels
        other: Any = self.other
        exact = mode != "F" and self.symbol in "+-*"
        if not isinstance(other, (int, float)):
            other = self._other_pixels(pixels)
            other = other.astype(np.int64 if exact else np.float64)
        exact = exact and not isinstance(other, float)
        one, two = array.astype(np.int64 if exact else np.float64), other
        if self.reverse:
            one, two = two, one
        with np.errstate(all="ignore"):  # x / 0 is the highest level, 0 / 0 the lowest
            return Pixels(saturated(_FUNCTIONS[self.symbol](one, two), array.dtype), mode)

    def cost(self, before: Outline) -> int:
        return 3 * 8 * before.nbytes

    def _other_pixels(self, pixels: Pixels) -> Any:
        assert not isinstance(self.other, (int, float))
        other = self.other.pixels
        if other.outline != pixels.outline:
            mode, width, height = pixels.outline
            raise MediaError(
                f"{mode} {width}x{height} {self.symbol} "
                f"{other.mode} {other.width}x{other.height}: not of one mode and size"
            )
        return other.array
