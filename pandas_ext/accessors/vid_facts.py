"""``.vid``: what headers say, without a frame being decoded."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar, Final

import pandas

from pandas_ext.accessors.facts import FactsAccessor
from pandas_ext.ops.seconds import timedelta
from pandas_ext.value.video import Video

_FACTS: Final[dict[str, tuple[str, Callable[[Video], Any]]]] = {
    "duration": ("timedelta64[ns]", lambda video: timedelta(video.duration)),
    "fps": ("Float64", lambda video: None if video.header.fps is None else float(video.header.fps)),
    "frame_count": ("Int64", lambda video: video.frames),
    "width": ("Int64", lambda video: video.header.width),
    "height": ("Int64", lambda video: video.header.height),
    "format": ("str", lambda video: video.header.format),
    "codec": ("str", lambda video: video.header.codec),
    "pixel_format": ("str", lambda video: video.header.pixel_format),
    "rotation": ("Int64", lambda video: video.header.rotation),
    "has_audio": ("boolean", lambda video: video.header.has_audio),
    "bit_rate": ("Int64", lambda video: video.header.bit_rate),
    "nbytes": ("Int64", lambda video: video.header.nbytes),
}


class VideoFacts(FactsAccessor):
    """Facts of clips, one column each; :meth:`facts` gives all of them."""

    _table: ClassVar = _FACTS

    @property
    def duration(self) -> pandas.Series:
        """How long each lasts, timedelta64[ns]; missing where only reading on tells."""
        return self._fact("duration")

    @property
    def fps(self) -> pandas.Series:
        """Frames a second, on average, Float64."""
        return self._fact("fps")

    @property
    def frame_count(self) -> pandas.Series:
        """Number of frames, Int64; missing where only reading on tells."""
        return self._fact("frame_count")

    @property
    def width(self) -> pandas.Series:
        """Pixels from left to right as shown, after rotation, Int64."""
        return self._fact("width")

    @property
    def height(self) -> pandas.Series:
        """Pixels from top to bottom as shown, after rotation, Int64."""
        return self._fact("height")

    @property
    def format(self) -> pandas.Series:
        """FFmpeg's name of the container."""
        return self._fact("format")

    @property
    def codec(self) -> pandas.Series:
        """FFmpeg's name of the codec of the pictures."""
        return self._fact("codec")

    @property
    def pixel_format(self) -> pandas.Series:
        """FFmpeg's name of the pixel format."""
        return self._fact("pixel_format")

    @property
    def rotation(self) -> pandas.Series:
        """Degrees, counter-clockwise, by which frames are turned to be shown, Int64.

        Read from the headers of MP4, QuickTime, Matroska and WebM files; 0 for other containers.
        Frames that are decoded are upright, and those that a file wants mirrored are.
        """
        return self._fact("rotation")

    @property
    def has_audio(self) -> pandas.Series:
        """Whether there is a sound track."""
        return self._fact("has_audio")

    @property
    def bit_rate(self) -> pandas.Series:
        """Bits a second of the whole file, Int64."""
        return self._fact("bit_rate")

    @property
    def nbytes(self) -> pandas.Series:
        """Bytes of the file, Int64."""
        return self._fact("nbytes")
