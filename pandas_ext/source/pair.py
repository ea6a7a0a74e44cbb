"""NIfTI volumes in two files: ``.hdr``, the header, and ``.img``, the voxels."""

from __future__ import annotations

import gzip
import struct
from typing import Any, Final

from pandas_ext.errors import MediaError
from pandas_ext.source.base import Source
from pandas_ext.source.inflate import GZIP_MARK, inflated

_PACKED: Final = ".gz"
_PARTNERS: Final = {".hdr": ".img", ".img": ".hdr"}
_MARKS: Final = {b"ni1\0": b"n+1\0", b"ni2\0": b"n+2\0"}
_HEAD: Final = 544  # bytes of the longest header, with the word that says whether more follows


def is_half(path: str) -> bool:
    """Tell whether a path is named as one of two files of a volume."""
    return path.lower().removesuffix(_PACKED).endswith(tuple(_PARTNERS))


class PairedFile(Source):
    """One of two files of a NIfTI volume, which is read as the one file that they would be.

    Its name, place and key are those of the file itself, and so is what is read where that is no
    half of such a volume.

    Parameters
    ----------
    file : LocalFile or RemoteFile
        The header or the voxels; the other one is looked for beside it, compressed or not.
    """

    __slots__ = ("file",)

    def __init__(self, file: Any) -> None:
        self.file = file

    @property
    def name(self) -> str:
        return str(self.file.name)

    @property
    def is_near(self) -> bool:  # type: ignore[override]
        return bool(self.file.is_near)

    @property
    def place(self) -> tuple[str, int | None, int | None]:
        place: tuple[str, int | None, int | None] = self.file.place
        return place

    @property
    def key(self) -> tuple[Any, ...]:
        key: tuple[Any, ...] = self.file.key
        return key

    def read(self) -> bytes | memoryview:
        head, rest = self._parts()
        return head + rest.read() if head else rest.read()

    def read_range(self, start: int, stop: int) -> bytes | memoryview:
        head, rest = self._parts()
        first, last = start - len(head), stop - len(head)
        data = rest.read_range(max(first, 0), last) if last > max(first, 0) else b""
        return head[start:stop] + data if start < len(head) else data

    def size(self) -> int:
        head, rest = self._parts()
        return len(head) + rest.size()

    def _parts(self) -> tuple[bytes, Source]:
        """Return a header that says that voxels follow it, and the voxels; or none, and the file.

        Where voxels are compressed the header is too: members of gzip may follow each other.
        """
        path = self.file.place[0]
        packed = path.lower().endswith(_PACKED)
        stem = path[: -len(_PACKED)] if packed else path
        is_header = stem.lower().endswith(".hdr")
        other = _beside(stem)
        if is_header:
            head = _header(self.file)
            if not head:
                return b"", self.file
            voxels = self._other(other, packed=packed)
            if voxels is None:
                raise MediaError(f"its voxels are missing: there is no {other}", self.name)
        else:
            header = self._other(other, packed=packed)
            head = b"" if header is None else _header(header)
            if not head:
                return b"", self.file
            voxels = self.file
        is_packed = voxels.read_range(0, len(GZIP_MARK)) == GZIP_MARK
        return gzip.compress(head, mtime=0) if is_packed else head, voxels

    def _other(self, path: str, *, packed: bool) -> Any:
        """Return the other file, ``None`` if it is not there."""
        plain = type(self.file)(path)
        for file in (type(self.file)(path + _PACKED), plain) if packed else (
            plain, type(self.file)(path + _PACKED),
        ):  # fmt: skip
            try:
                file.size()
            except MediaError:
                continue
            return file
        return None

    def __reduce__(self) -> tuple[type[PairedFile], tuple[Any]]:
        return PairedFile, (self.file,)


def _beside(stem: str) -> str:
    """Return the name of the other file, in letters of the same size."""
    ending = stem[-4:]
    other = _PARTNERS[ending.lower()]
    return stem[:-4] + (other.upper() if ending.isupper() else other)


def _header(file: Source) -> bytes:
    """Return the header of a pair as that of a single file, nothing if it is of something else."""
    head = bytes(file.read_range(0, _HEAD))
    if head[:2] == GZIP_MARK:
        try:
            head = inflated(file.read_range(0, 2 * _HEAD), most=_HEAD)
        except MediaError:
            return b""
    first, second = _MARKS.get(head[344:348]), _MARKS.get(head[4:8])
    if first is not None and len(head) >= 348:
        order = "<" if head[:4] == struct.pack("<i", 348) else ">"
        (offset,) = struct.unpack_from(f"{order}f", head, 108)
        if not 0 <= offset < 2**24:
            return b""
        moved = struct.pack(f"{order}f", 352 + offset)
        return head[:108] + moved + head[112:344] + first + bytes(4)
    if second is not None and len(head) >= 540:
        order = "<" if head[:4] == struct.pack("<i", 540) else ">"
        (offset,) = struct.unpack_from(f"{order}q", head, 168)
        if not 0 <= offset < 2**40:
            return b""
        moved = struct.pack(f"{order}q", 544 + offset)
        return head[:4] + second + head[8:168] + moved + head[176:540] + bytes(4)
    return b""
