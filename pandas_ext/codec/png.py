"""PNG: headers (PNG specification, third edition, sections 5 and 11)."""

from __future__ import annotations

import struct
from typing import Final

from pandas_ext.codec.base import Header
from pandas_ext.codec.family import HeaderCodec
from pandas_ext.codec.orientation import orientation_in
from pandas_ext.source.base import Source

_SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"
_IHDR: Final = struct.Struct(">II4B")
_CHUNK: Final = struct.Struct(">I4s")
_FIRST: Final = 33  # byte of the chunk after IHDR
# By bit depth and colour type: the mode, and that with a transparent colour.
_MODES: Final = {(1, 0): ("L", "LA"), (2, 0): ("L", "LA"), (4, 0): ("L", "LA"), (8, 0): ("L", "LA"),
                 (16, 0): ("I;16", "I;16"), (8, 2): ("RGB", "RGBA"), (16, 2): ("RGB", "RGBA"),
                 (1, 3): ("RGB", "RGBA"), (2, 3): ("RGB", "RGBA"), (4, 3): ("RGB", "RGBA"),
                 (8, 3): ("RGB", "RGBA"), (8, 4): ("LA", "LA"), (16, 4): ("RGBA", "RGBA"),
                 (8, 6): ("RGBA", "RGBA"), (16, 6): ("RGBA", "RGBA")}  # fmt: skip


class _Png(HeaderCodec):
    def matches(self, head: bytes | memoryview) -> bool:
        return head[:8] == _SIGNATURE

    def simple_header(self, head: bytes | memoryview, source: Source) -> Header | None:
        if head[8:16] != b"\0\0\0\rIHDR" or len(head) < _FIRST:
            return None
        width, height, depth, colours, compression, filtering = _IHDR.unpack_from(head, 16)
        modes = _MODES.get((depth, colours))
        if modes is None or not width or not height or compression or filtering:
            return None
        transparent, annotated, orientation = False, False, 1
        place, data, start = _FIRST, head, 0
        while True:  # to the first chunk of pixels
            if place + _CHUNK.size > start + len(data):
                start, data = place, source.read_range(place, place + source.block)
                if len(data) < _CHUNK.size:
                    return None
            length, kind = _CHUNK.unpack_from(data, place - start)
            if kind == b"IDAT":
                mode = modes[transparent]
                return Header(
                    "PNG", mode, width, height, orientation=orientation, annotated=annotated
                )
            if kind == b"tRNS":
                transparent = True
            elif kind == b"iCCP":
                annotated = True
            elif kind == b"eXIf":
                annotated = True
                orientation = orientation_in(source.read_range(place + 8, place + 8 + length)) or 1
            elif kind in (b"acTL", b"IEND"):  # animated, or without a picture
                return None
            place += length + 12


PNG: Final = _Png()
