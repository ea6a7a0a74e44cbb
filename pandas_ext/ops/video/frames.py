"""Which frames of a clip are asked for."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from pandas_ext.ops.seconds import seconds


@dataclass(frozen=True, slots=True)
class Frames:
    """A choice of frames. Times are seconds from the beginning of the clip.

    Attributes
    ----------
    every : int
        Each how many-th of the frames from ``start`` up to, not with, ``end``; the first is.
    fps : float or None
        The frames shown at ``start``, ``start + 1 / fps`` and so on, before ``end``.
    at : tuple of float or None
        The frames shown at these times, in their order. The last frame is shown until the clip
        ends.
    count : int or None
        As many frames, shown in the middle of as many equal parts of the time from ``start`` to
        ``end``.
    keyframes : bool
        Only frames that are coded without others.
    poster : bool
        The one keyframe that is shown at or last before a tenth of the clip, or the first if the
        header does not say how long that is.
    start, end : float
        Seconds.
    size : (int, int) or None
        Width and height to scale to, 0 for what follows from the other one.
    limit : int or None
        The first so many of them.

    Notes
    -----
    The frame shown at a time is the last that begins at or before it; before the first frame it is
    the first. Times are compared to the microsecond, so that times which were written as decimal
    fractions or nanoseconds mean the frame they were taken from.
    """

    every: int = 1
    fps: float | None = None
    at: tuple[float, ...] | None = None
    count: int | None = None
    keyframes: bool = False
    poster: bool = False
    start: float = 0.0
    end: float = math.inf
    size: tuple[int, int] | None = None
    limit: int | None = None

    def __post_init__(self) -> None:
        ways = [
            self.every != 1,
            self.fps is not None,
            self.at is not None,
            self.count is not None,
            self.keyframes,
        ]
        if sum(ways) > 1:
            raise ValueError("every, fps, at, count and keyframes exclude each other")
        if self.every < 1 or int(self.every) != self.every:
            raise ValueError(f"every is a number of frames of at least 1, not {self.every!r}")
        if self.fps is not None and not 0 < self.fps < math.inf:
            raise ValueError(f"fps is a number of frames a second above 0, not {self.fps!r}")
        for name in ("count", "limit"):
            number = getattr(self, name)
            if number is not None and (int(number) != number or number < 0):
                raise ValueError(f"{name} is a number of frames, not {number!r}")
        object.__setattr__(self, "start", seconds(self.start, "start"))
        end = math.inf if self.end is None else seconds(self.end, "end")
        object.__setattr__(self, "end", end)
        if self.end < self.start:
            raise ValueError(f"frames until {self.end} s cannot start at {self.start} s")
        if self.at is not None:
            object.__setattr__(self, "at", _times(self.at))
        if self.size is not None:
            width, height = map(int, self.size)
            if min(width, height) < 0 or width == height == 0:
                raise ValueError(f"frames of {width}x{height} pixels cannot be made")
            object.__setattr__(self, "size", (width, height))

    @property
    def dense(self) -> bool:
        """Whether every frame from the beginning on is asked for."""
        chosen = self.fps is not None or self.at is not None or self.count is not None
        return self.every == 1 and not (chosen or self.keyframes or self.poster or self.start)


def _times(given: Any) -> tuple[float, ...]:
    times = given if isinstance(given, Iterable) else (given,)
    result = tuple(seconds(time, "a time of at") for time in times)
    if math.inf in result:
        raise ValueError("a time of at is infinite")
    return result
