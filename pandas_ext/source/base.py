"""What every source of bytes can do."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Any, ClassVar

from pandas_ext.errors import MediaError
from pandas_ext.source.limits import check_bytes


class Source(ABC):
    """Bytes that may be read; immutable, compared by what it refers to."""

    __slots__ = ()

    block: ClassVar[int] = 8192
    """Bytes to ask for at least, where several small reads follow each other."""

    is_near: ClassVar[bool] = True
    """Whether a small read costs less than a large one."""

    @property
    @abstractmethod
    def name(self) -> str:
        """What to call it in messages: a path, or ``""``."""

    @abstractmethod
    def read(self) -> bytes | memoryview:
        """Return all bytes.

        Raises
        ------
        MediaError
            If it cannot be read, or holds more than ``options.max_bytes``.
        """

    @abstractmethod
    def read_range(self, start: int, stop: int) -> bytes | memoryview:
        """Return the bytes from ``start`` to ``stop``, fewer where it ends before."""

    @abstractmethod
    def size(self) -> int:
        """Return the number of bytes."""

    @property
    def nbytes_in_memory(self) -> int:
        """Bytes that are held in memory."""
        return 0

    @property
    def place(self) -> tuple[str, int | None, int | None] | None:
        """Path or URL, and the first and last byte that count; ``None`` of what has no path."""
        return None

    @property
    @abstractmethod
    def key(self) -> tuple[Any, ...]:
        """What it is compared by: 0 and a place, 1 and bytes, or 3 and an open file."""

    def __eq__(self, other: object) -> bool:
        if self is other:
            return True
        return isinstance(other, type(self)) and self.key == other.key

    def __hash__(self) -> int:
        return hash(self.key)


class RangedSource(Source):
    """A file of some kind, or a range of one.

    Attributes
    ----------
    start, stop : int
        The bytes of it that count; ``stop`` -1 is its end.
    """

    __slots__ = ()

    start: int
    stop: int

    @abstractmethod
    def _bytes(self, start: int, stop: int) -> bytes:
        """Return bytes of the file, to its end where ``stop`` is -1.

        Raises
        ------
        MediaError
            If it cannot be read, or these are more than ``options.max_bytes``.
        """

    @abstractmethod
    def _length(self) -> int:
        """Return the number of bytes of the file."""

    def read(self) -> bytes:
        data = self._bytes(self.start, self.stop)
        if self.stop >= 0 and len(data) < self.stop - self.start:
            raise MediaError(f"the file ends before byte {self.stop:,}", self.name)
        return data

    def read_range(self, start: int, stop: int) -> bytes:
        first, last = self.start + start, self.start + stop
        if self.stop >= 0:
            last = min(last, self.stop)
        if last <= first:
            return b""
        check_bytes(last - first, self.name)
        return self._bytes(first, last)

    def size(self) -> int:
        end = self.stop if self.stop >= 0 else self._length()
        return max(end - self.start, 0)
