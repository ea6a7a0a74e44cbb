"""A file of this machine, or a range of one."""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass
from typing import Final

from pandas_ext.errors import MediaError
from pandas_ext.source.base import RangedSource
from pandas_ext.source.limits import check_bytes, check_scheme

# a named pipe must not hold up who opens it, and a terminal not become that of the process
_FLAGS: Final = os.O_RDONLY | sum(
    getattr(os, name, 0) for name in ("O_CLOEXEC", "O_NONBLOCK", "O_NOCTTY")
)


@dataclass(frozen=True, slots=True)
class LocalFile(RangedSource):
    """A path; opened only for the time of reading.

    Attributes
    ----------
    path : str
        The file.
    start, stop : int
        The range of it that counts; ``stop`` -1 is its end.
    """

    path: str
    start: int = 0
    stop: int = -1

    @property
    def name(self) -> str:
        return self.path

    @property
    def place(self) -> tuple[str, int | None, int | None]:
        return self.path, self.start or None, None if self.stop < 0 else self.stop

    @property
    def key(self) -> tuple[int, str, int, int]:
        return 0, self.path, self.start, self.stop

    def _length(self) -> int:
        check_scheme("file", self.path)
        try:
            return os.stat(self.path).st_size
        except (OSError, ValueError) as error:
            raise MediaError(_reason(error), self.path) from error

    def _bytes(self, start: int, stop: int) -> bytes:
        check_scheme("file", self.path)
        try:
            number = os.open(self.path, _FLAGS)
            try:
                facts = os.fstat(number)
                if not stat.S_ISREG(facts.st_mode):
                    folder = stat.S_ISDIR(facts.st_mode)
                    raise MediaError("a folder" if folder else "not a regular file", self.path)
                end = facts.st_size if stop < 0 else min(stop, facts.st_size)
                length = max(end - start, 0)
                check_bytes(length, self.path)
                return _read_fully(number, start, length)
            finally:
                os.close(number)
        except MediaError:
            raise
        except (OSError, ValueError) as error:  # ValueError: a path with a NUL
            raise MediaError(_reason(error), self.path) from error


def _read_fully(number: int, start: int, length: int) -> bytes:
    data = os.pread(number, length, start)
    if len(data) == length:
        return data
    parts = [data]
    got = len(data)
    while data and got < length:  # a call reads 2 GiB at most
        data = os.pread(number, length - got, start + got)
        parts.append(data)
        got += len(data)
    return b"".join(parts)


def _reason(error: OSError | ValueError) -> str:
    return (getattr(error, "strerror", None) or str(error)).lower()
