"""Bytes in memory."""

from __future__ import annotations

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

    __slots__ = ("_hash", "data", "path")

    def __init__(self, data: bytes | memoryview, path: str = "") -> None:
        self.data = data
        self.path = path
        self._hash: int | None = None

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

    def __eq__(self, other: object) -> bool:
        if self is other:
            return True
        return isinstance(other, Encoded) and self.data == other.data

    def __hash__(self) -> int:
        if self._hash is None:
            self._hash = hash(bytes(self.data))
        return self._hash

    def __reduce__(self) -> tuple[type[Encoded], tuple[bytes, str]]:
        return Encoded, (bytes(self.data), self.path)
