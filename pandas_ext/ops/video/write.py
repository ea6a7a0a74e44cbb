"""Clips as files: frames encoded anew."""

from __future__ import annotations

import heapq
import io
from collections.abc import Callable, Iterable, Iterator
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from pandas_ext.codec.container import library
from pandas_ext.errors import MediaError
from pandas_ext.ops.video.sound import Timed

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
