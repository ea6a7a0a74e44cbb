"""Arithmetic on pixels, with numbers and with other pictures."""

from __future__ import annotations

import operator
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from pandas_ext.errors import MediaError
from pandas_ext.ops.image.base import Recolouring, name_of
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

_WIDE: Final[dict[str, Any]] = {"u1": np.int32, "u2": np.int64, "f4": np.float64}
"""For levels of each type, one that holds sums, differences and products of two."""


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

    def __repr__(self) -> str:
        return f"Arithmetic({self.symbol!r}, {name_of(self.other)}, {self.reverse})"

    def apply(self, pixels: Pixels) -> Pixels:
        array, mode = pixels
        if not isinstance(self.other, (int, float)):
            return Pixels(self._computed(array, self._other_pixels(pixels)), mode)
        if array.dtype.kind == "f":
            return Pixels(self._computed(array, self.other), mode)
        levels = np.arange(np.iinfo(array.dtype).max + 1, dtype=array.dtype)
        return Pixels(self._computed(levels, self.other)[array], mode)

    def _computed(self, array: NDArray[Any], other: Any) -> NDArray[Any]:
        """Return the result for levels and a number, or other levels, in the type of the former."""
        wide = _WIDE[array.dtype.str[1:]] if self.symbol in ("+", "-", "*") else np.float64
        if isinstance(other, np.ndarray):
            other = other.astype(wide)
        one, two = array.astype(np.float64 if isinstance(other, (int, float)) else wide), other
        if self.reverse:
            one, two = two, one
        with np.errstate(all="ignore"):  # x / 0 is the highest level, 0 / 0 the lowest
            return saturated(_FUNCTIONS[self.symbol](one, two), array.dtype)

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
