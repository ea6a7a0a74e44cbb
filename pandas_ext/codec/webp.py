"""WebP: headers (RFC 9649, section 2; RFC 6386, section 9.1)."""

from __future__ import annotations

from typing import Final

from pandas_ext.codec.base import Header
from pandas_ext.codec.family import HeaderCodec
from pandas_ext.codec.orientation import orientation_in
from pandas_ext.source.base import Source

_ANIMATED: Final = 0x02
_EXIF: Final = 0x08
_ALPHA: Final = 0x10


class _WebP(HeaderCodec):
    def matches(self, head: bytes | memoryview) -> bool:
        return head[:4] == b"RIFF" and head[8:12] == b"WEBP"

    def simple_header(self, head: bytes | memoryview, source: Source) -> Header | None:
        kind = bytes(head[12:16])
        if len(head) < 30:
            return None
        if kind == b"VP8 " and head[23:26] == b"\x9d\x01\x2a":
            width, height = _number(head, 26, 2) & 0x3FFF, _number(head, 28, 2) & 0x3FFF
            return Header("WEBP", "RGB", width, height) if width and height else None
        if kind == b"VP8L" and head[20] == 0x2F:
            bits = _number(head, 21, 4)
            mode = "RGBA" if bits >> 28 & 1 else "RGB"
            return Header("WEBP", mode, (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1)
        if kind == b"VP8X":
            flags = head[20]
            width, height = _number(head, 24, 3) + 1, _number(head, 27, 3) + 1
            mode = "RGBA" if flags & _ALPHA else "RGB"
            frames = 0 if flags & _ANIMATED else 1
            orientation = _orientation(source) if flags & _EXIF else 1
            return Header("WEBP", mode, width, height, frames, orientation)
        return None


def _orientation(source: Source) -> int:
    """Walk over the chunks to the one of EXIF data, which comes after the pixels."""
    place = 12
    while len(data := source.read_range(place, place + 8)) == 8:
        length = _number(data, 4, 4)
        if data[:4] == b"EXIF":
            exif = bytes(source.read_range(place + 8, place + 8 + length))
            return orientation_in(exif.removeprefix(b"Exif\0\0")) or 1
        place += 8 + length + (length & 1)
    return 1


def _number(data: bytes | memoryview, start: int, size: int) -> int:
    return int.from_bytes(data[start : start + size], "little")


WEBP: Final = _WebP()
