"""WebP: headers (RFC 9649, section 2; RFC 6386, section 9.1)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from pandas_ext.codec.base import Header
from pandas_ext.codec.family import HeaderCodec
from pandas_ext.codec.orientation import orientation_in
from pandas_ext.source.base import Source

_ANIMATED: Final = 0x02
_EXIF: Final = 0x08
_PROFILE: Final = 0x20
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
            if not width or not height:
                return None
            return Header("WEBP", "RGB", width, height, annotated=False)
        if kind == b"VP8L" and head[20] == 0x2F:
            bits = _number(head, 21, 4)
            mode = "RGBA" if bits >> 28 & 1 else "RGB"
            width, height = (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
            return Header("WEBP", mode, width, height, annotated=False)
        if kind == b"VP8X":
            flags = head[20]
            width, height = _number(head, 24, 3) + 1, _number(head, 27, 3) + 1
            chunks = _Chunks(head, source)
            alpha = bool(flags & _ALPHA) if flags & _ANIMATED else chunks.have_alpha(flags)
            orientation = chunks.orientation() if flags & _EXIF else 1
            mode, frames = "RGBA" if alpha else "RGB", 0 if flags & _ANIMATED else 1
            annotated = bool(flags & (_EXIF | _PROFILE))
            return Header("WEBP", mode, width, height, frames, orientation, annotated=annotated)
        return None


class _Chunks:
    """The chunks of an extended file: beyond its head, each is read for itself."""

    def __init__(self, head: bytes | memoryview, source: Source) -> None:
        self._head = head
        self._source = source

    def have_alpha(self, flags: int) -> bool:
        """Tell whether a picture is one with opacity: by what there is, as libwebp does."""
        alpha = bool(flags & _ALPHA)
        for kind, place, _ in self:
            if kind == b"VP8L":
                return bool(_number(self._bytes(place, 5), 1, 4) >> 28 & 1)
            if kind == b"VP8 ":
                break
            alpha = alpha or kind == b"ALPH"
        return alpha

    def orientation(self) -> int:
        """Return that of the EXIF data, which come after the pixels."""
        for kind, place, length in self:
            if kind == b"EXIF":
                exif = bytes(self._source.read_range(place, place + length))
                return orientation_in(exif.removeprefix(b"Exif\0\0")) or 1
        return 1

    def __iter__(self) -> Iterator[tuple[bytes, int, int]]:
        """Yield kind, first byte and length of each chunk."""
        place = 12
        while len(data := self._bytes(place, 8)) == 8:
            length = _number(data, 4, 4)
            yield bytes(data[:4]), place + 8, length
            place += 8 + length + (length & 1)

    def _bytes(self, place: int, size: int) -> bytes | memoryview:
        if place + size <= len(self._head):
            return self._head[place : place + size]
        return self._source.read_range(place, place + size)


def _number(data: bytes | memoryview, start: int, size: int) -> int:
    return int.from_bytes(data[start : start + size], "little")


WEBP: Final = _WebP()
