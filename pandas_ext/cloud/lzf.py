"""LZF, the compression of PCD files (as liblzf defines it)."""

from __future__ import annotations

from pandas_ext.errors import MediaError


def decompress(data: bytes | memoryview, size: int) -> bytes:
    """Return what was compressed.

    Parameters
    ----------
    data : bytes
        Compressed.
    size : int
        Bytes that come of it.

    Raises
    ------
    MediaError
        If it is damaged.

    Notes
    -----
    A byte below 32 is followed by that many bytes and one more, as they are. Any other begins a
    repetition: its upper three bits, with a further byte if they are all set, are the length less
    two; its lower five and the next byte are the distance less one.

    Examples
    --------
    >>> decompress(b"\\x01ab\\x60\\x01c"[:5], 7)
    b'abababa'
    """
    made = bytearray()
    place, end = 0, len(data)
    try:
        while place < end:
            control = data[place]
            place += 1
            if control < 32:
                made += data[place : place + control + 1]
                place += control + 1
                continue
            length = control >> 5
            if length == 7:
                length += data[place]
                place += 1
            length += 2
            start = len(made) - ((control & 31) << 8 | data[place]) - 1
            place += 1
            if start < 0 or len(made) + length > size:
                raise MediaError("damaged: its compressed data lead out of it")
            part = made[start : start + length]
            if len(part) < length:  # it overlaps what it makes
                part = (part * (length // len(part) + 1))[:length]
            made += part
    except IndexError:
        raise MediaError("truncated: its compressed data end early") from None
    if len(made) != size or place != end:
        raise MediaError(f"damaged: {len(made):,} bytes decompressed, not {size:,}")
    return bytes(made)
