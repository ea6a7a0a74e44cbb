"""Bodies of http that come deflated, whatever was asked for."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from typing import Any, Final

from pandas_ext.errors import MediaError
from pandas_ext.source.inflate import GZIP, inflated

_GZIP: Final = ("gzip", "x-gzip")
_METHOD: Final = 8  # in the low half of the first byte of zlib's header


def coding_of(headers: Mapping[str, Any]) -> str:
    """Return how a body is coded, ``""`` if it is as the file is."""
    coding = str(headers.get("Content-Encoding") or "").strip().lower()
    return "" if coding == "identity" else coding


def decoded(data: bytes, coding: str) -> bytes:
    """Return the file that a coded body holds.

    Parameters
    ----------
    data : bytes
        The whole body.
    coding : str
        ``gzip`` or ``deflate``, the latter with zlib's header or, as some send it, without.

    Raises
    ------
    MediaError
        If it is damaged, coded otherwise, or holds more than ``options.max_bytes``.

    Examples
    --------
    >>> decoded(zlib.compress(b"abc"), "deflate")
    b'abc'
    """
    if coding in _GZIP:
        return inflated(data, GZIP)
    if coding == "deflate":
        has_header = bool(data) and data[0] & 15 == _METHOD
        return inflated(data, zlib.MAX_WBITS if has_header else -zlib.MAX_WBITS)
    raise MediaError(f"the server sent it in a coding that is not known here: {coding[:40]}")
