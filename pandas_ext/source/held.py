"""A file that the user opened."""

from __future__ import annotations

import io
import threading
from typing import Any, Final

from pandas_ext.errors import MediaError
from pandas_ext.source.base import RangedSource
from pandas_ext.source.limits import check_bytes

# A file has one place, whatever number of sources look at it; reading takes turns.
_TURN: Final = threading.Lock()


class HeldFile(RangedSource):
    """An open file that is read when its bytes are needed; it must stay open until then.

    Parameters
    ----------
    file : file object
        Binary and seekable. Its place stays as it is.
    start, stop : int
        The range of it that counts, from its beginning; ``stop`` -1 is its end.

    Raises
    ------
    TypeError
        If it is a file of text, or cannot seek.
    """

    __slots__ = ("file", "start", "stop")

    def __init__(self, file: Any, start: int = 0, stop: int = -1) -> None:
        if isinstance(file, io.TextIOBase):
            raise TypeError('a file of text holds no picture: open it with mode "rb"')
        if not all(hasattr(file, method) for method in ("read", "seek", "tell")) or (
            not _closed(file) and hasattr(file, "seekable") and not file.seekable()
        ):
            raise TypeError("the open file cannot seek: give what its read() returns")
        self.file = file
        self.start = start
        self.stop = stop

    @property
    def name(self) -> str:
        name = getattr(self.file, "name", "")
        return name if isinstance(name, str) else ""

    def _length(self) -> int:
        return self._at(lambda: int(self.file.seek(0, io.SEEK_END)))

    def _bytes(self, start: int, stop: int) -> bytes:
        def read() -> bytes:
            end = int(self.file.seek(0, io.SEEK_END))
            length = max((end if stop < 0 else min(stop, end)) - start, 0)
            check_bytes(length, self.name)
            self.file.seek(start)
            return bytes(self.file.read(length))

        return self._at(read)

    def _at(self, call: Any) -> Any:
        with _TURN:
            if _closed(self.file):
                raise MediaError("the file was closed before it was read", self.name)
            try:
                place = self.file.tell()
                try:
                    return call()
                finally:
                    self.file.seek(place)
            except MediaError:
                raise
            except (OSError, ValueError) as error:
                raise MediaError(f"reading the open file: {error}", self.name) from error

    @property
    def key(self) -> tuple[int, int, int, int]:
        return 3, id(self.file), self.start, self.stop

    def __reduce__(self) -> tuple[type[HeldFile], tuple[Any, int, int]]:
        return HeldFile, (self.file, self.start, self.stop)


def _closed(file: Any) -> bool:
    return bool(getattr(file, "closed", False))
