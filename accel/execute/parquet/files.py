"""Files that stay what they were when opened, and which files a path names."""

from __future__ import annotations

import io
import os
import threading
import weakref
from collections.abc import Sequence
from typing import Any, Final, TypeAlias

from accel.execute.parquet.watch import watch
from accel.plan.errors import Unsupported

PathLike: TypeAlias = "str | os.PathLike[str]"

_SMALL: Final = 1 << 20  # files up to this size are read whole, so that nothing can change them
_KEPT_OPEN: Final = 256  # a source of more files than this opens each when it reads it


class ChangedFileError(OSError):
    """A file is no longer the one that was opened."""


class PinnedFile:
    """A file opened once: reads see the content of that moment or fail, whatever happens to it.

    A small file is read at once. Of a larger one the open handle is kept, so that deleting or
    replacing the path changes nothing; before this process writes to it in place, it is read whole.
    The handle is compared with its fingerprint, so that what others write to it is noticed.

    Attributes
    ----------
    path : str
        As the user gave it.
    size : int
        In bytes.
    fingerprint : tuple of int
        Device, inode, size and time of last change.
    """

    def __init__(self, path: str, *, keep_open: bool = True) -> None:
        self.path = path
        self._place = os.path.abspath(os.path.expanduser(path))  # the working folder may change
        handle = self._open()
        try:
            self.fingerprint = _fingerprint(handle)
            self.size = self.fingerprint[2]
            self._content: bytearray | None = None
            if self.size <= _SMALL:
                self._content = _read_whole(handle, self.size)
        except BaseException:
            os.close(handle)
            raise
        self._handle = -1
        if self._content is None and keep_open:
            self._handle = handle
            weakref.finalize(self, os.close, handle)
            watch(self)
        else:
            os.close(handle)

    def _open(self) -> int:
        try:
            return os.open(self._place, os.O_RDONLY | getattr(os, "O_CLOEXEC", 0))
        except FileNotFoundError:
            # As pandas words it.
            raise FileNotFoundError(self.path) from None

    def is_at(self, path: str) -> bool:
        """Tell whether ``path`` is this file, unchanged."""
        try:
            return _fingerprint(os.path.expanduser(path)) == self.fingerprint
        except OSError:
            return False

    def hold(self) -> None:
        """Read the file whole, unless it changed already, so that later changes do not show."""
        if self._content is None and self._handle >= 0:
            content = _read_whole(self._handle, self.size)
            if _fingerprint(self._handle) == self.fingerprint:
                self._content = content

    def check(self) -> None:
        """Raise `ChangedFileError` if bytes that were read may be others than those wanted."""
        if self._content is None and self._handle >= 0:
            try:
                self._compare(self._handle)
            except ChangedFileError:
                if self._content is None:  # else it was held while we looked
                    raise

    def _compare(self, handle: int) -> None:
        if _fingerprint(handle) != self.fingerprint:
            raise ChangedFileError(f"{self.path}: the file has changed since it was opened")

    def read_into(self, offset: int, target: memoryview) -> None:
        """Fill ``target`` with the bytes from ``offset``.

        Raises
        ------
        ChangedFileError
            If the file has grown shorter or, when it is not kept open, differs in any way.
        OSError
            If reading fails.
        """
        if self._content is None and self._handle >= 0:
            try:
                self._fill(self._handle, offset, target)
            except ChangedFileError:
                if self._content is None:
                    raise
        elif self._content is None:
            handle = self._open()
            try:
                self._compare(handle)
                self._fill(handle, offset, target)
            finally:
                os.close(handle)
        # It may have been held while we read: then the bytes read are of before or after that.
        if self._content is not None:
            part = self._content[offset : offset + len(target)]
            if len(part) < len(target):
                raise ChangedFileError(f"{self.path}: a read beyond the end of the file")
            target[:] = part

    def _fill(self, handle: int, offset: int, target: memoryview) -> None:
        while target:
            count = os.preadv(handle, [target], offset)
            if count == 0:
                raise ChangedFileError(
                    f"{self.path}: the file has been cut off since it was opened"
                )
            target = target[count:]
            offset += count

    def __reduce__(self) -> tuple[Any, ...]:
        return _reopen, (self.path, self.fingerprint)


def _fingerprint(file: int | str) -> tuple[int, int, int, int]:
    status = os.stat(file)
    return status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns


def _read_whole(handle: int, size: int) -> bytearray:
    content = bytearray(size)
    done = 0
    while done < size:
        count = os.preadv(handle, [memoryview(content)[done:]], done)
        if count == 0:
            del content[done:]
            break
        done += count
    return content


def _reopen(path: str, fingerprint: tuple[int, int, int, int]) -> PinnedFile:
    """Unpickle: open the path again and insist that it is the same file."""
    file = PinnedFile(path)
    # Device and inode differ between machines that mount the same file system.
    if file.fingerprint[2:] != fingerprint[2:]:
        raise ChangedFileError(f"{path}: the file has changed since it was opened")
    return file


class PinnedStream(io.RawIOBase):
    """A pinned file as the seekable stream that pyarrow reads."""

    def __init__(self, file: PinnedFile) -> None:
        self._file = file
        self._position = 0
        self._lock = threading.Lock()

    def readable(self) -> bool:
        """Return True."""
        return True

    def seekable(self) -> bool:
        """Return True."""
        return True

    def tell(self) -> int:
        """Return the position."""
        return self._position

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        """Move the position."""
        base = {os.SEEK_SET: 0, os.SEEK_CUR: self._position, os.SEEK_END: self._file.size}
        self._position = max(0, base[whence] + offset)
        return self._position

    def readinto(self, target: Any) -> int:
        """Read as many bytes as there are, up to the target's size."""
        with self._lock:
            view = memoryview(target).cast("B")
            count = max(0, min(len(view), self._file.size - self._position))
            self._file.read_into(self._position, view[:count])
            self._position += count
            return count

    def size(self) -> int:
        """Return the file's size."""
        return self._file.size


def open_all(paths: Sequence[str]) -> list[PinnedFile]:
    """Open files, each once; of very many, none is kept open."""
    keep_open = len(paths) <= _KEPT_OPEN
    return [PinnedFile(path, keep_open=keep_open) for path in paths]


def expand(where: PathLike | Sequence[PathLike]) -> list[str]:
    """Return the files that ``where`` names, in the order in which pandas reads them.

    Parameters
    ----------
    where
        A file, a folder (every file below it, hidden ones and those that start with ``_`` left
        out) or a list of files. Not a glob pattern: pandas has none.

    Raises
    ------
    Unsupported
        For what only pandas can tell: URLs, buffers, folders partitioned by key.
    FileNotFoundError
        If nothing is there.
    """
    if isinstance(where, (list, tuple)):
        files = [_path_text(part) for part in where]
        if not files:
            raise Unsupported("an empty list of files")
        for path in files:
            _refuse_keys(path)
            if os.path.isdir(path):
                raise Unsupported("a list with a folder in it")
        return files
    path = _path_text(where)
    full = os.path.expanduser(path)
    if os.path.isdir(full):
        return _files_below(full)
    return [path]


def _path_text(where: Any) -> str:
    if not isinstance(where, (str, os.PathLike)):
        raise Unsupported(f"reading from a {type(where).__name__}")
    path = os.fspath(where)
    if not isinstance(path, str) or "://" in path:
        raise Unsupported("reading from a URL")
    return path


def _refuse_keys(path: str) -> None:
    if any("=" in part for part in os.path.dirname(path).split(os.sep)):
        raise Unsupported("files partitioned by key")


def _files_below(folder: str) -> list[str]:
    found = []
    for where, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith((".", "_"))]
        for name in files:
            if name.startswith((".", "_")):
                continue
            path = os.path.join(where, name)
            _refuse_keys(path)
            if not name.endswith((".parquet", ".parq", ".pq")):
                raise Unsupported(f"a folder with a file that is not Parquet: {path}")
            found.append(path)
    if not found:
        raise Unsupported("an empty folder")
    return sorted(found)
