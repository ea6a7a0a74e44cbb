"""A source as a stream, for libraries that read from one."""

from __future__ import annotations

import io
from typing import Final

from pandas_ext.source.base import Source

_BLOCK: Final = 8192  # bytes read at least: headers are read in small pieces


class SourceStream(io.RawIOBase):
    """Reads a source piece by piece, as it is asked to.

    Examples
    --------
    >>> from pandas_ext.source.encoded import Encoded
    >>> stream = SourceStream(Encoded(b"abcdef"))
    >>> stream.seek(2), stream.read(3)
    (2, b'cde')
    """

    def __init__(self, source: Source) -> None:
        self._source = source
        self._place = 0
        self._size: int | None = None
        self._block: bytes | memoryview = b""
        self._start = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._place

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        if whence == io.SEEK_CUR:
            offset += self._place
        elif whence == io.SEEK_END:
            if self._size is None:
                self._size = self._source.size()
            offset += self._size
        if offset < 0:
            raise ValueError(f"negative seek value {offset}")
        self._place = offset
        return offset

    def read(self, size: int | None = -1, /) -> bytes:
        if size is None or size < 0:
            size = max(self._source.size() - self._place, 0)
        at = self._place - self._start
        if not 0 <= at <= len(self._block) - size:
            stop = self._place + max(size, _BLOCK)
            self._block = self._source.read_range(self._place, stop)
            self._start, at = self._place, 0
        data = bytes(self._block[at : at + size])
        self._place += len(data)
        return data

    def readinto(self, buffer: memoryview, /) -> int:  # type: ignore[override]
        data = self.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)
