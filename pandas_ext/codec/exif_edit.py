"""EXIF data of a picture that has changed, edited in place.

Everything that is not about the pixels stays where it is, byte for byte: makers' own notes refer to
places within the data.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, Literal, NamedTuple

_ORDERS: Final[dict[bytes, Literal["little", "big"]]] = {b"II": "little", b"MM": "big"}
_BYTES: Final = {3: 2, 4: 4}  # of a value, by its type: SHORT and LONG (TIFF 6.0, section 2)
_MAGIC: Final = 42
_ENTRY: Final = 12  # bytes of a tag

_ORIENTATION: Final = 0x0112
_CAMERA: Final = 0x8769  # the directory of exposure, lens and time
_WIDTHS: Final = (0x0100, 0xA002)  # in the first directory and in the camera's
_HEIGHTS: Final = (0x0101, 0xA003)
_THUMBNAIL: Final = {0x0201: 0x0202, 0x0111: 0x0117}  # tags of where it lies: those of its length


class _Tag(NamedTuple):
    number: int
    kind: int
    place: int  # of its value, or of the place of that


def edited(exif: bytes, orientation: int, width: int, height: int) -> bytes:
    """Return EXIF data that hold for a picture of a size, without the thumbnail of another.

    Parameters
    ----------
    exif : bytes
        From the byte order mark on.
    orientation : int
        How the picture is turned, 1 to 8.
    width, height : int
        Its pixels. Sizes are changed where there are some.

    Returns
    -------
    bytes
        Empty, if the data are damaged.

    Examples
    --------
    >>> import struct
    >>> sideways = b"II" + struct.pack("<HIHHHIII", 42, 8, 1, 0x112, 3, 1, 6, 0)
    >>> edited(sideways, 1, 64, 48)[18:20]
    b'\\x01\\x00'
    """
    try:
        return _Edited(exif).run(orientation, width, height)
    except ValueError:
        return b""


class _Edited:
    def __init__(self, exif: bytes) -> None:
        order = _ORDERS.get(exif[:2])
        if order is None:
            raise ValueError("no byte order mark")
        self._order: Literal["little", "big"] = order
        self._data = bytearray(exif)
        if self._number(2, 2) != _MAGIC:
            raise ValueError("no TIFF")

    def run(self, orientation: int, width: int, height: int) -> bytes:
        first = self._number(4, 4)
        tags = list(self._tags(first))
        for tag in tags:
            if tag.number == _CAMERA:
                tags += self._tags(self._number(tag.place, 4))
                break
        for tag in tags:
            if tag.number == _ORIENTATION:
                self._set(tag, orientation)
            elif tag.number in _WIDTHS:
                self._set(tag, width)
            elif tag.number in _HEIGHTS:
                self._set(tag, height)
        self._drop_thumbnail(first)
        return bytes(self._data)

    def _number(self, place: int, size: int) -> int:
        if place + size > len(self._data):
            raise ValueError(f"nothing at byte {place}")
        return int.from_bytes(self._data[place : place + size], self._order)

    def _tags(self, directory: int) -> Iterator[_Tag]:
        for k in range(self._number(directory, 2)):
            entry = directory + 2 + k * _ENTRY
            yield _Tag(self._number(entry, 2), self._number(entry + 2, 2), entry + 8)

    def _set(self, tag: _Tag, value: int) -> None:
        size = _BYTES.get(tag.kind, 0)
        if value < 1 << 8 * size:
            self._number(tag.place, size)  # is there
            self._data[tag.place : tag.place + size] = value.to_bytes(size, self._order)

    def _drop_thumbnail(self, first: int) -> None:
        """Cut the second directory off, and what it refers to."""
        link = first + 2 + self._number(first, 2) * _ENTRY
        if link + 4 > len(self._data):
            return
        second = self._number(link, 4)
        self._data[link : link + 4] = bytes(4)
        if not second:
            return
        values = {
            tag.number: self._number(tag.place, _BYTES[tag.kind])
            for tag in self._tags(second)
            if tag.kind in _BYTES
        }
        for where, length in _THUMBNAIL.items():
            start = values.get(where, 0)
            stop = start + values.get(length, 0)
            if second < start < stop <= len(self._data):
                # what lies behind it stays where it is
                self._data[start:stop] = b"" if stop == len(self._data) else bytes(stop - start)
