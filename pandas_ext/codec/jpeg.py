"""JPEG: headers by hand, pixels by libjpeg-turbo."""

from __future__ import annotations

from typing import Final

import numpy as np

from pandas_ext.codec.base import Codec, Header
from pandas_ext.codec.pillow import PILLOW
from pandas_ext.errors import MediaError, MissingLibraryError
from pandas_ext.source.base import Source
from pandas_ext.value.pixels import Pixels

_MODES: Final = {1: "L", 3: "RGB", 4: "CMYK"}
_WITHOUT_LENGTH: Final = frozenset((0x01, *range(0xD0, 0xD9)))
_FRAMES: Final = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_FIRST: Final = 4096  # bytes: where the frame header of most files lies


class _Jpeg(Codec):
    def matches(self, head: bytes | memoryview) -> bool:
        return head[:3] == b"\xff\xd8\xff"

    def header(self, source: Source) -> Header:
        """Walk over the segments to the frame header (ITU-T T.81, B.2)."""
        data = source.read_range(0, _FIRST)
        start = 0  # of data, in the file
        place = 2
        while True:
            if place + 10 > start + len(data):
                start, data = place, source.read_range(place, place + _FIRST)
                if len(data) < 10:
                    raise MediaError("truncated JPEG: it ends within its header")
            at = place - start
            if data[at] != 0xFF:
                raise MediaError(f"damaged JPEG: no segment at byte {place:,}")
            marker = data[at + 1]
            if marker == 0xFF:  # a fill byte
                place += 1
            elif marker in _WITHOUT_LENGTH:
                place += 2
            elif marker in _FRAMES:
                height, width = data[at + 5] << 8 | data[at + 6], data[at + 7] << 8 | data[at + 8]
                mode = _MODES.get(data[at + 9])
                if mode is None or not width or not height:
                    raise MediaError(f"damaged JPEG: {width}x{height}, {data[at + 9]} components")
                return Header("JPEG", mode, width, height)
            elif marker in (0xD9, 0xDA):
                raise MediaError("damaged JPEG: no frame header before its data")
            else:
                place += 2 + (data[at + 2] << 8 | data[at + 3])

    def decode(self, data: bytes | memoryview, frame: int, least: tuple[int, int] | None) -> Pixels:
        try:
            import simplejpeg
        except ImportError as error:
            raise MissingLibraryError("simplejpeg", "decoding JPEG") from error
        if frame:
            raise MediaError(f"no frame {frame}: a JPEG has one")
        width, height = least or (0, 0)
        try:
            _, _, colours, _ = simplejpeg.decode_jpeg_header(data)
            if colours not in ("Gray", "YCbCr", "RGB"):
                return PILLOW.decode(data, 0, None)  # inverted or not, as Adobe's marker says
            mode = "L" if colours == "Gray" else "RGB"
            array = simplejpeg.decode_jpeg(
                data, "GRAY" if mode == "L" else "RGB", min_width=width, min_height=height
            )
        except ValueError as error:
            raise MediaError(f"damaged or truncated JPEG: {error}") from error
        return Pixels(np.squeeze(array, 2) if mode == "L" else array, mode)


JPEG: Final = _Jpeg()
