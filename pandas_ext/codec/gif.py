"""GIF: headers (GIF89a specification, sections 18 to 23)."""

from __future__ import annotations

from typing import Final

from pandas_ext.codec.base import Header
from pandas_ext.codec.family import HeaderCodec
from pandas_ext.source.base import Source

_GREYS: Final = bytes(level for level in range(256) for _ in range(3))


class _Gif(HeaderCodec):
    def matches(self, head: bytes | memoryview) -> bool:
        return head[:6] in (b"GIF87a", b"GIF89a")

    def simple_header(self, head: bytes | memoryview, source: Source) -> Header | None:
        """Walk over the blocks to the first picture; it lies within the head of most files."""
        if len(head) < 13:
            return None
        width, height = head[6] | head[7] << 8, head[8] | head[9] << 8
        place = 13
        palette, place = _palette(head, head[10], place)
        transparent = False
        while place + 10 < len(head):
            block = head[place]
            if block == 0x2C:
                own, _ = _palette(head, head[place + 9], place + 10)
                colours = palette if own is None else own
                right = (head[place + 1] | head[place + 2] << 8) + (
                    head[place + 5] | head[place + 6] << 8
                )
                below = (head[place + 3] | head[place + 4] << 8) + (
                    head[place + 7] | head[place + 8] << 8
                )
                # the first picture may reach over the edge, and makes the whole larger then
                width, height = max(width, right), max(height, below)
                if not width or not height:
                    return None
                grey = colours is None or colours == _GREYS[: len(colours)]
                mode = ("LA" if grey else "RGBA") if transparent else ("L" if grey else "RGB")
                return Header("GIF", mode, width, height, frames=0, annotated=False)
            if block != 0x21:
                return None
            if head[place + 1] == 0xF9 and head[place + 2]:
                transparent = bool(head[place + 3] & 1)
            place += 2
            while place < len(head) and head[place]:
                place += head[place] + 1
            place += 1
        return None


def _palette(head: bytes | memoryview, flags: int, place: int) -> tuple[bytes | None, int]:
    """Return the colours that begin at a place, if the flags say that there are some."""
    if not flags & 0x80:
        return None, place
    end = place + 3 * 2 ** ((flags & 7) + 1)
    return bytes(head[place:end]), end


GIF: Final = _Gif()
