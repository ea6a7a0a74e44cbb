"""Checks of LAZ files (LASzip 3): lazrs allocates whatever their tables say."""

from __future__ import annotations

import io
import struct
from typing import Any, Final

from pandas_ext.errors import MediaError

_TABLE: Final = struct.Struct("<II")  # version, number of chunks
_ITEMS: Final = 32  # byte of LASzip's record at which the kinds of fields begin
_ITEM: Final = struct.Struct("<HHH")  # kind, bytes, version
_LAYERED: Final = 3
_LAYERS: Final = {10: 9, 11: 1, 12: 2, 13: 1}  # of points, RGB, RGB and infrared, wave packets


def check_table(data: bytes | memoryview, start: int) -> None:
    """Check where the table of chunks is, and how many it may list.

    Raises
    ------
    MediaError
        If there are more than the file can hold.
    """
    if start + 8 > len(data):
        raise MediaError("truncated: it ends before its points")
    (place,) = struct.unpack_from("<q", data, start)
    if place == -1:  # of who could not go back to write it: at the end
        (place,) = struct.unpack_from("<q", data, len(data) - 8)
    if not start <= place <= len(data) - _TABLE.size:
        raise MediaError("damaged or truncated: its table of chunks is not there")
    _, chunks = _TABLE.unpack_from(data, place)
    if chunks > place - start:  # a chunk begins with a point
        raise MediaError(f"damaged: {chunks:,} chunks in {place - start:,} bytes")


def check_chunks(data: bytes | memoryview, header: Any) -> bytes:
    """Check the sizes of chunks and of the layers in them; return LASzip's record.

    Parameters
    ----------
    data : bytes
        The whole file.
    header : laspy.LasHeader
        Its header.

    Raises
    ------
    MediaError
        If they are larger than the file.
    """
    import lazrs

    record: bytes = header.vlrs.get("LasZipVlr")[0].record_data
    vlr = lazrs.LazVlr(record)
    size = vlr.item_size()
    if size != header.point_format.size:
        raise MediaError(
            f"damaged: compressed points of {size} bytes, not {header.point_format.size}"
        )
    layers = _layers(record)
    stream = io.BytesIO(data)
    place = stream.seek(header.offset_to_point_data) + 8
    points = 0
    for count, length in lazrs.read_chunk_table(stream, vlr):
        points += count
        if place + length > len(data):
            raise MediaError("damaged or truncated: a chunk leads out of the file")
        if layers and count:
            _check_layers(data, place, length, size, layers)
        place += length
    if points < header.point_count:
        raise MediaError(f"damaged: chunks of {points:,} points, not {header.point_count:,}")
    return record


def _check_layers(
    data: bytes | memoryview, place: int, length: int, size: int, layers: int
) -> None:
    """Check that a point, a number, sizes of layers and these are what a chunk consists of."""
    first = place + size + 4
    rest = length - size - 4 - 4 * layers
    if rest < 0 or sum(struct.unpack_from(f"<{layers}I", data, first)) != rest:
        raise MediaError("damaged: the layers of a chunk are of another size than it is")


def _layers(record: bytes) -> int:
    """Return how many layers each chunk has, 0 of the older kind of compression."""
    (kind,) = struct.unpack_from("<H", record)
    if kind != _LAYERED:
        return 0
    (count,) = struct.unpack_from("<H", record, _ITEMS)
    items = [_ITEM.unpack_from(record, _ITEMS + 2 + k * _ITEM.size) for k in range(count)]
    return sum(_LAYERS.get(item, size) for item, size, _ in items)  # of extra bytes one each
