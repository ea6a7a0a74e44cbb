"""BMP: headers of what nearly all files hold, uncompressed colours without a palette."""

from __future__ import annotations

import struct
from typing import Final

from pandas_ext.codec.base import Header
from pandas_ext.codec.family import HeaderCodec
from pandas_ext.source.base import Source

_INFO: Final = struct.Struct("<IiiHHI")  # BITMAPINFOHEADER to its compression


class _Bmp(HeaderCodec):
    def matches(self, head: bytes | memoryview) -> bool:
        return head[:2] == b"BM"

    def simple_header(self, head: bytes | memoryview, source: Source) -> Header | None:
        if len(head) < 54:
            return None
        size, width, height, _, bits, compression = _INFO.unpack_from(head, 14)
        plain = size in (40, 56, 108, 124) and bits == 24 and not compression
        if not plain or width <= 0 or not height:
            return None
        return Header("BMP", "RGB", width, abs(height), annotated=False)


BMP: Final = _Bmp()
