"""Decodes the frames that are asked for, and as few others as the coding allows."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from numpy.typing import NDArray

from pandas_ext.blocks import Blocks
from pandas_ext.codec.container import opened
from pandas_ext.codec.video_header import header_of, video_stream
from pandas_ext.errors import LimitError, MediaError
from pandas_ext.ops.video.choice import Choice, choice_of
from pandas_ext.ops.video.frames import Frames
from pandas_ext.ops.video.pixels import check_pixels, scaled, upright
from pandas_ext.ops.video.read import Taken, in_order, of_segment
from pandas_ext.ops.video.segments import Segment, Segments, UntimedError
from pandas_ext.ops.video.timeline import Timeline
from pandas_ext.ops.video.workers import Workers
from pandas_ext.parallel import Budget
from pandas_ext.settings import options
from pandas_ext.value.video import Video

if TYPE_CHECKING:
    from av.container import InputContainer
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
    video: Video,
    frames: Frames,
    budget: Budget | None = None,
    threads: int = 1,
    *,
    one_size: bool = False,
    together: bool = False,
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
    one_size : bool
        Whether frames of different sizes are an error.
    together : bool
        Whether the pixels of all are let go of together: they then lie in few blocks of memory.

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
                blocks = Blocks() if together else None
                shots = _decoded(video, frames, budget, threads, blocks, ordered=False)
                return _checked(shots, one_size=one_size)
            except UntimedError:
                pass
        blocks = Blocks() if together else None
        shots = _decoded(video, frames, budget, threads, blocks, ordered=True)
        return _checked(shots, one_size=one_size)
    except MediaError as error:
        raise error.in_file(video.source.name) from error.__cause__


def iterate_frames(
    video: Video, frames: Frames, threads: int = 1
) -> Iterator[tuple[Fraction, NDArray[Any]]]:
    """Give times and pixels of frames one after the other, none of which is kept.

    Parameters
    ----------
    video, frames, threads
        See :func:`decode_frames`; not ``at``, whose times may be in any order.

    Raises
    ------
    MediaError
        See :func:`decode_frames`.
    """
    given = False
    try:
        if video.range.start:
            try:
                for shown in _each(video, frames, threads, ordered=False):
                    yield shown
                    given = True
                return
            except UntimedError:
                if given:
                    raise MediaError("its packets do not tell when frames are shown") from None
        yield from _each(video, frames, threads, ordered=True)
    except MediaError as error:
        raise error.in_file(video.source.name) from error.__cause__


def _each(
    video: Video, frames: Frames, threads: int, *, ordered: bool
) -> Iterator[tuple[Fraction, NDArray[Any]]]:
    with _opened(video, frames, threads) as clip:
        if ordered:
            for taken in in_order(clip.container, clip.stream, clip.choice):
                yield clip.timeline.seconds(taken.tick), upright(taken.frame, frames.size)
        else:
            for segment, wanted in _wanted(clip):
                for taken in of_segment(clip.stream, segment, set(wanted)):
                    time = clip.timeline.seconds(taken.tick)
                    for _ in range(wanted[taken.tick]):
                        yield time, upright(taken.frame, frames.size)
        clip.choice.finish()


class _Open(NamedTuple):
    """A clip that is being read."""

    container: InputContainer
    stream: VideoStream
    timeline: Timeline
    choice: Choice
    order: list[int] | None


@contextmanager
def _opened(video: Video, frames: Frames, threads: int) -> Iterator[_Open]:
    with opened(video.source) as container:
        video.learn(header_of(container, video.source))
        header = video.header
        check_pixels(header.width, header.height)
        check_pixels(*scaled((header.width, header.height), frames.size))
        stream = _prepared(container, threads)
        part = video.range
        timeline = Timeline(stream.time_base or Fraction(1), stream.start_time or 0, part.start)
        choice, order = choice_of(frames, timeline, part, video.duration)
        yield _Open(container, stream, timeline, choice, order)


def _decoded(
    video: Video,
    frames: Frames,
    budget: Budget | None,
    threads: int,
    blocks: Blocks | None,
    *,
    ordered: bool,
) -> list[Shot]:
    with _opened(video, frames, threads) as clip, _held(budget, video, frames, threads):
        choice = clip.choice
        if choice.done:
            return []
        shots = _Shots(clip.timeline, frames.size, blocks)
        if ordered:
            for taken in in_order(clip.container, clip.stream, choice):
                shots.take(taken)
        else:
            duration = video.header.duration
            length = None if duration is None else round(duration / clip.timeline.base)

            def decode(decoder: VideoStream, segment: Segment, wanted: set[int]) -> None:
                for taken in of_segment(decoder, segment, wanted):
                    shots.take(taken)

            with Workers(video.source, clip.stream, threads, length, decode) as workers:
                for segment, wanted in _wanted(clip):
                    workers.run(segment, set(wanted))
        choice.finish()
    result = [shots.at[tick] for tick in choice.chosen]
    return result if clip.order is None else [result[place] for place in clip.order]


def _checked(shots: list[Shot], *, one_size: bool) -> list[Shot]:
    sizes = {shot.pixels.shape[1::-1] for shot in shots} if one_size else ()
    if len(sizes) > 1:
        texts = " and ".join(f"{width}x{height}" for width, height in sorted(sizes))
        raise MediaError(f"frames of {texts} pixels: ask for a size")
    return shots


class _Shots:
    """The frames that were taken."""

    def __init__(
        self, timeline: Timeline, size: tuple[int, int] | None, blocks: Blocks | None
    ) -> None:
        self.at: dict[int, Shot] = {}
        self._timeline = timeline
        self._size = size
        self._blocks = blocks
        self._nbytes = 0
        self._lock = threading.Lock()

    def take(self, taken: Taken) -> None:
        frame, tick, number = taken
        if tick in self.at:
            return
        pixels = upright(frame, self._size, self._blocks)
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


def _wanted(clip: _Open) -> Iterator[tuple[Segment, Counter[int]]]:
    """Give the segments of which something is wanted, and how often each tick of them is."""
    segments = Segments(clip.container, clip.stream, clip.timeline.origin)
    choice = clip.choice
    tick = choice.next_tick()
    if tick is not None:
        segments.skip_to(tick)
    for segment in segments:
        before = len(choice.chosen)
        if segment.window.ticks:
            choice.choose(segment.window)
        wanted = Counter(choice.chosen[before:])
        if wanted:
            yield segment, wanted
        if choice.done:
            return
        tick = choice.next_tick()
        if tick is not None:
            segments.skip_to(tick)


def _prepared(container: InputContainer, threads: int) -> VideoStream:
    """Return the stream, others left out, its decoder ready to use threads."""
    from av.stream import Discard

    stream = video_stream(container)
    for other in container.streams:
        if other.index != stream.index:
            other.discard = Discard.all
    stream.codec_context.thread_type = "AUTO" if threads > 1 else "SLICE"
    stream.codec_context.thread_count = threads
    # the size may change on the way
    stream.codec_context.options = {"max_pixels": str(options.max_pixels)}
    return stream


def _held(
    budget: Budget | None, video: Video, frames: Frames, threads: int
) -> AbstractContextManager[None]:
    header = video.header
    width, height = scaled((header.width, header.height), frames.size)
    size = header.width * header.height * 3 // 2 * _REFERENCES * threads + width * height * 3
    return nullcontext() if budget is None else budget.hold(size)
