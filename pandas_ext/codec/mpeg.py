"""Headers of MPEG audio (ISO/IEC 11172-3, 2.4.2.3), layers II and III: how long a file is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

from pandas_ext.source.base import Source

_TAGS: Final = (b"Xing", b"Info", b"VBRI")  # of encoders, which tell the number of frames
_TAG_PLACE: Final = 64  # bytes of a frame before which such a tag begins
_LOOK: Final = 2**15  # bytes at the beginning and at the end that are looked at
_ID3: Final = 10
_KBITS: Final = {
    (1, 2): (32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384),
    (1, 3): (32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    (2, 2): (8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}
"""Thousands of bits a second, by version and layer; layer III of version 2 has those of II."""

_RATES: Final = (44_100, 48_000, 32_000)


class _Frame(NamedTuple):
    bit_rate: int
    rate: int
    samples: int
    size: int


def tells_length(source: Source) -> bool:
    """Tell whether a file begins with a frame that says how many there are."""
    start = _after_id3(source)
    data = bytes(source.read_range(start, start + _LOOK))
    for place, _ in _frames(data):
        return any(tag in data[place : place + _TAG_PLACE] for tag in _TAGS)
    return False


def steady_length(source: Source) -> int | None:
    """Return the samples of a file whose frames all have one bit rate; ``None`` of others.

    Only frames at the beginning and at the end are looked at.
    """
    start, size = _after_id3(source), source.size()
    head = [frame for _, frame in _frames(bytes(source.read_range(start, start + _LOOK)))]
    tail = [frame for _, frame in _frames(bytes(source.read_range(max(size - _LOOK, start), size)))]
    if not head or len({frame[:3] for frame in (*head, *tail)}) != 1:
        return None
    bit_rate, rate, samples, _ = head[0]
    return round((size - start) * 8 * rate / (bit_rate * samples)) * samples


def _after_id3(source: Source) -> int:
    head = bytes(source.read_range(0, _ID3))
    if len(head) < _ID3 or head[:3] != b"ID3":
        return 0
    a, b, c, d = head[6:10]
    return _ID3 + (a << 21 | b << 14 | c << 7 | d)


def _frames(data: bytes) -> Iterator[tuple[int, _Frame]]:
    """Give frames that follow each other, each with its place, from the first such on."""
    place = 0
    while (place := data.find(b"\xff", place)) >= 0:
        frame = _frame(data, place)
        if frame is None or _frame(data, place + frame.size) is None:
            place += 1
            continue
        while frame is not None:
            yield place, frame
            place += frame.size
            frame = _frame(data, place)
        return


def _frame(data: bytes, place: int) -> _Frame | None:
    head = data[place : place + 4]
    if len(head) < 4 or head[0] != 0xFF or head[1] & 0xE0 != 0xE0:
        return None
    version = {3: 1, 2: 2, 0: 2.5}.get(head[1] >> 3 & 3)
    layer = 4 - (head[1] >> 1 & 3)
    index, rate = head[2] >> 4, head[2] >> 2 & 3
    if version is None or layer not in (2, 3) or not 0 < index < 15 or rate == 3:
        return None
    known = (1, layer) if version == 1 else (2, 2)
    bit_rate = 1000 * _KBITS[known][index - 1]
    hertz = _RATES[rate] // {1: 1, 2: 2, 2.5: 4}[version]
    samples = 576 if layer == 3 and version != 1 else 1152
    size = samples // 8 * bit_rate // hertz + (head[2] >> 1 & 1)
    return _Frame(bit_rate, hertz, samples, size)
