"""How a camera was held: the orientation tag of EXIF data."""

from __future__ import annotations

from typing import Final, Literal

_TAG: Final = 0x0112
_ENTRY: Final = 12  # bytes of a tag


def orientation_in(tiff: bytes | memoryview) -> int | None:
    """Return the orientation that EXIF data states, 1 where it states none that there is.

    Parameters
    ----------
    tiff : bytes
        EXIF data, or its beginning, from its byte order mark on (TIFF 6.0, section 2).

    Returns
    -------
    int or None
        1 to 8; ``None`` where the first directory of tags is not within these bytes.

    Examples
    --------
    >>> import struct
    >>> orientation_in(b"II" + struct.pack("<HIHHHIHHI", 42, 8, 1, 0x112, 3, 1, 6, 0, 0))
    6
    """
    orders: dict[bytes, Literal["little", "big"]] = {b"II": "little", b"MM": "big"}
    order = orders.get(bytes(tiff[:2]))
    if order is None or len(tiff) < 8:
        return 1

    def number(start: int, size: int) -> int:
        return int.from_bytes(tiff[start : start + size], order)

    start = number(4, 4)
    if start + 2 > len(tiff):
        return None
    first, stop = start + 2, start + 2 + _ENTRY * number(start, 2)
    for entry in range(first, min(stop, len(tiff) - _ENTRY + 1), _ENTRY):
        if number(entry, 2) == _TAG:
            orientation = number(entry + 8, 2)
            return orientation if 1 <= orientation <= 8 else 1
    return 1 if stop <= len(tiff) else None
