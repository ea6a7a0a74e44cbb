"""Mirror pictures, turn them by quarters, and set them upright as their camera was held."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar, Final

import numpy as np

from pandas_ext.ops.image.base import Operation
from pandas_ext.ops.image.check import one_of, settle, whole
from pandas_ext.value.pixels import Outline, Pixels

if TYPE_CHECKING:
    from pandas_ext.codec.base import Header

# Of EXIF's orientations (tag 0x0112): rows and columns exchanged, then mirrored up and down, left
# and right.
_ORIENTATIONS: Final = {
    1: (False, False, False),
    2: (False, False, True),
    3: (False, True, True),
    4: (False, True, False),
    5: (True, False, False),
    6: (True, False, True),
    7: (True, True, True),
    8: (True, True, False),
}
_DIRECTIONS: Final = {"horizontal": 2, "vertical": 4, "both": 3}


class Turn(Operation):
    """A step that moves every pixel to a place that depends on the size alone."""

    __slots__ = ()

    at_any_size: ClassVar = True

    @property
    @abstractmethod
    def turn(self) -> tuple[bool, bool, bool]:
        """Whether rows and columns are exchanged, then up and down, left and right."""

    def apply(self, pixels: Pixels) -> Pixels:
        exchanged, down, across = self.turn
        array = pixels.array
        if exchanged:
            array = array.swapaxes(0, 1)
        array = array[:: -1 if down else 1, :: -1 if across else 1]
        return Pixels(np.ascontiguousarray(array), pixels.mode)

    def outline(self, before: Outline) -> Outline:
        return Outline(before.mode, before.height, before.width) if self.turn[0] else before


@dataclass(frozen=True, slots=True)
class Orient(Turn):
    """Turn a picture that is stored in one of EXIF's orientations upright.

    Attributes
    ----------
    orientation : int
        1 to 8; 1 is upright, 6 is turned to the left by a quarter.
    """

    orientation: int

    def __post_init__(self) -> None:
        orientation = whole("orientation", self.orientation, 1)
        if orientation not in _ORIENTATIONS:
            raise ValueError(f"an orientation is 1 to 8, not {orientation}")
        settle(self, orientation=orientation)

    @property
    def turn(self) -> tuple[bool, bool, bool]:
        return _ORIENTATIONS[self.orientation]


@dataclass(frozen=True, slots=True)
class Flip(Turn):
    """Mirror.

    Attributes
    ----------
    direction : str
        ``"horizontal"`` exchanges left and right, ``"vertical"`` up and down, ``"both"`` both.
    """

    direction: str = "horizontal"

    def __post_init__(self) -> None:
        settle(self, direction=one_of("direction", self.direction, _DIRECTIONS))

    @property
    def turn(self) -> tuple[bool, bool, bool]:
        return _ORIENTATIONS[_DIRECTIONS[self.direction]]


@dataclass(frozen=True, slots=True)
class ExifTranspose(Operation):
    """Turn upright by the orientation that the file states; pixels in memory stay as they are."""

    asks_file: ClassVar = True

    def bound(self, header: Header) -> tuple[Operation, Header]:
        return Orient(header.orientation), replace(header, orientation=1)

    def apply(self, pixels: Pixels) -> Pixels:
        return pixels

    def outline(self, before: Outline) -> Outline:
        return Outline(before.mode, 0, 0)
