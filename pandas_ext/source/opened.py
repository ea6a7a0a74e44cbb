"""File systems of fsspec, kept open as long as that is of use."""

from __future__ import annotations

import os
import threading
from collections import OrderedDict
from typing import Any, Final

from pandas_ext.errors import MissingLibraryError
from pandas_ext.source.names import schemes_of

_MOST: Final = 4  # archives that a thread keeps open: each takes a file descriptor
_S3: Final = ("s3", "s3a")


def filesystem_of(url: str) -> tuple[Any, str]:
    """Return the file system that a URL leads to, and what it calls the file.

    Parameters
    ----------
    url : str
        A chain such as ``zip://a.jpg::s3://bucket/b.zip`` too. An archive of this machine that has
        changed is opened anew.

    Raises
    ------
    ImportError
        Naming the library that is not installed.
    Exception
        What the file system raises when it is made.
    """
    schemes = schemes_of(url)
    try:
        import fsspec
    except ImportError as error:
        raise MissingLibraryError("fsspec", f"what is at {schemes[0]}://") from error
    try:
        first, _, rest = url.partition("::")
        if not rest or "://" not in first:
            # of one thread or, where it can be shared, of all: fsspec keeps them
            return fsspec.core.url_to_fs(url)
        key = (schemes[0], rest, _stamp(rest) if schemes[-1] == "file" else None)
        files = _kept.archives.get(key)
        if files is None:
            # those that fsspec keeps would stay open for good, and as they were
            files, path = fsspec.core.url_to_fs(url, skip_instance_cache=True)
            _kept.put(key, files)
            return files, path
        _kept.archives.move_to_end(key)
        return files, files._strip_protocol(first)
    except ImportError as error:
        if schemes[0] in _S3 or schemes[-1] in _S3:
            raise MissingLibraryError("s3fs", "what is at s3://", "s3") from error
        raise


class _Kept(threading.local):
    """Archives that a thread has opened; most file systems serve one thread at a time."""

    def __init__(self) -> None:
        self.archives: OrderedDict[tuple[Any, ...], Any] = OrderedDict()

    def put(self, key: tuple[Any, ...], files: Any) -> None:
        self.archives[key] = files
        if len(self.archives) > _MOST:
            self.archives.popitem(last=False)


_kept: Final = _Kept()


def _stamp(chain: str) -> tuple[int, ...] | None:
    """Return what tells whether the file at the end of a chain is still the same."""
    try:
        status = os.stat(chain.rpartition("::")[2].removeprefix("file://"))
    except (OSError, ValueError):
        return None  # opening it will tell
    return status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns
