"""Sound as files."""

from __future__ import annotations

import io
import struct
from dataclasses import dataclass
from typing import Any, Final

from pandas_ext.errors import MediaError, MissingLibraryError
from pandas_ext.value.samples import Samples

SUFFIXES: Final = {"WAV": ".wav", "FLAC": ".flac", "OGG": ".ogg", "MP3": ".mp3"}
"""Formats that are written, and what names of their files end in."""

_BITS: Final = {"PCM_S8": 8, "PCM_24": 24}


@dataclass(frozen=True, slots=True)
class EncodeSound:
    """Write a recording.

    Attributes
    ----------
    format : {"WAV", "FLAC", "OGG", "MP3"}
        WAV and FLAC are without loss up to their resolution: 16 bits, without a subtype.
    subtype : str or None
        libsndfile's name of the coding: PCM_24, FLOAT, VORBIS, OPUS and others.
    """

    format: str
    subtype: str | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "format", str(self.format).upper())
        if self.format not in SUFFIXES:
            raise ValueError(f"format is one of {', '.join(SUFFIXES)}, not {self.format!r}")
        soundfile = _library()
        if self.subtype is not None:
            object.__setattr__(self, "subtype", str(self.subtype).upper())
            if not soundfile.check_format(self.format, self.subtype):
                raise ValueError(f"{self.format} files hold no {self.subtype}")

    def apply(self, samples: Samples) -> bytes:
        """Return the file.

        Raises
        ------
        MediaError
            If the format cannot hold that rate or number of channels.
        """
        soundfile = _library()
        stream = io.BytesIO()
        array, rate = samples
        try:
            soundfile.write(stream, array, rate, self.subtype, format=self.format)
        except (soundfile.SoundFileError, ValueError) as error:
            raise MediaError(
                f"sound of {rate:,} samples/s and {array.shape[1]} channels cannot be written as "
                f"{self.format}: {error}"
            ) from error
        if stream.tell():
            return stream.getvalue()
        if self.format == "FLAC":
            return _silent_flac(rate, array.shape[1], _BITS.get(self.subtype or "", 16))
        raise MediaError(f"sound without a sample cannot be written as {self.format}")


def _silent_flac(rate: int, channels: int, bits: int) -> bytes:
    """Return a file without a sample, of which libsndfile writes nothing (RFC 9639, 8.2)."""
    facts = rate << 44 | (channels - 1) << 41 | (bits - 1) << 36
    sizes = struct.pack(">HH6x", 4096, 4096)
    return b"fLaC\x80\0\0\x22" + sizes + facts.to_bytes(8, "big") + bytes(16)


def _library() -> Any:
    try:
        import soundfile
    except ImportError as error:
        raise MissingLibraryError("soundfile", "writing recordings") from error
    return soundfile
