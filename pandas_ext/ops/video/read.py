"""Takes decoded frames out of segments, or out of a whole clip in order."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from pandas_ext.errors import MediaError
from pandas_ext.ops.video.choice import Choice, Window
from pandas_ext.ops.video.segments import Segment, UntimedError, check_end

if TYPE_CHECKING:
    from av.container import InputContainer
    from av.video.frame import VideoFrame
    from av.video.stream import VideoStream


class Taken(NamedTuple):
    """A frame that is wanted.

    Attributes
    ----------
    frame : VideoFrame
        As the decoder gives it.
    tick : int
        When it begins to be shown.
    number : int or None
        How many frames are shown before, if that is known.
    """

    frame: VideoFrame
    tick: int
    number: int | None


def of_segment(stream: VideoStream, segment: Segment, wanted: set[int]) -> Iterator[Taken]:
    """Decode a segment up to the last frame that is wanted.

    Raises
    ------
    MediaError
        If a frame is damaged.
    UntimedError
        If packets and frames do not correspond.
    """
    packets, window = segment.packets, segment.window
    numbers = dict(zip(window.ticks, range(len(window.ticks)), strict=True))
    last = max(k for k, packet in enumerate(packets) if packet.pts in wanted)
    context = stream.codec_context
    missing = set(wanted)
    for packet in (*packets[: last + 1], None):
        # a frame that nobody refers to is left out unless it is wanted itself
        known = packet is None or packet.pts in wanted
        context.skip_frame = "DEFAULT" if known else "NONREF"
        for frame in context.decode(packet):
            _check_frame(frame, stream)  # others may refer to it
            tick = frame.pts
            if tick in missing:
                missing.discard(tick)
                number = segment.number
                yield Taken(frame, tick, None if number is None else number + numbers[tick])
    context.flush_buffers()
    if missing:
        raise UntimedError


def in_order(container: InputContainer, stream: VideoStream, choice: Choice) -> Iterator[Taken]:
    """Decode in order, until no later frame is wanted; what is chosen twice is given twice.

    Raises
    ------
    MediaError
        If a frame that is wanted is damaged, or frames are lost.
    """
    base, rate = stream.time_base or Fraction(1), stream.guessed_rate
    length = round(1 / (rate * base)) if rate else 0
    sent: list[int] = []
    last: int | None = None
    ticks: list[int] = []
    held: VideoFrame | None = None

    def chosen(frame: VideoFrame, until: int | None) -> Iterator[Taken]:
        before, tick = len(choice.chosen), ticks[-1]
        keys = {tick} if frame.key_frame else set()
        choice.choose(Window([tick], until, tick + (frame.duration or length), keys))
        for _ in choice.chosen[before:]:
            _check_frame(frame, stream)
            yield Taken(frame, tick, len(ticks) - 1)

    for packet in container.demux(stream):
        last = packet.dts if packet.dts is not None else last
        if packet.pts is not None and not packet.is_discard:
            sent.append(packet.pts)
        for frame in packet.decode():
            follows = 0 if held is None else ticks[-1] + length
            tick = follows if frame.pts is None else frame.pts
            if held is not None:
                yield from chosen(held, tick)
                if choice.done:
                    _check_count(stream, sent, ticks)
                    return
            held = frame
            ticks.append(tick)
    check_end(stream, last)
    if held is not None:
        yield from chosen(held, None)
    _check_count(stream, sent, ticks)


def _check_frame(frame: VideoFrame, stream: VideoStream) -> None:
    """Raise MediaError for a frame that the decoder could not make as it should be."""
    if frame.is_corrupt:
        place = (frame.pts or 0) - (stream.start_time or 0)
        raise MediaError(f"damaged: at {float(place * (stream.time_base or 1)):g} s of the file")


def _check_count(stream: VideoStream, sent: list[int], ticks: list[int]) -> None:
    """Check that each packet gave a frame, in files where each is one, as far as was decoded.

    Those before the first frame may refer to what was cut off.
    """
    if not stream.frames or len(stream.index_entries) != stream.frames:
        return
    first, last = (ticks[0], ticks[-1]) if ticks else (min(sent, default=0), max(sent, default=0))
    lost = sum(first <= tick <= last for tick in sent) - len(ticks)
    if lost > 0:
        raise MediaError(f"damaged: {lost} of {len(ticks) + lost} frames cannot be decoded")
