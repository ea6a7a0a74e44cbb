"""This process' own writes to files that are still to be read, seen before they happen.

``open(path, "wb")`` empties a file in place: a handle that is kept open reads the new content, or
nothing. Python tells of such a call before it makes it, and what is read then is read in time.
Writes by other processes, or by compiled code that opens files itself, are not told; those are
noticed afterwards (see ``PinnedFile``).
"""

from __future__ import annotations

import contextlib
import os
import sys
import threading
import weakref
from typing import Any, Final, Protocol

from accel.forking import free_in_child

_WRITING: Final = os.O_WRONLY | os.O_RDWR | os.O_TRUNC


class Watched(Protocol):
    """A file that is read later."""

    fingerprint: tuple[int, int, int, int]

    def hold(self) -> None:
        """Read the file now."""


_lock: Final = free_in_child(threading.RLock())
_files: Final[dict[int, weakref.ref[Watched]]] = {}
_hooked: Final[list[bool]] = []


def watch(file: Watched) -> None:
    """Let a file be read before this process writes to it."""
    key = id(file)
    with _lock:
        _files[key] = weakref.ref(file, lambda _: _files.pop(key, None))
        if not _hooked:
            sys.addaudithook(_before)
            _hooked.append(True)


def _before(event: str, args: tuple[Any, ...]) -> None:
    if event == "open":
        if type(args[2]) is int and args[2] & _WRITING:
            _hold(args[0])
    elif event == "os.truncate":
        _hold(args[0])
    elif event == "os.utime":  # a new time looks like a change
        _hold(args[0], None if args[3] < 0 else args[3])


def _hold(target: Any, folder: int | None = None) -> None:
    """Read the files that ``target``, a path or an open file's number, is about to change.

    A path may be one from an open ``folder``.
    """
    references = list(_files.values())
    if not references:
        return
    try:
        status = os.stat(target, dir_fd=folder)
    except (OSError, TypeError, ValueError):
        return  # no such file: nothing that could be read
    for reference in references:
        file = reference()
        if file is not None and file.fingerprint[:2] == (status.st_dev, status.st_ino):
            with contextlib.suppress(MemoryError, OSError):  # then the change is noticed later
                file.hold()
