"""Chooses frames by their times, while a clip is read."""

from __future__ import annotations

import bisect
import itertools
from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from fractions import Fraction

from pandas_ext.errors import MediaError
from pandas_ext.ops.video.clip import Range
from pandas_ext.ops.video.frames import Frames
from pandas_ext.ops.video.timeline import Timeline


class Window:
    """Frames that follow each other, from a keyframe on.

    Parameters
    ----------
    ticks : sequence of int
        When each is shown, ascending; the first is a keyframe.
    until : int or None
        When the frame after these is shown; ``None``: there is none.
    end : int
        When the last of these ends to be shown, if there is none after it.
    keys : set of int
        Ticks of keyframes.
    """

    __slots__ = ("end", "keys", "ticks", "until")

    def __init__(self, ticks: Sequence[int], until: int | None, end: int, keys: set[int]) -> None:
        self.ticks = ticks
        self.until = until
        self.end = end
        self.keys = keys


class Choice(ABC):
    """Tells of each window which frames are wanted.

    Attributes
    ----------
    chosen : list of int
        Ticks of the frames that the result is made of, in its order.
    done : bool
        Whether no later frame is wanted.
    """

    def __init__(self, limit: int | None) -> None:
        self.chosen: list[int] = []
        self.done = limit == 0
        self._limit = limit

    @abstractmethod
    def choose(self, window: Window) -> None:
        """Add the frames that are wanted of a window."""

    @abstractmethod
    def next_tick(self) -> int | None:
        """Return a tick before which nothing more is wanted, if one is known."""

    def finish(self) -> None:
        """Take note that the clip is over.

        Raises
        ------
        MediaError
            If a frame is wanted that no clip without frames has.
        """
        return

    def _add(self, tick: int) -> None:
        self.chosen.append(tick)
        if len(self.chosen) == self._limit:
            self.done = True


class Stretch(Choice):
    """Every n-th frame, or every keyframe, of a stretch of time."""

    def __init__(self, choice: Frames, first: int, last: int | None) -> None:
        super().__init__(choice.limit)
        self._every = choice.every
        self._keys = choice.keyframes
        self._first = first
        self._last = last
        self._number = 0

    def choose(self, window: Window) -> None:
        for tick in window.ticks:
            if tick < self._first or self.done:
                continue
            if self._last is not None and tick >= self._last:
                self.done = True
                return
            if self._keys:
                if tick in window.keys:
                    self._add(tick)
                continue
            if self._number % self._every == 0:
                self._add(tick)
            self._number += 1

    def next_tick(self) -> int | None:
        return None if self.chosen or self._number else self._first


class Times(Choice):
    """The frames shown at some times.

    Parameters
    ----------
    times : iterator of (Fraction, int)
        Ascending: seconds, and the last tick at which the frame shown then may begin.
    limit : int or None
        The first so many of them.
    last : int or None
        The tick at which a part of a clip ends.
    beyond : {"stop", "last", "raise"}
        What becomes of times after the end of the clip: they choose nothing, the last frame, or are
        an error.
    """

    def __init__(
        self,
        times: Iterator[tuple[Fraction, int]],
        limit: int | None,
        last: int | None,
        beyond: str,
    ) -> None:
        super().__init__(limit)
        self._times = times
        self._last = last
        self._beyond = beyond
        self._next: tuple[Fraction, int] | None = None
        self._advance()

    def choose(self, window: Window) -> None:
        while self._next is not None and not self.done:
            time, tick = self._next
            if window.until is not None and tick >= window.until:
                return
            if window.until is None and tick >= window.end and self._beyond == "stop":
                self._next, self.done = None, True
                return
            if window.until is None and tick > window.end and self._beyond == "raise":
                raise MediaError(f"no frame is shown at {float(time):g} s, after the clip's end")
            place = bisect.bisect_right(window.ticks, tick) - 1
            self._add(window.ticks[max(place, 0)])
            self._advance()

    def next_tick(self) -> int | None:
        return None if self._next is None else self._next[1]

    def finish(self) -> None:
        if not self.done and self._beyond != "stop":
            raise MediaError("the clip has no frames")

    def _advance(self) -> None:
        self._next = next(self._times, None)
        if self._next is None:
            self.done = True
        elif self._last is not None and self._next[1] > self._last and self._beyond == "raise":
            time = float(self._next[0])
            raise MediaError(f"no frame is shown at {time:g} s, after the clip's end")


class Poster(Choice):
    """The keyframe that is shown at or last before a time."""

    def __init__(self, tick: int) -> None:
        super().__init__(1)
        self._tick = tick

    def choose(self, window: Window) -> None:
        if not self.done and (window.until is None or window.until > self._tick):
            self._add(window.ticks[0])

    def next_tick(self) -> int | None:
        return self._tick

    def finish(self) -> None:
        if not self.done:
            raise MediaError("the clip has no frames")


def choice_of(
    frames: Frames, timeline: Timeline, part: Range, duration: Fraction | None
) -> tuple[Choice, list[int] | None]:
    """Return what chooses the frames.

    Parameters
    ----------
    frames : Frames
        What is asked for.
    timeline : Timeline
        Of the clip.
    part : Range
        Which part of the file is the clip.
    duration : Fraction or None
        Seconds of the clip, if that is known.

    Returns
    -------
    Choice, list of int or None
        And, for times that do not ascend, the places of the chosen frames in the result's order.
    """
    length = None if part.end is None else part.end - part.start
    start = Fraction(frames.start)
    ends = [Fraction(frames.end)] if frames.end != float("inf") else []
    if length is not None:
        ends.append(length)
    end = min(ends) if ends else None
    last = None if length is None else timeline.shown_at(length)
    if frames.at is not None:
        order = sorted(range(len(frames.at)), key=frames.at.__getitem__)
        times = [Fraction(frames.at[k]) for k in order]
        order = sorted(range(len(order)), key=order.__getitem__)
        ticks = ((time, timeline.shown_at(time)) for time in times)
        return Times(ticks, None, last, "raise"), order
    if frames.fps is not None:
        step = 1 / Fraction(frames.fps)
        stops = None if end is None else timeline.first(end)
        regular = ((start + k * step, timeline.shown_at(start + k * step))
                   for k in itertools.count())  # fmt: skip
        ascending = itertools.takewhile(lambda pair: stops is None or pair[1] < stops, regular)
        return Times(ascending, frames.limit, None, "stop"), None
    if frames.count is not None or frames.poster:
        span = (
            min(time for time in (end, duration) if time is not None) if ends or duration else None
        )
        if frames.poster:
            return Poster(timeline.shown_at((span or Fraction(0)) / 10)), None
        if span is None:
            raise MediaError("the header does not say how long the clip is")
        step = (span - start) / max(frames.count or 0, 1)
        middles = [start + step * (2 * k + 1) / 2 for k in range(frames.count or 0)]
        ticks = ((time, timeline.shown_at(time)) for time in middles)
        return Times(ticks, frames.limit, None, "last"), None
    stretch = Stretch(frames, timeline.first(start), None if end is None else timeline.first(end))
    return stretch, None
