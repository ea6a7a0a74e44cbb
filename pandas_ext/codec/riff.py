"""What a WAV file says of the length of its sound (RIFF; EBU Tech 3306 of those beyond 4 GiB)."""

from __future__ import annotations

import struct
from typing import Final

from pandas_ext.source.base import Source

_MARKS: Final = {b"RIFF": "<", b"RIFX": ">"}  # RF64 tells its length elsewhere
_UNTOLD: Final = 0x7FFF0000  # what writers that cannot go back put there, or more
_MOST: Final = 1000  # chunks before the sound


def missing_bytes(source: Source) -> int:
    """Return how many bytes of sound a WAV file says that it has beyond its end."""
    place, size = _data(source)
    return max(place + size - source.size(), 0) if 0 < size < _UNTOLD else 0


def has_untold_sound(source: Source) -> bool:
    """Tell whether sound follows in a WAV file that says that it has none, as a stream would."""
    place, size = _data(source)
    if not place or size:
        return False
    rest = source.size() - place
    following = bytes(source.read_range(place, place + 8))
    if rest < 8 or not following[:4].isalnum():
        return rest > 0
    return int.from_bytes(following[4:], "little") + 8 > rest  # no chunk of that length


def _data(source: Source) -> tuple[int, int]:
    """Return where the sound begins and how long it is said to be, (0, 0) if that is not found."""
    order = _MARKS.get(bytes(source.read_range(0, 4)))
    place = 12
    for _ in range(_MOST if order else 0):
        head = bytes(source.read_range(place, place + 8))
        if len(head) < 8:
            break
        (size,) = struct.unpack_from(f"{order}I", head, 4)
        if head[:4] == b"data":
            return place + 8, size
        place += 8 + size + size % 2
    return 0, 0
