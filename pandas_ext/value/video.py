"""A clip: where it comes from and which part of it counts."""

from __future__ import annotations

import math
from fractions import Fraction
from html import escape
from typing import TYPE_CHECKING

from pandas_ext.codec.video_header import VideoHeader, read_video_header
from pandas_ext.ops.video.clip import Clip, Range, range_of
from pandas_ext.source.base import Source
from pandas_ext.value.handle import Handle
from pandas_ext.value.part import stored_part
from pandas_ext.value.stored import Stored, source_in, stored_source
from pandas_ext.value.units import byte_size, clock

if TYPE_CHECKING:
    from pandas_ext.parallel import Budget


class Video(Handle):
    """A cell of a video column.

    Parameters
    ----------
    source : Source
        A file or bytes.
    steps : tuple of Clip
        What is cut off when frames are needed.
    """

    __slots__ = ("_header",)

    source: Source

    def __init__(self, source: Source, steps: tuple[Clip, ...] = ()) -> None:
        self.source = source
        self.steps = steps
        self._header: VideoHeader | None = None

    def then(self, step: Clip) -> Video:
        """Return the clip with one step more."""
        video = Video(self.source, (*self.steps, step))
        video._header = self._header
        return video

    @property
    def header(self) -> VideoHeader:
        """What the file says."""
        if self._header is None:
            self._header = read_video_header(self.source)
        return self._header

    def learn(self, header: VideoHeader) -> None:
        """Remember what the file says, which was read for something else."""
        self._header = header

    @property
    def range(self) -> Range:
        """Which part of the file counts."""
        return range_of(self.steps)

    @property
    def duration(self) -> Fraction | None:
        """Seconds; ``None`` where only reading on tells."""
        return self.range.within(self.header.duration)

    @property
    def frames(self) -> int | None:
        """Number of frames; ``None`` where only reading on tells."""
        return None if self.steps else self.header.frames

    def stored(self) -> Stored:
        """Return what files hold: the source as it is, and the part of it that counts."""
        stored = stored_source(self.source)
        if not self.steps:
            return stored
        start, end = self.range.start, self.range.end
        until = math.inf if end is None else float(end)
        return stored._replace(detail={"start": repr(float(start)), "end": repr(until)})

    @classmethod
    def restored(cls, stored: Stored) -> Video:
        """Return the cell that a file holds.

        Raises
        ------
        MediaError
            If what is there is no clip's.
        """
        steps = () if stored.detail is None else (Clip(*stored_part(stored.detail)),)
        return cls(source_in(stored), steps)

    @property
    def nbytes_in_memory(self) -> int:
        """Bytes held, apart from the handle's own."""
        return self.source.nbytes_in_memory

    def check(self) -> None:
        _ = self.header

    def html(self, side: int, budget: Budget | None = None) -> str:
        """Return the poster frame as HTML; see :meth:`Handle.html`."""
        from pandas_ext.display.png import img_tag
        from pandas_ext.ops.video.decode import decode_frames
        from pandas_ext.ops.video.frames import Frames

        width, height = self.header.width, self.header.height
        small = (side, 0) if width >= height else (0, side)
        size = small if max(width, height) > side else None
        pixels = decode_frames(self, Frames(poster=True, size=size), budget)[0].pixels
        return img_tag(pixels, escape(self.describe()), pixels.shape[1], pixels.shape[0])

    def describe(self) -> str:
        if self._header is None and not self.source.is_near:
            return f"<{self.source.name}>"  # printing a frame asks no server
        header = self.header
        fps = "" if header.fps is None else f" {float(header.fps):.4g} fps"
        length = self.duration
        lasts = "" if length is None else f" {clock(length)}"
        size = f" {byte_size(header.nbytes)}"
        return f"<video {header.width}x{header.height} {header.codec}{fps}{lasts}{size}>"
