"""How a clip in a Matroska or WebM file is to be turned when it is shown."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import Final

from pandas_ext.codec.turn import UPRIGHT, Turn
from pandas_ext.source.base import Source

_SEGMENT: Final = 0x18538067
_TRACKS: Final = 0x1654AE6B
_CLUSTER: Final = 0x1F43B675
_ENTRY: Final = 0xAE
_KIND: Final = 0x83
_PICTURES: Final = b"\x01"
_VIDEO: Final = 0xE0
_PROJECTION: Final = 0x7670
_YAW, _PITCH, _ROLL = 0x7673, 0x7674, 0x7675


def matroska_turn(source: Source) -> Turn:
    """Return how the first video track is to be turned.

    Returns
    -------
    Turn
        ``UPRIGHT`` where the file does not say, and where it is damaged.

    Notes
    -----
    RFC 9559, 5.1.4.1.28.41: the pose of a projection. A roll is counter-clockwise; a yaw of half a
    turn mirrors; others belong to pictures that are all around.
    """
    for name, start, stop in _elements(source, 0, source.size()):
        if name != _SEGMENT:
            continue
        for inner, first, last in _elements(source, start, stop):
            if inner == _CLUSTER:  # the pictures themselves: tracks are told of before
                break
            if inner == _TRACKS:
                return _of_tracks(source, first, last)
    return UPRIGHT


def _of_tracks(source: Source, start: int, stop: int) -> Turn:
    for name, first, last in _elements(source, start, stop):
        if name != _ENTRY:
            continue
        inside = {key: (at, end) for key, at, end in _elements(source, first, last)}
        kind = inside.get(_KIND)
        if kind is None or bytes(source.read_range(*kind)).lstrip(b"\0") != _PICTURES:
            continue
        if _VIDEO in inside:
            for key, at, end in _elements(source, *inside[_VIDEO]):
                if key == _PROJECTION:
                    return _pose(source, at, end)
        return UPRIGHT
    return UPRIGHT


def _pose(source: Source, start: int, stop: int) -> Turn:
    angles = {_YAW: 0.0, _PITCH: 0.0, _ROLL: 0.0}
    for name, first, last in _elements(source, start, stop):
        form = {4: ">f", 8: ">d"}.get(last - first)
        if name in angles and form is not None:
            angles[name] = struct.unpack(form, source.read_range(first, last))[0]
    yaw, roll = angles[_YAW], angles[_ROLL]
    if angles[_PITCH] or abs(yaw) not in (0, 180) or not abs(roll) <= 360:
        return UPRIGHT
    return Turn.by(-roll if yaw else roll, mirrored=bool(yaw))


def _elements(source: Source, start: int, stop: int) -> Iterator[tuple[int, int, int]]:
    """Give name, first and last byte of the content of each element between two places."""
    while start < stop:
        head = bytes(source.read_range(start, min(start + 12, stop)))
        name_size = 9 - head[0].bit_length() if head else 0
        if not 1 <= name_size <= 4 or len(head) <= name_size:
            return
        name = int.from_bytes(head[:name_size], "big")
        mark = head[name_size]
        size = 9 - mark.bit_length()
        if not mark or len(head) < name_size + size:
            return
        first = start + name_size + size
        length = int.from_bytes(head[name_size : name_size + size], "big") & (1 << 7 * size) - 1
        endless = length == (1 << 7 * size) - 1  # of who could not go back to write it
        last = stop if endless else min(first + length, stop)
        yield name, first, last
        start = last
