"""What every source of bytes can do."""

from __future__ import annotations

from abc import ABC, abstractmethod


class Source(ABC):
    """Bytes that may be read; immutable, compared by what it refers to."""

    __slots__ = ()

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
