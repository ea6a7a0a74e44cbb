"""Bytes in memory."""

from __future__ import annotations

from typing import Any

from pandas_ext.source.base import Source


class Encoded(Source):
    """The bytes of a file, held in memory.

    Parameters
    ----------
    data : bytes or memoryview
        Not copied; must not change. A view keeps alive what it looks at.
    path : str
        Where they came from, if that is known.
    """

    __slots__ = ("data", "path")

    def __init__(self, data: bytes | memoryview, path: str = "") -> None:
        self.data = data
        self.path = path

    @property
    def name(self) -> str:
        return self.path

    def read(self) -> bytes | memoryview:
        return self.data

    def read_range(self, start: int, stop: int) -> bytes | memoryview:
        return self.data[start:stop]

    def size(self) -> int:
        return len(self.data)

    @property
    def nbytes_in_memory(self) -> int:
        return len(self.data)

    @property
    def key(self) -> tuple[Any, ...]:
        if not isinstance(self.data, bytes):
            return 1, bytes(self.data)
        return 1, self.data

    def __reduce__(self) -> tuple[type[Encoded], tuple[bytes, str]]:
        return Encoded, (bytes(self.data), self.path)
