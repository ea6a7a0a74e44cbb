"""A file elsewhere: http(s), object stores, members of archives, whatever fsspec opens."""

from __future__ import annotations

from typing import ClassVar

from pandas_ext.source.base import RangedSource
from pandas_ext.source.limits import check_scheme
from pandas_ext.source.names import schemes_of, shown


class RemoteFile(RangedSource):
    """A URL; a connection is made when its bytes are needed.

    Parameters
    ----------
    url : str
        Of any scheme that ``options.schemes`` allows; chains such as ``zip://a.jpg::s3://b/c.zip``
        too.
    start, stop : int
        The range of it that counts; ``stop`` -1 is its end.
    """

    __slots__ = ("_whole", "start", "stop", "url")

    block: ClassVar[int] = 2**16
    is_near: ClassVar[bool] = False

    def __init__(self, url: str, start: int = 0, stop: int = -1) -> None:
        self.url = url
        self.start = start
        self.stop = stop
        self._whole: int | None = None

    @property
    def name(self) -> str:
        return shown(self.url)

    @property
    def place(self) -> tuple[str, int | None, int | None]:
        return self.url, self.start or None, None if self.stop < 0 else self.stop

    @property
    def key(self) -> tuple[int, str, int, int]:
        return 0, self.url, self.start, self.stop

    def _bytes(self, start: int, stop: int) -> bytes:
        if self._is_http():
            from pandas_ext.source.http import fetch

            got = fetch(self.url, start, stop)
            if got.whole is not None:
                self._whole = got.whole
            return got.data
        from pandas_ext.source.filesystem import read

        return read(self.url, start, stop)

    def _length(self) -> int:
        if self._whole is None:
            if self._is_http():
                from pandas_ext.source.http import length

                self._whole = length(self.url)
            else:
                from pandas_ext.source.filesystem import length

                self._whole = length(self.url)
        return self._whole

    def _is_http(self) -> bool:
        schemes = schemes_of(self.url)
        for scheme in schemes:
            check_scheme(scheme, self.name)
        return schemes in (["http"], ["https"])

    def __reduce__(self) -> tuple[type[RemoteFile], tuple[str, int, int]]:
        return RemoteFile, (self.url, self.start, self.stop)
