"""Deflated bytes, inflated no further than is allowed."""

from __future__ import annotations

import zlib
from typing import Final

from pandas_ext.errors import LimitError, MediaError
from pandas_ext.settings import options

GZIP: Final = 16 + zlib.MAX_WBITS
"""For ``window_bits``: gzip's header and checksum around the data."""
GZIP_MARK: Final = b"\x1f\x8b"
"""What it begins with."""


def inflated(data: bytes | memoryview, window_bits: int = GZIP, most: int | None = None) -> bytes:
    """Return the first bytes, or all, of what deflated bytes hold.

    Parameters
    ----------
    data : bytes or memoryview
        Deflated; members of gzip may follow each other.
    window_bits : int
        As of ``zlib.decompressobj``.
    most : int, optional
        Bytes that suffice; then less than all may be read, and the data may end early.

    Raises
    ------
    LimitError
        If it holds more than ``options.max_bytes``.
    MediaError
        If it is damaged, or ends early.

    Examples
    --------
    >>> import gzip
    >>> inflated(gzip.compress(b"abc" * 9), most=4)
    b'abca'
    """
    limit = options.max_bytes if most is None else min(most, options.max_bytes)
    parts: list[bytes] = []
    got = 0
    rest = memoryview(data)
    while len(rest):
        stream = zlib.decompressobj(window_bits)
        try:
            part = stream.decompress(rest, limit - got + 1)
        except zlib.error as error:
            if parts and window_bits == GZIP:
                break  # what follows a member and is none: padding
            raise MediaError("damaged: it cannot be inflated") from error
        parts.append(part)
        got += len(part)
        if got > options.max_bytes:
            raise LimitError(f"more inflated bytes than options.max_bytes, {options.max_bytes:,}")
        if got > limit:
            break
        if not stream.eof:
            if most is None:
                raise MediaError("truncated: its deflated data end early")
            break
        rest = memoryview(stream.unused_data)
        if window_bits != GZIP:
            break
    whole = parts[0] if len(parts) == 1 else b"".join(parts)
    return whole[:limit] if len(whole) > limit else whole
