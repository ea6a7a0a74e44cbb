"""Formats whose header is read here, and whose pixels Pillow decodes."""

from __future__ import annotations

from abc import abstractmethod

from pandas_ext.codec.base import Codec, Header
from pandas_ext.codec.pillow import PILLOW
from pandas_ext.source.base import Source
from pandas_ext.value.pixels import Pixels


class HeaderCodec(Codec):
    """A format with a header that is simple in nearly all files; Pillow reads the others'."""

    def header(self, head: bytes | memoryview, source: Source) -> Header:
        return self.simple_header(head, source) or PILLOW.header(head, source)

    @abstractmethod
    def simple_header(self, head: bytes | memoryview, source: Source) -> Header | None:
        """Return the header, ``None`` if it is not plain, or damaged."""

    def count_frames(self, source: Source) -> int:
        return PILLOW.count_frames(source)

    def decode(self, data: bytes | memoryview, frame: int, least: tuple[int, int] | None) -> Pixels:
        return PILLOW.decode(data, frame, least)
