"""JPEG at one to four eighths of its size, by kernels of our own.

They decode what most cameras and programs write: baseline, one scan, grey or Y'CbCr. Anything else,
and any file in which anything is odd, is left to libjpeg-turbo.
"""

from __future__ import annotations

from functools import lru_cache
from math import ceil
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from machine_code.address import address
from pandas_ext.codec.base import Header
from pandas_ext.kernels.library import Kernel, steady_kernel
from pandas_ext.value.pixels import Pixels

_LARGE: Final = 2**20  # levels of a picture from which on loading the kernels is worth it
_SIDES: Final = (1, 2, 3, 4)  # pixels of a block's eight to a side
_SIZE: Final = 2 * 4096 + 65536  # numbers of a table
_SAMPLINGS: Final = ((1, 1), (2, 1), (1, 2), (2, 2))


class _Component(NamedTuple):
    number: int
    across: int
    down: int
    quantisation: int
    tables: tuple[int, int]  # of means, and of other coefficients


class _Scan(NamedTuple):
    """What a file's header says of its scan."""

    start: int
    components: tuple[_Component, ...]
    quantisation: dict[int, bytes]
    huffman: dict[int, bytes]
    interval: int


def scaled(data: bytes | memoryview, header: Header, least: tuple[int, int]) -> Pixels | None:
    """Return a picture at the least size that suffices; None of a file for another decoder.

    Parameters
    ----------
    data : bytes or memoryview
        The whole file.
    header : Header
        What it says of its picture.
    least : (int, int)
        Width and height that suffice.
    """
    sides = [
        side
        for side in _SIDES
        if ceil(header.width * side / 8) >= least[0] and ceil(header.height * side / 8) >= least[1]
    ]
    if not sides or header.mode not in ("L", "RGB") or header.outline.nbytes < _LARGE:
        return None
    decode = steady_kernel("decode_scan")
    if decode is None:
        return None
    try:
        scan = _scan_of(data)
    except (IndexError, ValueError):
        return None  # damaged
    if scan is None:
        return None
    return _decoded(decode, data, header, scan, sides[0])


def _scan_of(data: bytes | memoryview) -> _Scan | None:
    """Read the header (T.81, B.2); None if the picture is not one for the kernels.

    Raises
    ------
    IndexError, ValueError
        If it is damaged.
    """
    quantisation: dict[int, bytes] = {}
    huffman: dict[int, bytes] = {}
    frame: list[tuple[int, int, int, int]] = []
    interval, is_jfif, adobe = 0, False, -1
    place = 2
    while True:
        if data[place] != 0xFF:
            return None
        marker, length = data[place + 1], data[place + 2] << 8 | data[place + 3]
        part = bytes(data[place + 4 : place + 2 + length])
        place += 2 + length
        if marker == 0xDB:
            for start in range(0, len(part), 65):
                if part[start] > 3:
                    return None  # of 16 bits, or none
                quantisation[part[start]] = part[start + 1 : start + 65]
        elif marker == 0xC4:
            start = 0
            while start < len(part):
                end = start + 17 + sum(part[start + 1 : start + 17])
                huffman[part[start]] = part[start + 1 : end]
                start = end
        elif marker in (0xC0, 0xC1):
            if frame or part[0] != 8:
                return None
            for k in range(6, 6 + 3 * part[5], 3):
                frame.append((part[k], part[k + 1] >> 4, part[k + 1] & 15, part[k + 2]))
        elif marker == 0xDD:
            interval = part[0] << 8 | part[1]
        elif marker == 0xE0:
            is_jfif = is_jfif or part[:5] == b"JFIF\0"
        elif marker == 0xEE and part[:5] == b"Adobe":
            adobe = part[11]
        elif marker == 0xDA:
            break
        elif not (marker == 0xFE or 0xE0 <= marker <= 0xEF):
            return None
    numbers = tuple(one[0] for one in frame)
    count = part[0]
    if count not in (1, 3) or count != len(frame) or part[1 + 2 * count :] != b"\0\x3f\0":
        return None
    if count == 3 and not is_jfif and adobe != 1 and (adobe == 0 or numbers != (1, 2, 3)):
        return None  # R, G and B, perhaps
    components = []
    for k, (number, across, down, table) in enumerate(frame):
        chosen = part[2 + 2 * k]
        if part[1 + 2 * k] != number:
            return None
        sampling = (1, 1) if count == 1 else (across, down)
        components.append(_Component(number, *sampling, table, (chosen >> 4, 16 | chosen & 15)))
    return _Scan(place, tuple(components), quantisation, huffman, interval)


def _decoded(
    decode: Kernel, data: bytes | memoryview, header: Header, scan: _Scan, side: int
) -> Pixels | None:
    components = scan.components
    first = components[0]
    if (first.across, first.down) not in _SAMPLINGS or any(
        (one.across, one.down) != (1, 1) for one in components[1:]
    ):
        return None
    if any(len(scan.quantisation.get(one.quantisation, b"")) != 64 for one in components):
        return None
    texts = [scan.huffman.get(table, b"") for one in components for table in one.tables]
    tables = _tables(tuple(texts))
    if tables is None:
        return None
    wide, high = ceil(header.width / (8 * first.across)), ceil(header.height / (8 * first.down))
    blocks = sum(one.across * one.down for one in components)
    # rows of three pixels are written as four
    stride, lines = wide * first.across * side + 4, high * first.down * side
    plan = [len(components), wide, high, scan.interval, stride, blocks]
    factors = np.empty((len(components), 16), np.float32)
    for k, one in enumerate(components):
        # colour of half the width and height comes at its own scale, where that is enough
        own = 2 * side if (first.across, first.down) == (2, 2) and k and side < 3 else side
        wider, higher = (first.across * side // own, first.down * side // own) if k else (1, 1)
        where = (2 * k * _SIZE, (2 * k + 1) * _SIZE, k * stride * lines)
        plan += [one.across, one.down, own, wider, higher, *where]
        steps = np.frombuffer(scan.quantisation[one.quantisation], np.uint8)
        factors[k] = steps[_ZIGZAG] * _SCALES[own]
    numbers, state = np.array(plan, np.int64), np.empty(8, np.int64)
    coefficients = np.empty(wide * blocks * 16 + 1, np.int32)
    planes = np.empty((len(components), lines, stride), np.uint8)
    coded = np.frombuffer(data, np.uint8)
    status = decode(
        address(coded), len(coded), scan.start, address(numbers), address(tables),
        address(factors), address(_PLACES), address(coefficients), address(planes), address(state),
    )  # fmt: skip
    if status < 0:
        return None
    width, height = ceil(header.width * side / 8), ceil(header.height * side / 8)
    if header.mode == "L":
        return Pixels(np.ascontiguousarray(planes[0, :height, :width]), "L")
    return Pixels(_in_colour(planes, width, height), "RGB")


def _in_colour(planes: NDArray[np.uint8], width: int, height: int) -> NDArray[np.uint8]:
    convert = steady_kernel("to_rgb")
    assert convert is not None  # as the other one is there
    start, size = address(planes), planes[0].nbytes
    pixels = np.empty((height, width, 3), np.uint8)
    convert(
        start, start + size, start + 2 * size, planes.shape[2], width, height, address(pixels)
    )  # fmt: skip
    return pixels


@lru_cache(maxsize=8)
def _tables(texts: tuple[bytes, ...]) -> NDArray[np.int32] | None:
    """Return tables for codes of means and of other coefficients, in turn; None if any is damaged.

    Parameters
    ----------
    texts : tuple of bytes
        Each 16 counts and as many symbols.
    """
    make = steady_kernel("huffman_table")
    assert make is not None  # as the other one is there
    tables = np.empty((len(texts), _SIZE), np.int32)
    for k, text in enumerate(texts):
        codes = np.frombuffer(text, np.uint8)
        if len(codes) < 16 or len(codes) != 16 + sum(text[:16]):
            return None
        start = address(codes)
        if make(start, start + 16, k % 2 == 0, address(tables[k])) < 0:
            return None
    return tables


def _zigzag() -> list[tuple[int, int]]:
    """Return row and column of each coefficient in the order of a file (T.81, figure 5)."""
    order = []
    for total in range(15):
        diagonal = [(row, total - row) for row in range(total + 1)]
        inside = [place for place in diagonal if max(place) < 8]
        order += inside if total % 2 else inside[::-1]
    return order


def _scales(side: int) -> NDArray[np.float64]:
    """Return what 16 coefficients are multiplied by before they are summed up.

    That is the transform's own factor (T.81, A.3.3), and the mean of a wave over a pixel, which is
    less than the wave's height.
    """
    wave = np.arange(4)
    mean = np.sinc(wave / (2 * side)) / np.sinc(wave / 16)
    own = np.where(wave == 0, np.sqrt(0.125), 0.5) * mean
    own[: len(_SUMMED[side])] *= _SUMMED[side]
    return np.outer(own, own).ravel()


# what waves are at their highest in the kernel's sums, which take it for 1
_SUMMED: Final = {
    1: (1.0,), 2: (1.0, 0.5**0.5), 3: (1.0, 0.75**0.5, 0.5), 4: (1.0, 1.0, 0.5**0.5, 1.0)
}  # fmt: skip
_ORDER: Final = _zigzag()
_PLACES: Final = np.array(
    [4 * row + column if max(row, column) < 4 else 16 for row, column in _ORDER], np.int64
)
_ZIGZAG: Final = np.array([_ORDER.index((k // 4, k % 4)) for k in range(16)])
_SCALES: Final = {side: _scales(side) for side in _SIDES}
