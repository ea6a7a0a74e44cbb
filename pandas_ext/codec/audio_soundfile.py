"""Recordings that libsndfile reads: WAV, FLAC, Ogg, MP3, AIFF, AU, CAF and others."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from numpy.typing import NDArray

from pandas_ext.codec.audio import AudioCodec, AudioHeader
from pandas_ext.codec.riff import missing_bytes
from pandas_ext.errors import MediaError, MissingLibraryError
from pandas_ext.source.base import Source
from pandas_ext.source.stream import SourceStream

_MARKS: Final = (b"RIFF", b"RIFX", b"RF64", b"fLaC", b"OggS", b"FORM", b".snd", b"caff", b"riff",
                 b"ID3")  # fmt: skip
_SLACK: Final = 64  # bytes that headers are off by
_BLOCK: Final = 2**18
"""Samples of each channel that are decoded at a time."""


def knows(head: bytes) -> bool:
    """Tell whether a file that begins so may be of one of these formats."""
    mpeg = len(head) > 1 and head[0] == 0xFF and head[1] & 0xE0 == 0xE0 and bool(head[1] & 0x06)
    return mpeg or (head.startswith(_MARKS) and head[8:12] != b"AVI ")


class _SoundFile(AudioCodec):
    def header(self, source: Source) -> AudioHeader:
        with _opened(source) as file:
            return AudioHeader(
                format=file.format,
                subtype=file.subtype,
                sample_rate=file.samplerate,
                channels=file.channels,
                frames=file.frames if 0 <= file.frames < 2**62 else None,
                nbytes=source.size(),
            )

    def blocks(self, source: Source, start: int, stop: int | None) -> Iterator[NDArray[Any]]:
        with _opened(source) as file:
            last = file.frames if stop is None else min(stop, file.frames)
            here = min(start, last)
            if here:
                file.seek(here)
            while here < last:
                block = file.read(min(_BLOCK, last - here), "float32", always_2d=True)
                yield block
                here += len(block)
                if not len(block):
                    raise MediaError(
                        f"truncated: sound ends after {here:,} of {file.frames:,} samples"
                    )
            if (stop is None or stop > last) and file.format.startswith("WAV"):
                missing = missing_bytes(source)  # libsndfile takes a file to be as long as it is
                if missing > _SLACK:
                    raise MediaError(f"truncated: {missing:,} bytes of its sound are missing")


class _Stream(SourceStream):
    """Holds back errors: libsndfile's callbacks must not raise."""

    error: MediaError | None = None

    def read(self, size: int | None = -1, /) -> bytes:
        try:
            return super().read(size)
        except MediaError as error:
            self.error = error
            return b""

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        try:
            return super().seek(offset, whence)
        except ValueError as error:  # MediaError too; a damaged header may point before the file
            if isinstance(error, MediaError):
                self.error = error
            return self.tell()


@contextmanager
def _opened(source: Source) -> Iterator[Any]:
    try:
        import soundfile
    except ImportError as error:
        raise MissingLibraryError("soundfile", "reading recordings") from error
    stream = _Stream(source)
    try:
        with soundfile.SoundFile(stream) as file:
            yield file
            if stream.error is not None:
                raise stream.error
    except soundfile.SoundFileError as error:
        raise stream.error or MediaError(f"damaged recording: {_said(error)}") from error


def _said(error: Exception) -> str:
    text = getattr(error, "error_string", None) or str(error)
    return str(text).strip().rstrip(".").lower()


SOUNDFILE: Final = _SoundFile()
