"""From what a user gives to a source."""

from __future__ import annotations

import os
from typing import Any

from pandas_ext.source.base import Source
from pandas_ext.source.encoded import Encoded
from pandas_ext.source.held import HeldFile
from pandas_ext.source.local import LocalFile
from pandas_ext.source.names import local_path, schemes_of
from pandas_ext.source.pair import PairedFile, is_half
from pandas_ext.source.remote import RemoteFile


def source_of(value: Any) -> Source:
    """Return the source that a path, a URL, bytes or an open file stands for.

    Raises
    ------
    TypeError
        If it is none of these.
    """
    if isinstance(value, Source):
        return value
    if isinstance(value, bytes) or (isinstance(value, memoryview) and value.readonly):
        return Encoded(value)
    if isinstance(value, (bytearray, memoryview)):  # which may change
        return Encoded(bytes(value))
    if isinstance(value, (str, os.PathLike)):
        path = os.fspath(value)
        if isinstance(path, bytes):
            path = os.fsdecode(path)
        schemes = schemes_of(path)
        if not schemes:
            return _whole(LocalFile(path), path)
        if schemes == ["file"]:
            return _whole(LocalFile(local_path(path)), path)
        return _whole(RemoteFile(path), path)
    if hasattr(value, "read"):
        return HeldFile(value)
    raise TypeError(f"a file cannot be made of {type(value).__name__!r}")


def reference(file: Any, start: int = 0, stop: int | None = None) -> Source:
    """Return a range of the bytes of a file: a member of an archive, a message of a log.

    Parameters
    ----------
    file : str, PathLike, bytes or file object
        A path, a URL, bytes or an open file.
    start, stop : int
        The first byte that counts and the first that does no longer; ``None`` is the end.

    Returns
    -------
    Source
        A cell of a media column can be made of it. Nothing is read yet.

    Raises
    ------
    ValueError
        If there is no such range.

    Examples
    --------
    >>> import pandas as pd, pandas_ext
    >>> member = pandas_ext.reference("photos.tar", 512, 40_000)
    >>> pd.Series([member], dtype="image").dtype
    image
    """
    start, end = int(start), -1 if stop is None else int(stop)
    if start < 0 or (stop is not None and end < start):
        raise ValueError(f"no range of bytes goes from {start} to {stop}")
    source = source_of(file)
    if isinstance(source, PairedFile):
        if (start, end) == (0, -1):
            return source
        source = source.file
    if isinstance(source, LocalFile):
        return LocalFile(source.path, *_within(source, start, end))
    if isinstance(source, RemoteFile):
        return RemoteFile(source.url, *_within(source, start, end))
    if isinstance(source, HeldFile):
        return HeldFile(source.file, *_within(source, start, end))
    return Encoded(memoryview(source.read())[start : None if end < 0 else end], source.name)


def source_at(path: str, start: int | None = None, stop: int | None = None) -> Source:
    """Return the source that a path or URL and a range of its bytes stand for."""
    return reference(path, start or 0, stop)


def _whole(file: LocalFile | RemoteFile, path: str) -> Source:
    """Return a file with the other half of what it is, where a name says that it is a half."""
    return PairedFile(file) if is_half(path) else file


def _within(source: LocalFile | RemoteFile | HeldFile, start: int, end: int) -> tuple[int, int]:
    """Return a range of what may be a range already."""
    first = source.start + start
    last = -1 if end < 0 else source.start + end
    if source.stop >= 0:
        last = source.stop if last < 0 else min(last, source.stop)
    return first, last
