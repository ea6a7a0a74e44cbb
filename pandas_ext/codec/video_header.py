"""What the header of a clip says."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from pandas_ext.codec.container import opened
from pandas_ext.codec.matroska_turn import matroska_turn
from pandas_ext.codec.mov_turn import mov_turn
from pandas_ext.codec.turn import UPRIGHT, Turn
from pandas_ext.errors import MediaError
from pandas_ext.source.base import Source

if TYPE_CHECKING:
    from av.container import InputContainer
    from av.video.stream import VideoStream

_LONGEST: Final = 10**9
"""Seconds; what a damaged header says beyond is no duration."""


@dataclass(frozen=True, slots=True)
class VideoHeader:
    """What a file says of its clip, without a frame being decoded.

    Attributes
    ----------
    format : str
        FFmpeg's name of the container, the first where it has several.
    codec, pixel_format : str
        FFmpeg's names.
    width, height : int
        Pixels of a frame as it is shown, after rotation.
    fps : Fraction or None
        Frames a second, on average.
    frames : int or None
        Number of frames; ``None`` where only reading on tells.
    duration : Fraction or None
        Seconds; ``None`` where only reading on tells.
    rotation : int
        Degrees, counter-clockwise, by which frames are turned to be shown.
    has_audio : bool
        Whether there is a sound track.
    bit_rate : int or None
        Bits a second of the whole file.
    nbytes : int
        Bytes of the file.
    """

    format: str
    codec: str
    pixel_format: str
    width: int
    height: int
    fps: Fraction | None
    frames: int | None
    duration: Fraction | None
    rotation: int
    has_audio: bool
    bit_rate: int | None
    nbytes: int


def read_video_header(source: Source) -> VideoHeader:
    """Read the header of a clip.

    Raises
    ------
    MediaError
        If it cannot be read, is damaged, or has no moving pictures; the error names the file.
    """
    try:
        with opened(source) as container:
            return header_of(container, source)
    except MediaError as error:
        raise error.in_file(source.name) from error.__cause__


def header_of(container: InputContainer, source: Source) -> VideoHeader:
    """Return what a container that is open says of its clip."""
    stream = video_stream(container)
    context = stream.codec_context
    names = container.format.name
    turn = _turn(names, source)
    width, height = turn.size(context.width, context.height)
    return VideoHeader(
        format=names.partition(",")[0],
        codec=context.codec.canonical_name,
        pixel_format=context.pix_fmt or "",
        width=width,
        height=height,
        fps=stream.average_rate or stream.guessed_rate,
        frames=shown_frames(stream),
        duration=_duration(container, stream),
        rotation=turn.rotation,
        has_audio=bool(container.streams.audio),
        bit_rate=container.bit_rate or None,
        nbytes=source.size(),
    )


def _turn(names: str, source: Source) -> Turn:
    """Return how frames are turned, by what containers say that FFmpeg finds it in."""
    if "mov" in names:
        return mov_turn(source)
    return matroska_turn(source) if "matroska" in names else UPRIGHT


def video_stream(container: InputContainer) -> VideoStream:
    """Return the first moving pictures of a container, not the cover of a record.

    Raises
    ------
    MediaError
        If there are none, or no decoder for them.
    """
    stream = moving_pictures(container)
    if stream is None:
        raise MediaError("no moving pictures in this file")
    if stream.codec_context is None:
        raise MediaError("no decoder for the pictures of this clip")
    return stream


def moving_pictures(container: InputContainer) -> VideoStream | None:
    """Return the first moving pictures of a container, if there are any."""
    from av.stream import Disposition

    return next(
        (s for s in container.streams.video if not s.disposition & Disposition.attached_pic), None
    )


def shown_frames(stream: VideoStream) -> int | None:
    """Return the number of frames, less those that an edit list cuts off."""
    if not stream.frames:
        return None
    index = stream.index_entries
    if len(index) != stream.frames:
        return int(stream.frames)
    return sum(not entry.is_discard for entry in index)


def _duration(container: InputContainer, stream: VideoStream) -> Fraction | None:
    if stream.duration and stream.time_base:
        duration = stream.duration * stream.time_base
    else:
        duration = Fraction(container.duration or 0, 1_000_000)
        if duration and "matroska" in container.format.name:  # counts from 0, not from the start
            duration -= (stream.start_time or 0) * (stream.time_base or Fraction(1))
    return duration if 0 < duration < _LONGEST else None
