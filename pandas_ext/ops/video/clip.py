"""A part of a clip."""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from pandas_ext.ops.seconds import seconds


@dataclass(frozen=True, slots=True)
class Clip:
    """Keep what is shown from a time on, up to another.

    Attributes
    ----------
    start, end : float
        Seconds from the beginning of what is there; ``end`` infinite: to its end. Timedeltas are
        taken too.
    """

    start: float = 0.0
    end: float = math.inf

    def __post_init__(self) -> None:
        object.__setattr__(self, "start", seconds(self.start, "start"))
        end = math.inf if self.end is None else seconds(self.end, "end")
        object.__setattr__(self, "end", end)
        if self.end < self.start:
            raise ValueError(f"a part that ends at {self.end} s cannot start at {self.start} s")


@dataclass(frozen=True, slots=True)
class Range:
    """A stretch of time of a file: from ``start`` up to, not with, ``end``; None is open."""

    start: Fraction
    end: Fraction | None

    def within(self, duration: Fraction | None) -> Fraction | None:
        """Return the length of the part that a file of some duration has, if that is known."""
        ends = [end for end in (self.end, duration) if end is not None]
        return max(min(ends) - self.start, Fraction(0)) if ends else None


def range_of(steps: tuple[Any, ...]) -> Range:
    """Return which part of a file is left after cutting several times.

    Examples
    --------
    >>> range_of((Clip(10, 20), Clip(2, 5)))
    Range(start=Fraction(12, 1), end=Fraction(15, 1))
    """
    start, end = Fraction(0), None
    for step in steps:
        last = None if math.isinf(step.end) else start + Fraction(step.end)
        start += Fraction(step.start)
        ends = [time for time in (end, last) if time is not None]
        end = min(ends) if ends else None
    return Range(start, end)
