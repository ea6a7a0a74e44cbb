"""JPEG: headers by hand, pixels by libjpeg-turbo, smaller ones by kernels where these can."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from pandas_ext.codec.base import Codec, Header
from pandas_ext.codec.jpeg_scaled import scaled
from pandas_ext.codec.limits import check_pixels
from pandas_ext.codec.orientation import orientation_in
from pandas_ext.errors import LimitError, MediaError, MissingLibraryError
from pandas_ext.settings import options
from pandas_ext.source.base import Source
from pandas_ext.source.encoded import Encoded
from pandas_ext.value.pixels import Pixels

_MODES: Final = {1: "L", 3: "RGB", 4: "CMYK"}
_SPACES: Final = {"L": "GRAY", "RGB": "RGB", "CMYK": "CMYK"}
_HEAD: Final = 4096  # bytes: where the frame header of most files lies
_SCAN: Final = b"\xff\xda"
_END: Final = b"\xff\xd9"
_MOST_SCANS: Final = 500  # an encoder writes some ten
_WITHOUT_LENGTH: Final = frozenset((0x01, *range(0xD0, 0xD9)))
_SEQUENTIAL: Final = frozenset((0xC0, 0xC1, 0xC9))
_FRAMES: Final = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}


class _Jpeg(Codec):
    def matches(self, head: bytes | memoryview) -> bool:
        return head[:3] == b"\xff\xd8\xff"

    def header(self, head: bytes | memoryview, source: Source) -> Header:
        """Walk over the segments to the frame header (ITU-T T.81, B.2)."""
        data = head
        start = 0  # of data, in the file
        place = 2
        orientation = 1
        while True:
            if place + 10 > start + len(data):
                start, data = place, source.read_range(place, place + source.block)
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
                return Header("JPEG", mode, width, height, orientation=orientation)
            elif marker in (0xD9, 0xDA):
                raise MediaError("damaged JPEG: no frame header before its data")
            else:
                if marker == 0xE1 and data[at + 4 : at + 10] == b"Exif\0\0":
                    orientation = _orientation(source, data, at, place)
                place += 2 + (data[at + 2] << 8 | data[at + 3])

    def decode(self, data: bytes | memoryview, frame: int, least: tuple[int, int] | None) -> Pixels:
        if frame:
            raise MediaError(f"no frame {frame}: a JPEG has one")
        try:
            header = self.header(data[:_HEAD], Encoded(data))
            check_pixels(header.width, header.height)  # the file may have changed since
            _check_scans(data)
            smaller = None if least is None else scaled(data, header, least)
            if smaller is not None:
                return smaller
            array = _decoded(data, _SPACES[header.mode], *(least or (0, 0)))
        except ValueError as error:
            if isinstance(error, MediaError):
                raise
            raise MediaError(f"damaged JPEG: {_said(error)}") from error
        if header.mode == "CMYK":  # stored as ink that is not there, as Adobe does it
            np.invert(array, out=array)
        return Pixels(np.squeeze(array, 2) if header.mode == "L" else array, header.mode)


def _decoded(data: bytes | memoryview, space: str, width: int, height: int) -> NDArray[np.uint8]:
    """Return the pixels; what is missing at the end is an error, other flaws are not.

    libjpeg-turbo warns of bytes that it skips, too, which many cameras' files have.
    """
    try:
        import simplejpeg
    except ImportError as error:
        raise MissingLibraryError("simplejpeg", "decoding JPEG") from error
    size = {"min_width": width, "min_height": height}
    try:
        array: NDArray[np.uint8] = simplejpeg.decode_jpeg(data, space, **size)
    except ValueError as error:
        early = "premature end" in str(error).lower() or not _ends(data)
        if early and not options.truncated:
            raise MediaError("truncated JPEG: its data end early") from error
        array = simplejpeg.decode_jpeg(data, space, strict=False, **size)
    return array


def _ends(data: bytes | memoryview) -> bool:
    """Tell whether there is an end after the last scan.

    libjpeg-turbo tells its last warning alone, which need not be that of the end.
    """
    file = bytes(data)
    return file.find(_END, file.rfind(_SCAN)) >= 0


def _check_scans(data: bytes | memoryview) -> None:
    """Refuse a file of thousands of passes over all pixels, each of a few bytes."""
    if _has_one_scan(data):
        return
    scans = bytes(data).count(_SCAN)  # a copy of views alone; no coded data hold these bytes
    if scans > _MOST_SCANS:
        raise LimitError(f"damaged JPEG: {scans:,} scans are more than {_MOST_SCANS}")


def _has_one_scan(data: bytes | memoryview) -> bool:
    """Tell whether the first scan holds all: a decoder stops after it, whatever follows.

    So it is where the frame is sequential and all its components are in that scan (T.81, A.2).
    """
    place, components = 2, 0
    while place + 10 <= len(data) and data[place] == 0xFF:
        marker = data[place + 1]
        if marker == 0xDA:
            return components == data[place + 4]
        if marker in _SEQUENTIAL:
            components = data[place + 9]
        if marker == 0xFF:
            place += 1
        elif marker in _WITHOUT_LENGTH:
            place += 2
        else:
            place += 2 + (data[place + 2] << 8 | data[place + 3])
    return False


def _said(error: ValueError) -> str:
    """Return what libjpeg-turbo said, without the name of its function."""
    return str(error).rpartition("(): ")[2]


def _orientation(source: Source, data: bytes | memoryview, at: int, place: int) -> int:
    """Return the orientation in an EXIF segment at ``place``, which is ``at`` in ``data``."""
    length = 2 + (data[at + 2] << 8 | data[at + 3])
    found = orientation_in(data[at + 10 : at + length])
    if found is None:  # the segment goes on after what has been read
        found = orientation_in(source.read_range(place + 10, place + length))
    return found or 1


JPEG: Final = _Jpeg()
