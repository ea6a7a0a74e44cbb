"""How frames of a clip are turned and mirrored when they are shown."""

from __future__ import annotations

import math
from typing import Any, Final, NamedTuple, Self

import numpy as np
from numpy.typing import NDArray


class Turn(NamedTuple):
    """A quarter turn or none, and reflections.

    Attributes
    ----------
    transposed : bool
        Whether rows become columns, before anything else.
    mirrored, flipped : bool
        Whether left and right, and top and bottom, then change their places.
    rotation : int
        Degrees, counter-clockwise, from -179 to 180, of what is not a reflection, as FFmpeg has it.
    """

    transposed: bool = False
    mirrored: bool = False
    flipped: bool = False
    rotation: int = 0

    @classmethod
    def of(cls, a: float, b: float, c: float, d: float) -> Self:
        """Return the turn nearest to a matrix: (x, y) is shown at (a x + c y, b x + d y).

        Examples
        --------
        >>> Turn.of(0, -1, 1, 0)
        Turn(transposed=True, mirrored=False, flipped=True, rotation=90)
        """
        wide, high = math.hypot(a, c), math.hypot(b, d)
        if not wide or not high:
            return cls()
        angle = round(-math.degrees(math.atan2(b / high, a / wide)))
        transposed = abs(c / wide) > abs(a / wide)
        across, down = (c, b) if transposed else (a, d)
        return cls(transposed, across < 0, down < 0, 180 if angle == -180 else angle)

    @classmethod
    def by(cls, degrees: float, *, mirrored: bool) -> Self:
        """Return the turn by an angle, counter-clockwise, and a reflection of left and right."""
        cosine, sine = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
        sign = -1 if mirrored else 1
        return cls.of(sign * cosine, -sine, sign * sine, cosine)

    def apply(self, array: NDArray[Any]) -> NDArray[Any]:
        """Return a view of pixels, shape (height, width, channels), as they are shown."""
        if self.transposed:
            array = np.swapaxes(array, 0, 1)
        down, across = (-1 if self.flipped else 1), (-1 if self.mirrored else 1)
        return array[::down, ::across]

    def size(self, width: int, height: int) -> tuple[int, int]:
        """Return width and height as they are shown."""
        return (height, width) if self.transposed else (width, height)


UPRIGHT: Final = Turn()
