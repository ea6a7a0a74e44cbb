"""A part of a recording."""

from __future__ import annotations

import math
from dataclasses import dataclass

from pandas_ext.ops.audio.base import SoundOperation, SoundOutline
from pandas_ext.ops.seconds import seconds
from pandas_ext.value.samples import Samples


@dataclass(frozen=True, slots=True)
class Segment(SoundOperation):
    """Keep the samples from a time on, up to another.

    Attributes
    ----------
    start, end : float
        Seconds from the beginning of what is there; ``end`` infinite: to its end. Both are taken
        to the nearest sample. Timedeltas are taken too.
    """

    start: float = 0.0
    end: float = math.inf

    def __post_init__(self) -> None:
        object.__setattr__(self, "start", seconds(self.start, "start"))
        end = math.inf if self.end is None else seconds(self.end, "end")
        object.__setattr__(self, "end", end)
        if self.end < self.start:
            raise ValueError(f"a part that ends at {self.end} s cannot start at {self.start} s")

    def apply(self, samples: Samples) -> Samples:
        first, last = self.places(samples.rate)
        return Samples(samples.array[first:last], samples.rate)

    def outline(self, before: SoundOutline) -> SoundOutline:
        if before.frames is None:
            return before
        first, last = self.places(before.rate)
        last = before.frames if last is None else min(last, before.frames)
        return before._replace(frames=max(last - first, 0))

    def places(self, rate: int) -> tuple[int, int | None]:
        """Return the first sample and the one after the last; ``None``: to the end."""
        return round(self.start * rate), None if math.isinf(self.end) else round(self.end * rate)
