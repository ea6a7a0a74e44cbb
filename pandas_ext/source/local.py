"""A file of this machine, or a range of one."""

from __future__ import annotations

import os
from dataclasses import dataclass

from pandas_ext.errors import LimitError, MediaError
from pandas_ext.settings import options
from pandas_ext.source.base import Source


@dataclass(frozen=True, slots=True)
class LocalFile(Source):
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

    def read(self) -> bytes:
        return self._read(self.start, self.stop, whole=True)

    def read_range(self, start: int, stop: int) -> bytes:
        end = self.start + stop
        return self._read(self.start + start, end if self.stop < 0 else min(end, self.stop))

    def size(self) -> int:
        if self.stop >= 0:
            return self.stop - self.start
        try:
            return max(os.stat(self.path).st_size - self.start, 0)
        except OSError as error:
            raise MediaError(_reason(error), self.path) from error

    def _read(self, start: int, stop: int, *, whole: bool = False) -> bytes:
        if "file" not in options.schemes:
            raise MediaError("local files are not allowed (options.schemes)", self.path)
        try:
            number = os.open(self.path, os.O_RDONLY | getattr(os, "O_CLOEXEC", 0))
            try:
                end = os.fstat(number).st_size
                length = max((end if stop < 0 else min(stop, end)) - start, 0)
                if length > options.max_bytes:
                    raise LimitError(
                        f"{length:,} bytes are more than options.max_bytes, {options.max_bytes:,}",
                        self.path,
                    )
                data = _read_fully(number, start, length)
            finally:
                os.close(number)
        except OSError as error:
            raise MediaError(_reason(error), self.path) from error
        if whole and stop >= 0 and len(data) < stop - start:
            raise MediaError(f"the file ends before byte {stop:,}", self.path)
        return data


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


def _reason(error: OSError) -> str:
    return (error.strerror or str(error)).lower()
