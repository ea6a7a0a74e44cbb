"""Reads and writes what fsspec opens: object stores, archives, memory, and chains of these.

How long a single request may take is up to each file system; ``options.timeout`` bounds the tries.
"""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Callable
from typing import Any, Final, TypeVar

from pandas_ext.errors import MediaError, MissingLibraryError
from pandas_ext.source.limits import check_bytes
from pandas_ext.source.names import schemes_of, shown
from pandas_ext.source.retry import Deadline, PassingError, retried

Result = TypeVar("Result")

_PIECE: Final = 2**20
_MAY_PASS: Final = (TimeoutError, ConnectionResetError, ConnectionAbortedError, BrokenPipeError)


def read(url: str, start: int, stop: int) -> bytes:
    """Return bytes of a file; to its end where ``stop`` is -1.

    Raises
    ------
    MediaError
        If it cannot be had, or is over a limit.
    """

    def once(files: Any, path: str) -> bytes:
        with files.open(path, "rb") as file:
            if start:
                file.seek(start)
            parts = []
            got = 0
            while stop < 0 or got < stop - start:
                piece = file.read(_PIECE if stop < 0 else min(_PIECE, stop - start - got))
                if not piece:
                    break
                got += len(piece)
                check_bytes(got, shown(url))
                parts.append(piece)
            return b"".join(parts)

    return _tried(url, once)


def length(url: str) -> int:
    """Return the number of bytes of a file."""
    return _tried(url, lambda files, path: int(files.size(path)))


def write(url: str, data: bytes | memoryview) -> None:
    """Write a file whole."""
    _tried(url, lambda files, path: files.pipe_file(path, bytes(data)), "written")


def _tried(url: str, call: Callable[[Any, str], Result], done: str = "read") -> Result:
    try:
        import fsspec
    except ImportError as error:
        raise MissingLibraryError("fsspec", f"what is {done} at {schemes_of(url)[0]}://") from error
    name = shown(url)

    def once(_: Deadline) -> Result:
        try:
            files, path = fsspec.core.url_to_fs(url)
            return call(files, path)
        except MediaError:
            raise
        except FileNotFoundError as error:
            raise MediaError("no such file or directory", name) from error
        except _MAY_PASS as error:
            raise PassingError(_reason(error, done)) from error
        except (
            OSError, ValueError, KeyError, EOFError, RuntimeError, TypeError, zipfile.BadZipFile,
            zlib.error,
        ) as error:  # each file system has its own  # fmt: skip
            raise MediaError(_reason(error, done), name) from error

    return retried(once, name)


def _reason(error: Exception, done: str) -> str:
    strerror = getattr(error, "strerror", None)
    return strerror.lower() if strerror else f"it cannot be {done} ({type(error).__name__})"
