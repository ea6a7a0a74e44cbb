"""How a clip in an MP4 or QuickTime file is to be turned when it is shown."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import Final

from pandas_ext.codec.turn import UPRIGHT, Turn
from pandas_ext.source.base import Source

_LARGEST_BOX: Final = 2**26  # bytes of a track's header, with the tables of its samples


def mov_turn(source: Source) -> Turn:
    """Return how the first video track is to be turned.

    Returns
    -------
    Turn
        ``UPRIGHT`` where the file does not say, and for a matrix that is damaged.

    Notes
    -----
    ISO/IEC 14496-12, 8.3.2: the matrix of the track header box, in 16.16 fixed point.
    """
    for kind, start, stop in _boxes(source, 0, source.size()):
        if kind == b"moov":
            for inner, first, last in _boxes(source, start, stop):
                if inner == b"trak" and last - first <= _LARGEST_BOX:
                    found = _of_track(source, first, last)
                    if found is not None:
                        return found
    return UPRIGHT


def _of_track(source: Source, start: int, stop: int) -> Turn | None:
    """Return the turn of a track; ``None`` if it is no video track."""
    header, is_video = b"", False
    for kind, first, last in _boxes(source, start, stop):
        if kind == b"tkhd":
            header = bytes(source.read_range(first, min(last, first + 96)))
        elif kind == b"mdia":
            handlers = (box for box in _boxes(source, first, last) if box[0] == b"hdlr")
            is_video = any(source.read_range(at + 8, at + 12) == b"vide" for _, at, _ in handlers)
    if not is_video:
        return None
    at = 52 if header[:1] == b"\1" else 40
    if len(header) < at + 36:
        return UPRIGHT
    a, b, _, c, d = struct.unpack_from(">5i", header, at)
    return Turn.of(a, b, c, d)


def _boxes(source: Source, start: int, stop: int) -> Iterator[tuple[bytes, int, int]]:
    """Give type, first and last byte of the content of each box between two places."""
    while start + 8 <= stop:
        head = bytes(source.read_range(start, start + 16))
        if len(head) < 8:
            return
        size, kind, skip = int.from_bytes(head[:4], "big"), head[4:8], 8
        if size == 1:
            size, skip = int.from_bytes(head[8:16], "big"), 16
        elif size == 0:
            size = stop - start
        if size < skip:
            return
        yield kind, start + skip, min(start + size, stop)
        start += size
