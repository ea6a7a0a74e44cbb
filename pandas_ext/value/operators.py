"""``+ - * / // % **`` and ``~`` on pictures and columns of pictures."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable
from typing import Any

import pandas


class PixelOperators:
    """Operators on pixels: results are rounded, and cut off to the range of the mode."""

    __slots__ = ()

    @abstractmethod
    def _reckoned(self, symbol: str, other: Any, reverse: bool) -> Any:
        """Return what an operator gives, ``NotImplemented`` where it does not know the operand."""

    @abstractmethod
    def __invert__(self) -> Any:
        """Return the highest level minus each level; opacity stays as it is."""


def _operator(symbol: str, reverse: bool) -> Callable[[PixelOperators, Any], Any]:
    def operator(self: PixelOperators, other: Any) -> Any:
        if isinstance(other, (pandas.Series, pandas.Index, pandas.DataFrame)):
            return NotImplemented
        return self._reckoned(symbol, other, reverse)

    return operator


for _name, _symbol in (
    ("add", "+"), ("sub", "-"), ("mul", "*"), ("truediv", "/"), ("floordiv", "//"),
    ("mod", "%"), ("pow", "**"),
):  # fmt: skip
    setattr(PixelOperators, f"__{_name}__", _operator(_symbol, False))
    setattr(PixelOperators, f"__r{_name}__", _operator(_symbol, True))
