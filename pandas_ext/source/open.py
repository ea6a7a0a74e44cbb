"""From what a user gives to a source."""

from __future__ import annotations

import os
import re
from typing import Any, Final

from pandas_ext.errors import MediaError
from pandas_ext.source.base import Source
from pandas_ext.source.encoded import Encoded
from pandas_ext.source.local import LocalFile

_URL: Final = re.compile(r"([A-Za-z][A-Za-z0-9+.\-]+)(?:::|://)")  # a drive has one letter


def source_of(value: Any) -> Source:
    """Return the source that a path, a URL, bytes or an open file stands for.

    Raises
    ------
    TypeError
        If it is none of these.
    """
    if isinstance(value, Source):
        return value
    if isinstance(value, (bytes, memoryview)):
        return Encoded(value)
    if isinstance(value, bytearray):
        return Encoded(bytes(value))
    if isinstance(value, (str, os.PathLike)):
        path = os.fspath(value)
        scheme = _URL.match(path)
        if scheme is None:
            return LocalFile(path)
        if scheme[1] == "file":
            return LocalFile(path.partition("://")[2])
        raise MediaError(f"no reader of {scheme[1]} yet", path)
    raise TypeError(f"a file cannot be made of {type(value).__name__!r}")


def source_at(path: str, start: int | None = None, stop: int | None = None) -> Source:
    """Return the source that a path or URL and a range of its bytes stand for."""
    source = source_of(path)
    if start is None and stop is None:
        return source
    if isinstance(source, LocalFile):
        return LocalFile(source.path, start or 0, -1 if stop is None else stop)
    raise MediaError("ranges are of local files", path)
