"""Reads a clip from keyframe to keyframe, without decoding."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from pandas_ext.codec.container import library
from pandas_ext.errors import MediaError
from pandas_ext.ops.video.choice import Window

if TYPE_CHECKING:
    from av.container import InputContainer
    from av.packet import Packet
    from av.video.stream import VideoStream

_MOST_BYTES: Final = 64 * 2**20
"""Encoded bytes between two keyframes that are held; longer stretches are decoded as they come."""

_FAR: Final = 5
"""Seconds from which on seeking pays in a file whose keyframes are not known before."""

_LATEST: Final = 2**62
"""The latest tick that seeking is asked for: FFmpeg's have 64 bits."""


class UntimedError(Exception):
    """Packets do not tell which frames a clip has: all of it has to be decoded."""


class Segment:
    """What has to be decoded for the frames from one keyframe up to the next.

    Attributes
    ----------
    packets : list of Packet
        In the order of decoding, from the keyframe on. With the next keyframe and what is shown
        before it, if that refers to these frames.
    window : Window
        When the frames are shown.
    number : int or None
        How many frames of the clip are shown before, if that is known.
    """

    __slots__ = ("number", "packets", "window")

    def __init__(self, packets: list[Any], window: Window, number: int | None) -> None:
        self.packets = packets
        self.window = window
        self.number = number


class Segments:
    """The segments of a clip, one after the other, with a seek where that skips some.

    Parameters
    ----------
    container : InputContainer
    stream : VideoStream
    origin : int
        The tick at which the clip begins.
    """

    def __init__(self, container: InputContainer, stream: VideoStream, origin: int) -> None:
        self._container = container
        self._stream = stream
        self._origin = origin
        self._packets: Iterator[Packet[VideoStream]] = container.demux(stream)
        self._held: list[Packet[VideoStream]] = []
        self._number: int | None = 0
        self._sought = False
        self._may_seek = True
        self._shown: Any = None
        self._last: int | None = None

    def __iter__(self) -> Iterator[Segment]:
        while (segment := self._read()) is not None:
            yield segment

    def skip_to(self, tick: int) -> None:
        """Go on with the last segment that begins at or before a tick, if that is later."""
        here = self._held[0].pts if self._held else self._origin
        tick = min(tick, _LATEST)
        if not self._may_seek or here is None or not self._pays(here, tick):
            return
        base = float(self._stream.time_base or 1)
        back = 0
        while True:
            target = tick - back
            at_start = target <= self._origin
            try:
                self._container.seek(max(target, self._origin), stream=self._stream)
            except library().FFmpegError:
                raise UntimedError from None
            self._packets = self._container.demux(self._stream)
            key = self._first_key()
            if key is not None and key.pts is not None and (key.pts <= tick or at_start):
                break
            if at_start:
                raise UntimedError
            back = 2 * back or max(int(1 / base), 1)
        if key.pts <= here:
            self._may_seek = False
        self._held, self._number, self._sought = [key], self._number_of(key), True

    def _pays(self, here: int, tick: int) -> bool:
        index = self._stream.index_entries
        if len(index) > 1:
            place = index.search_timestamp(tick)
            return place >= 0 and index[place].timestamp > here
        return (tick - here) * (self._stream.time_base or 1) > _FAR

    def _first_key(self) -> Packet[VideoStream] | None:
        for packet in self._packets:
            if packet.is_keyframe and packet.size:
                if packet.pts is None:
                    raise UntimedError
                self._last = packet.dts
                return packet
        return None

    def _number_of(self, key: Packet[VideoStream]) -> int | None:
        """Return how many frames are decoded before a keyframe, if the file has a full index."""
        index = self._stream.index_entries
        if key.dts is None or len(index) != self._stream.frames:
            return None
        place = index.search_timestamp(key.dts)
        if place < 0:
            return None
        if self._shown is None:
            shown = np.fromiter((not entry.is_discard for entry in index), bool, len(index))
            self._shown = np.concatenate([[0], np.cumsum(shown)])
        return int(self._shown[place])

    def _read(self) -> Segment | None:
        if not self._held:
            key = self._first_key()
            if key is None:
                return None
            self._held = [key]
        held = self._held
        size = 0
        following: list[Packet[VideoStream]] = []
        for packet in self._packets:
            if not packet.size and packet.pts is None:
                continue  # the end's
            if packet.pts is None:
                raise UntimedError
            self._last = packet.dts
            size += packet.size
            if size > _MOST_BYTES:
                raise UntimedError
            if not following:
                (following if packet.is_keyframe else held).append(packet)
                continue
            key = following[0]
            following.append(packet)
            late = packet.dts if packet.dts is not None else packet.pts
            if packet.is_keyframe or late >= (key.pts or 0):
                break
        else:
            check_end(self._stream, self._last)
        return self._closed(held, following)

    def _closed(
        self, held: list[Packet[VideoStream]], following: list[Packet[VideoStream]]
    ) -> Segment:
        first = _tick(held[0])
        until = _tick(following[0]) if following else None
        own = [packet for packet in held if _tick(packet) >= first]
        # shown before the keyframe that they follow in the file: they refer to both sides of it
        across = [packet for packet in following[1:] if until is not None and _tick(packet) < until]
        shown = [packet for packet in (*own, *across) if not packet.is_discard]
        ticks = sorted(_tick(packet) for packet in shown)
        if until is not None and ticks and ticks[-1] >= until:
            raise UntimedError
        number = self._number
        if number is not None:
            if self._sought:  # what is shown before the keyframe follows it in the file
                number += sum(_tick(packet) < first and not packet.is_discard for packet in held)
            self._number = number + len(ticks)
        self._sought = False
        ends = (_tick(packet) + (packet.duration or self._frame_ticks()) for packet in shown)
        keys = {_tick(packet) for packet in shown if packet.is_keyframe}
        window = Window(ticks, until, max(ends, default=first), keys)
        across_ids = set(map(id, across))
        self._held = [packet for packet in following if id(packet) not in across_ids]
        packets = [*own, *following[:1], *across] if across else own
        if following and following[-1].is_keyframe and len(following) > 1:
            # two keyframes were read: the second begins a segment of its own
            self._packets = _chained(self._held.pop(), self._packets)
        return Segment(packets, window, number)

    def _frame_ticks(self) -> int:
        rate, base = self._stream.guessed_rate, self._stream.time_base
        return round(1 / (rate * base)) if rate and base else 0


def check_end(stream: VideoStream, last: int | None) -> None:
    """Check that a file ended where its index says.

    Parameters
    ----------
    stream : VideoStream
    last : int or None
        When the last packet is decoded, in ticks.

    Raises
    ------
    MediaError
        If it ended before.
    """
    index = stream.index_entries
    if last is None or not stream.frames or len(index) != stream.frames:
        return
    if last < index[len(index) - 1].timestamp:
        raise MediaError("truncated: the file ends before its index does")


def _tick(packet: Packet[VideoStream]) -> int:
    assert packet.pts is not None  # what has none is sorted out while reading
    return packet.pts


def _chained(first: Any, rest: Iterator[Any]) -> Iterator[Any]:
    yield first
    yield from rest
