"""Clips as files: packets as they are, or frames encoded anew."""

from __future__ import annotations

import heapq
import io
from collections.abc import Callable, Iterable, Iterator
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from pandas_ext.codec.container import library, opened
from pandas_ext.codec.video_header import video_stream
from pandas_ext.errors import MediaError
from pandas_ext.ops.video.sound import Timed
from pandas_ext.ops.video.timeline import Timeline
from pandas_ext.value.video import Video

if TYPE_CHECKING:
    from av.container import OutputContainer

CODECS: Final = {"h264": "libx264", "mpeg4": "mpeg4", "vp9": "libvpx-vp9", "mjpeg": "mjpeg",
                 "ffv1": "ffv1"}  # fmt: skip
"""Codecs that are written, and what FFmpeg calls their encoders."""

CONTAINERS: Final = {"mp4": "mp4", "mkv": "matroska", "webm": "webm", "mov": "mov", "avi": "avi",
                     "ts": "mpegts"}  # fmt: skip
"""What names of files end in, and what FFmpeg calls their containers."""

STEADY: Final = ("avi",)
"""Containers whose frames all have the same length."""

_TICKS: Final = 60_000
"""A second of frames of different lengths: those of all usual rates are whole numbers of ticks."""

_PIXELS: Final = {"mjpeg": "yuvj420p", "ffv1": "bgr0"}


class Moment(NamedTuple):
    """A frame to be written.

    Attributes
    ----------
    time : Fraction
        When it begins to be shown, in seconds.
    pixels : ndarray of uint8, shape (height, width, 3)
    """

    time: Fraction
    pixels: NDArray[Any]


def steady(frames: Iterable[NDArray[Any]], fps: Fraction) -> Iterator[Moment]:
    """Give frames that are all shown for the same time."""
    return (Moment(k / fps, pixels) for k, pixels in enumerate(frames))


def remuxed(video: Video, suffix: str, *, audio: bool = True) -> bytes | memoryview:
    """Return a clip as a file, its packets as they are.

    Parameters
    ----------
    video : Video
        A part of a file begins with the keyframe that is shown at or last before its start.
    suffix : str
        One of ``CONTAINERS``.
    audio : bool
        Whether the sound is written too.

    Raises
    ------
    MediaError
        If it cannot be read, or the container cannot hold it; the error names the file.
    """
    source = video.source
    try:
        whole = not video.steps and (audio or not video.header.has_audio)
        if whole and suffix in source.name.lower().rsplit(".", 1)[1:]:
            return source.read()
        stream = io.BytesIO()
        with opened(source) as container, library().open(
            stream, "w", format=CONTAINERS[suffix]
        ) as output:  # fmt: skip
            _copy(container, output, video, audio=audio)
        return stream.getvalue()
    except MediaError as error:
        raise error.in_file(source.name) from error.__cause__


def encoded(
    frames: Iterable[Moment],
    fps: Fraction,
    codec: str,
    suffix: str,
    crf: int | None,
    sound: Callable[[OutputContainer], Iterator[Timed]] | None = None,
) -> bytes:
    """Return frames as a file.

    Parameters
    ----------
    frames : iterable of Moment
        In the order of their times, all of one size. A row or column is left out where the codec
        wants even sizes.
    fps : Fraction
        Frames a second, on average; the last frame is shown for that long.
    codec : str
        One of ``CODECS``.
    suffix : str
        One of ``CONTAINERS``.
    crf : int or None
        Constant rate factor of H.264 and VP9: lower is better.
    sound : callable, optional
        Adds a stream of sound to the file and gives its packets.

    Raises
    ------
    MediaError
        If there are no frames, sizes differ, or the container cannot hold that codec.
    """
    av = library()
    stream = io.BytesIO()
    try:
        with av.open(stream, "w", format=CONTAINERS[suffix]) as output:
            tracks = [_packets(av, output, frames, fps, codec, crf, suffix)]
            if sound is not None:
                tracks.append(sound(output))
            # the first packet of each is asked for before any is written: all streams are there
            for _, packet in heapq.merge(*tracks, key=_when):
                output.mux(packet)
    except av.FFmpegError as error:
        raise MediaError(f"{codec} in {suffix} cannot be written: {error.strerror}") from error
    return stream.getvalue()


def check_target(codec: str | None, suffix: str) -> None:
    """Raise ValueError for a codec or container that is not written."""
    if codec is not None and codec not in CODECS:
        raise ValueError(f"codec is one of {', '.join(CODECS)}, not {codec!r}")
    if suffix not in CONTAINERS:
        raise ValueError(f"format is one of {', '.join(CONTAINERS)}, not {suffix!r}")


def _packets(
    av: Any,
    output: Any,
    frames: Iterable[Moment],
    fps: Fraction,
    codec: str,
    crf: int | None,
    suffix: str,
) -> Iterator[Timed]:
    made = None
    tick = 1 / fps if suffix in STEADY else Fraction(1, _TICKS)
    for (time, array), until in _with_next(frames, 1 / fps):
        if made is None:
            options = {} if crf is None else {"crf": str(crf), "b": "0"}
            if suffix in STEADY:  # it has no times for frames that are shown in another order
                options["bf"] = "0"
            try:
                made = output.add_stream(CODECS[codec], rate=fps, options=options)
            except ValueError as error:
                raise MediaError(f"{codec} cannot be written: {error}") from error
            height, width = array.shape[0], array.shape[1]
            even = _PIXELS.get(codec) is None
            made.width, made.height = (width & ~1, height & ~1) if even else (width, height)
            if not made.width or not made.height:
                raise MediaError(f"{codec} has no frames of {width}x{height} pixels")
            made.pix_fmt = _PIXELS.get(codec, "yuv420p")
            made.codec_context.time_base = tick
            shape = array.shape
        if array.shape != shape:
            raise MediaError(f"a frame of shape {array.shape} among frames of shape {shape}")
        cut = np.ascontiguousarray(array[: made.height, : made.width])
        frame = av.VideoFrame.from_ndarray(cut, "rgb24")
        frame.pts, frame.time_base = round(time / tick), tick
        frame.duration = round(until / tick) - frame.pts
        yield from _timed(made.encode(frame))
    if made is None:
        raise MediaError("no frames to make a clip of")
    yield from _timed(made.encode(None))


def _with_next(frames: Iterable[Moment], length: Fraction) -> Iterator[tuple[Moment, Fraction]]:
    """Give each frame and when the next one is shown; the last is shown for a usual time."""
    held = None
    for frame in frames:
        if held is not None:
            yield held, frame.time
        held = frame
    if held is not None:
        yield held, held.time + length


def _timed(packets: list[Any]) -> Iterator[Timed]:
    for packet in packets:
        yield (packet.dts or 0) * packet.time_base, packet


def _when(timed: Timed) -> Fraction:
    return timed[0]


def _copy(container: Any, output: Any, video: Video, *, audio: bool) -> None:
    """Write the packets of pictures and first sound track of a part of a clip."""
    picture = video_stream(container)
    sound = container.streams.audio[0] if audio and container.streams.audio else None
    chosen = [stream for stream in (picture, sound) if stream is not None]
    try:
        targets = {stream.index: output.add_stream_from_template(stream) for stream in chosen}
    except ValueError as error:
        raise MediaError(f"its packets cannot be written: {error}") from error
    part = video.range
    base = picture.time_base or Fraction(1)
    timeline = Timeline(base, picture.start_time or 0, part.start)
    first = timeline.shown_at(Fraction(0))
    if part.start:
        container.seek(first, stream=picture)
    begins: Fraction | None = None
    over: set[int] = set()
    for packet in container.demux(*chosen):
        if packet.dts is None or packet.pts is None:
            continue
        time = packet.pts * packet.time_base
        if begins is None:
            # sound before the first keyframe would be shown with nothing
            if packet.stream.index != picture.index or not packet.is_keyframe:
                continue
            begins = time
        ends = part.end is not None and (time - timeline.origin * base) >= part.end
        if ends and packet.dts * packet.time_base - timeline.origin * base >= part.end:
            over.add(packet.stream.index)
        if ends or time < begins:
            if len(over) == len(chosen):
                break
            continue
        shift = round(begins / packet.time_base)
        packet.pts, packet.dts = packet.pts - shift, packet.dts - shift
        packet.stream = targets[packet.stream.index]
        output.mux(packet)
