"""Decodes the frames that are asked for, and as few others as the coding allows."""

from __future__ import annotations

import threading
from contextlib import AbstractContextManager, nullcontext
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from numpy.typing import NDArray

from pandas_ext.codec.container import opened
from pandas_ext.codec.video_header import header_of, video_stream
from pandas_ext.errors import LimitError, MediaError
from pandas_ext.ops.video.choice import Choice, Window, choice_of
from pandas_ext.ops.video.frames import Frames
from pandas_ext.ops.video.pixels import check_pixels, scaled, upright
from pandas_ext.ops.video.segments import Segment, Segments, UntimedError, check_end
from pandas_ext.ops.video.timeline import Timeline
from pandas_ext.ops.video.workers import Workers
from pandas_ext.parallel import Budget
from pandas_ext.settings import options
from pandas_ext.value.video import Video

if TYPE_CHECKING:
    from av.container import InputContainer
    from av.video.frame import VideoFrame
    from av.video.stream import VideoStream

_REFERENCES: Final = 18
"""Frames that a decoder holds at most, with those in the making."""


class Shot(NamedTuple):
    """A frame that was decoded.

    Attributes
    ----------
    time : Fraction
        When it begins to be shown, in seconds from the beginning of the clip; 0 where it begins
        before a part of a file does.
    number : int or None
        How many frames of the clip are shown before; ``None`` where not all were read.
    is_key : bool
        Whether it is coded without others.
    pixels : ndarray of uint8, shape (height, width, 3)
    """

    time: Fraction
    number: int | None
    is_key: bool
    pixels: NDArray[Any]


def decode_frames(
    video: Video, frames: Frames, budget: Budget | None = None, threads: int = 1
) -> list[Shot]:
    """Return the frames of a clip that are asked for.

    Parameters
    ----------
    video : Video
        The clip.
    frames : Frames
        Which of its frames.
    budget : Budget, optional
        Where to take the bytes of decoding from.
    threads : int
        Threads of the decoder.

    Raises
    ------
    MediaError
        If the clip cannot be read or is damaged, or has no frame at a time; the error names the
        file.
    LimitError
        If a frame has more pixels than ``options.max_pixels``, or all together more bytes than
        ``options.max_bytes``.

    Notes
    -----
    The file is read from keyframe to keyframe, with a seek where that skips some. What lies between
    two keyframes is decoded up to the last frame that is wanted of it, without the frames that are
    neither wanted nor referred to by others. Only frames that are wanted become colours. Where
    packets do not tell when their frames are shown, all is decoded in order.
    """
    try:
        if not frames.dense:
            try:
                return _decoded(video, frames, budget, threads, in_order=False)
            except UntimedError:
                pass
        return _decoded(video, frames, budget, threads, in_order=True)
    except MediaError as error:
        raise error.in_file(video.source.name) from error.__cause__


def _decoded(
    video: Video, frames: Frames, budget: Budget | None, threads: int, *, in_order: bool
) -> list[Shot]:
    with opened(video.source) as container:
        video.learn(header_of(container, video.source))
        stream = _prepared(container, threads)
        part = video.range
        timeline = Timeline(stream.time_base or Fraction(1), stream.start_time or 0, part.start)
        choice, order = choice_of(frames, timeline, part, video.duration)
        with _held(budget, video, frames, threads):
            shots = _Shots(timeline, frames.size)
            if choice.done:
                return []
            if in_order:
                _all(container, stream, choice, shots)
            else:
                duration = video.header.duration
                length = None if duration is None else round(duration / timeline.base)

                def decode(decoder: VideoStream, segment: Segment, wanted: set[int]) -> None:
                    _decode_segment(decoder, segment, wanted, shots)

                with Workers(video.source, stream, threads, length, decode) as workers:
                    _wanted(Segments(container, stream, timeline.origin), choice, workers)
            choice.finish()
    result = [shots.at[tick] for tick in choice.chosen]
    return result if order is None else [result[place] for place in order]


class _Shots:
    """The frames that were taken."""

    def __init__(self, timeline: Timeline, size: tuple[int, int] | None) -> None:
        self.at: dict[int, Shot] = {}
        self._timeline = timeline
        self._size = size
        self._nbytes = 0
        self._lock = threading.Lock()

    def check(self, frame: VideoFrame, tick: int) -> None:
        """Raise MediaError for a frame that the decoder could not make as it should be."""
        if frame.is_corrupt:
            raise MediaError(f"damaged: at {float(self._timeline.seconds(tick)):g} s")

    def take(self, frame: VideoFrame, tick: int, number: int | None) -> None:
        self.check(frame, tick)
        pixels = upright(frame, self._size)
        with self._lock:
            self._nbytes += pixels.nbytes
            too_many = self._nbytes > options.max_bytes
        if too_many:
            raise LimitError(
                f"frames of more bytes than options.max_bytes, {options.max_bytes:,}: take fewer, "
                "or smaller ones"
            )
        time = max(self._timeline.seconds(tick), Fraction(0))
        self.at[tick] = Shot(time, number, frame.key_frame, pixels)


def _wanted(segments: Segments, choice: Choice, workers: Workers) -> None:
    """Decode what is wanted of each segment."""
    tick = choice.next_tick()
    if tick is not None:
        segments.skip_to(tick)
    for segment in segments:
        before = len(choice.chosen)
        if segment.window.ticks:
            choice.choose(segment.window)
        wanted = set(choice.chosen[before:])
        if wanted:
            workers.run(segment, wanted)
        if choice.done:
            return
        tick = choice.next_tick()
        if tick is not None:
            segments.skip_to(tick)


def _decode_segment(stream: VideoStream, segment: Segment, wanted: set[int], shots: _Shots) -> None:
    """Decode a segment up to the last frame that is wanted."""
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
            tick = frame.pts
            if tick is not None:  # others may refer to it
                shots.check(frame, tick)
            if tick in missing:
                missing.discard(tick)
                number = segment.number
                shots.take(frame, tick, None if number is None else number + numbers[tick])
    context.flush_buffers()
    if missing:  # packets and frames do not correspond
        raise UntimedError


def _all(container: InputContainer, stream: VideoStream, choice: Choice, shots: _Shots) -> None:
    """Decode in order, until no later frame is wanted."""
    base, rate = stream.time_base or Fraction(1), stream.guessed_rate
    length = round(1 / (rate * base)) if rate else 0
    sent: list[int] = []
    last: int | None = None
    ticks: list[int] = []
    held: VideoFrame | None = None

    def offer(frame: VideoFrame, until: int | None) -> None:
        before, tick = len(choice.chosen), ticks[-1]
        keys = {tick} if frame.key_frame else set()
        choice.choose(Window([tick], until, tick + (frame.duration or length), keys))
        if len(choice.chosen) > before:
            shots.take(frame, tick, len(ticks) - 1)

    for packet in container.demux(stream):
        last = packet.dts if packet.dts is not None else last
        if packet.pts is not None and not packet.is_discard:
            sent.append(packet.pts)
        for frame in packet.decode():
            follows = 0 if held is None else ticks[-1] + length
            tick = follows if frame.pts is None else frame.pts
            if held is not None:
                offer(held, tick)
                if choice.done:
                    _check_count(stream, sent, ticks)
                    return
            held = frame
            ticks.append(tick)
    check_end(stream, last)
    if held is not None:
        offer(held, None)
    _check_count(stream, sent, ticks)


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


def _prepared(container: InputContainer, threads: int) -> VideoStream:
    """Return the stream, others left out, its decoder ready to use threads."""
    from av.stream import Discard

    stream = video_stream(container)
    for other in container.streams:
        if other.index != stream.index:
            other.discard = Discard.all
    stream.codec_context.thread_type = "AUTO" if threads > 1 else "SLICE"
    stream.codec_context.thread_count = threads
    return stream


def _held(
    budget: Budget | None, video: Video, frames: Frames, threads: int
) -> AbstractContextManager[None]:
    header = video.header
    check_pixels(header.width, header.height)
    width, height = scaled((header.width, header.height), frames.size)
    check_pixels(width, height)
    size = header.width * header.height * 3 // 2 * (_REFERENCES + threads) + width * height * 3
    return nullcontext() if budget is None else budget.hold(size)
