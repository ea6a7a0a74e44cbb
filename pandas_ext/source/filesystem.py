"""Reads, lists and writes what fsspec opens: object stores, archives, chains of these."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, TypeVar

from pandas_ext.errors import MediaError
from pandas_ext.settings import options
from pandas_ext.source.limits import check_bytes
from pandas_ext.source.names import shown
from pandas_ext.source.opened import filesystem_of
from pandas_ext.source.retry import Deadline, PassingError, retried, silence
from pandas_ext.source.timed import within

Result = TypeVar("Result")

_PIECE: Final = 2**20
_FIRST: Final = 2**24  # bytes of the first request of a store; each further one is twice as long
_MAY_PASS: Final = (TimeoutError, ConnectionResetError, ConnectionAbortedError, BrokenPipeError)


class AbsentError(MediaError):
    """A file, or what it is in, that is not there."""


class Files:
    """A file system, for the time of a try.

    Parameters
    ----------
    system : AbstractFileSystem
        Of fsspec.
    deadline : Deadline
        Requests of file systems that can be stopped are, when it is over.
    """

    def __init__(self, system: Any, deadline: Deadline) -> None:
        from fsspec.asyn import AsyncFileSystem
        from fsspec.implementations.chained import ChainedFileSystem

        self.system = system
        self._deadline = deadline
        self.is_store = isinstance(system, AsyncFileSystem)
        """Whether it answers requests, and has no folders that must be made."""
        # one around another may have no coroutines to call
        self._can_be_stopped = self.is_store and not isinstance(system, ChainedFileSystem)

    def call(self, method: str, *arguments: Any, **options: Any) -> Any:
        """Call a method of the file system.

        Raises
        ------
        TimeoutError
            If the time is over. What was given up asks for nothing more.
        """
        self._check_time()
        if not self._can_be_stopped:
            return getattr(self.system, method)(*arguments, **options)
        from fsspec.asyn import sync

        coroutine = getattr(self.system, f"_{method}")
        left = self._deadline.left or 0.001  # to fsspec, 0 is for ever
        return sync(self.system.loop, coroutine, *arguments, **options, timeout=left)

    def part(self, path: str, start: int, stop: int, name: str) -> bytes:
        """Return bytes of a file; to its end where ``stop`` is -1."""
        if not self._can_be_stopped:
            return self._streamed(path, start, stop, name)
        parts = []
        at, size = start, _FIRST
        most = start + options.max_bytes + 1  # a byte that is too many tells that there are
        last = most if stop < 0 else min(stop, most)
        while True:
            end = min(at + size, last)
            piece = self._asked_for(path, at, end)
            parts.append(piece)
            at += len(piece)
            check_bytes(at - start, name)
            if at < end or end == last:
                return piece if len(parts) == 1 else b"".join(parts)
            size *= 2

    def _asked_for(self, path: str, start: int, stop: int) -> bytes:
        """Return bytes in one request; opening the file would ask for more than are wanted."""
        try:
            return bytes(self.call("cat_file", path, start=start, end=stop))
        except (FileNotFoundError, TimeoutError):
            raise
        except Exception:
            size = self.call("size", path)
            if size is not None and size <= start:
                return b""  # servers refuse a range that begins after the end
            raise

    def _streamed(self, path: str, start: int, stop: int, name: str) -> bytes:
        self._check_time()
        # little is read ahead of a part of a file
        options = {} if stop < 0 else {"block_size": max(stop - start, 1)}
        with self.system.open(path, "rb", **options) as file:
            if start:
                file.seek(start)
            parts = []
            got = 0
            while stop < 0 or got < stop - start:
                self._check_time()
                piece = file.read(_PIECE if stop < 0 else min(_PIECE, stop - start - got))
                if not piece:
                    break
                got += len(piece)
                check_bytes(got, name)
                parts.append(piece)
            return b"".join(parts)

    def _check_time(self) -> None:
        if not self._deadline.left:
            raise TimeoutError


def read(url: str, start: int, stop: int) -> bytes:
    """Return bytes of a file; to its end where ``stop`` is -1.

    Raises
    ------
    MediaError
        If it cannot be had, or is over a limit.
    """
    return tried(url, lambda files, path: files.part(path, start, stop, shown(url)))


def length(url: str) -> int:
    """Return the number of bytes of a file."""
    said = tried(url, lambda files, path: files.call("size", path))
    return len(read(url, 0, -1)) if said is None else int(said)


def write(url: str, data: bytes | memoryview) -> None:
    """Write a file whole."""

    def once(files: Files, path: str) -> None:
        if not files.is_store:  # which would make a bucket of it
            files.call("makedirs", files.system._parent(path), exist_ok=True)
        files.call("pipe_file", path, data if isinstance(data, bytes) else bytes(data))

    tried(url, once, "written")


def tried(
    url: str, call: Callable[[Files, str], Result], done: str = "read", patience: int = 1
) -> Result:
    """Make a call on a file system, again where it fails in a way that may pass.

    Parameters
    ----------
    url : str
        Leads to the file system.
    call : callable
        Gets it, and what it calls the file.
    done : str
        What cannot be done if it fails, for messages.
    patience : int
        How many times as long as ``options.timeout`` it may take.

    Raises
    ------
    MediaError
        Naming the URL, if it fails for good or takes too long.
    ImportError
        Naming the library that is not installed.
    """
    name = shown(url)

    def once(deadline: Deadline) -> Result:
        def on_files() -> Result:
            system, path = filesystem_of(url)
            return call(Files(system, deadline), path)

        try:
            # all that is left: one that is slow and one that hangs look alike from here
            return within(deadline.left, on_files)
        except (MediaError, ImportError):
            raise
        except TimeoutError as error:
            raise silence(deadline) from error
        except FileNotFoundError as error:
            said = "" if name != url else _said(error)
            raise AbsentError(f"no such file or directory{said}", name) from error
        except _MAY_PASS as error:
            raise PassingError(_reason(error, done)) from error
        except Exception as error:  # each file system has its own
            said = "" if name != url else _said(error)
            raise MediaError(_reason(error, done) + said, name) from error

    return retried(once, url, patience)


def _reason(error: Exception, done: str) -> str:
    strerror = getattr(error, "strerror", None)
    return strerror.lower() if strerror else f"it cannot be {done} ({type(error).__name__})"


def _said(error: Exception) -> str:
    """Return what the other side says, if it is more than the name of the file."""
    lines = str(error).splitlines()
    if getattr(error, "strerror", None) or not lines or " " not in lines[0]:
        return ""
    return "" if "://" in lines[0] else f": {lines[0][:200]}"
