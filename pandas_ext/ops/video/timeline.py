"""Times of a clip in the units of its stream."""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

_SAME: Final = Fraction(1, 1_000_000)
"""Seconds; times closer than that are the same."""


@dataclass(frozen=True, slots=True)
class Timeline:
    """Turns seconds from the beginning of a clip into ticks, and back.

    Attributes
    ----------
    base : Fraction
        Seconds of a tick.
    origin : int
        The tick at which the file begins.
    start : Fraction
        Seconds from there to the beginning of the clip, more than 0 for a part of a file.
    """

    base: Fraction
    origin: int
    start: Fraction

    def shown_at(self, time: Fraction) -> int:
        """Return the last tick at which the frame shown at a time may begin."""
        return self.origin + math.floor((self.start + time + _SAME) / self.base)

    def first(self, time: Fraction) -> int:
        """Return the first tick that is not before a time."""
        return self.origin + math.ceil((self.start + time - _SAME) / self.base)

    def seconds(self, tick: int) -> Fraction:
        """Return the time of a tick, in seconds from the beginning of the clip."""
        return (tick - self.origin) * self.base - self.start
