"""Frames of animations: each builds on those before it, so that they are decoded in runs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from pandas_ext.codec.base import Header
from pandas_ext.codec.pillow import PILLOW
from pandas_ext.settings import options
from pandas_ext.sharing import Shared
from pandas_ext.source.base import Source
from pandas_ext.value.pixels import Pixels

ANIMATED: Final = ("GIF", "PNG", "WEBP")
"""Formats with frames that build on each other."""

_PART: Final = 4  # of the bytes that rows may hold together: those of a run


@dataclass(frozen=True, slots=True)
class Run:
    """Frames that follow each other.

    Attributes
    ----------
    frames : list of Pixels
        Fewer than asked for where the file ends, or is damaged.
    """

    frames: list[Pixels]

    @property
    def nbytes(self) -> int:
        """Bytes of all of them."""
        return sum(frame.array.nbytes for frame in self.frames)


def frame_in_run(
    header: Header,
    source: Source,
    data: bytes | memoryview | None,
    shared: Shared,
    frame: int,
    least: tuple[int, int] | None,
) -> Pixels:
    """Return a frame of an animation; those around it are decoded with it, and kept for others.

    Parameters
    ----------
    header : Header
        What the file says.
    source : Source
        The file.
    data : bytes, optional
        All of it, where somebody has it.
    shared : Shared
        Where runs are kept.
    frame : int
        Which one, from 0.
    least : (int, int) or None
        As for ``Codec.decode``, of no use here.

    Raises
    ------
    MediaError
        If the file is damaged, or has no such frame.
    """
    each = max(1, 4 * header.width * header.height)
    count = max(1, options.batch_bytes // _PART // each)
    start = frame // count * count

    def decoded() -> Run:
        return Run(PILLOW.decode_run(source.read() if data is None else data, start, count))

    frames = shared.get((id(source), "run", start), source, decoded).frames
    if frame - start < len(frames):
        return frames[frame - start]
    return PILLOW.decode(source.read() if data is None else data, frame, None)
