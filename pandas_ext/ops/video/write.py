"""Clips as files: packets as they are, or frames encoded anew."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from pandas_ext.codec.container import library, opened
from pandas_ext.codec.video_header import video_stream
from pandas_ext.errors import MediaError
from pandas_ext.ops.video.timeline import Timeline
from pandas_ext.value.video import Video

CODECS: Final = {"h264": "libx264", "mpeg4": "mpeg4", "vp9": "libvpx-vp9", "mjpeg": "mjpeg",
                 "ffv1": "ffv1"}  # fmt: skip
"""Codecs that are written, and what FFmpeg calls their encoders."""

CONTAINERS: Final = {"mp4": "mp4", "mkv": "matroska", "webm": "webm", "mov": "mov", "avi": "avi",
                     "ts": "mpegts"}  # fmt: skip
"""What names of files end in, and what FFmpeg calls their containers."""

_PIXELS: Final = {"mjpeg": "yuvj420p", "ffv1": "bgr0"}


def remuxed(video: Video, suffix: str) -> bytes | memoryview:
    """Return a clip as a file, its packets as they are.

    Parameters
    ----------
    video : Video
        A part of a file begins with the keyframe that is shown at or last before its start.
    suffix : str
        One of ``CONTAINERS``.

    Raises
    ------
    MediaError
        If it cannot be read, or the container cannot hold it; the error names the file.
    """
    source = video.source
    try:
        if not video.steps and suffix in source.name.lower().rsplit(".", 1)[1:]:
            return source.read()
        stream = io.BytesIO()
        with opened(source) as container, library().open(
            stream, "w", format=CONTAINERS[suffix]
        ) as output:  # fmt: skip
            _copy(container, output, video)
        return stream.getvalue()
    except MediaError as error:
        raise error.in_file(source.name) from error.__cause__


def encoded(
    frames: Iterable[NDArray[Any]], fps: Fraction, codec: str, suffix: str, crf: int | None
) -> bytes:
    """Return frames as a file.

    Parameters
    ----------
    frames : iterable of ndarray of uint8, shape (height, width, 3)
        All of one size. A row or column is left out where the codec wants even sizes.
    fps : Fraction
        Frames a second.
    codec : str
        One of ``CODECS``.
    suffix : str
        One of ``CONTAINERS``.
    crf : int or None
        Constant rate factor of H.264 and VP9: lower is better.

    Raises
    ------
    MediaError
        If there are no frames, sizes differ, or the container cannot hold that codec.
    """
    av = library()
    stream = io.BytesIO()
    try:
        with av.open(stream, "w", format=CONTAINERS[suffix]) as output:
            for packet in _packets(av, output, frames, fps, codec, crf):
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
    av: Any, output: Any, frames: Iterable[NDArray[Any]], fps: Fraction, codec: str, crf: int | None
) -> Iterator[Any]:
    made = None
    for number, array in enumerate(frames):
        if made is None:
            options = {} if crf is None else {"crf": str(crf), "b": "0"}
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
            shape = array.shape
        if array.shape != shape:
            raise MediaError(f"a frame of shape {array.shape} among frames of shape {shape}")
        cut = np.ascontiguousarray(array[: made.height, : made.width])
        frame = av.VideoFrame.from_ndarray(cut, "rgb24")
        frame.pts, frame.time_base = number, 1 / fps
        yield from made.encode(frame)
    if made is None:
        raise MediaError("no frames to make a clip of")
    yield from made.encode(None)


def _copy(container: Any, output: Any, video: Video) -> None:
    """Write the packets of pictures and first sound track of a part of a clip."""
    picture = video_stream(container)
    sound = container.streams.audio[0] if container.streams.audio else None
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
