"""Sound as files."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Any, Final

from pandas_ext.errors import MediaError, MissingLibraryError
from pandas_ext.value.samples import Samples

SUFFIXES: Final = {"WAV": ".wav", "FLAC": ".flac", "OGG": ".ogg", "MP3": ".mp3"}
"""Formats that are written, and what names of their files end in."""


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
        return stream.getvalue()


def _library() -> Any:
    try:
        import soundfile
    except ImportError as error:
        raise MissingLibraryError("soundfile", "writing recordings") from error
    return soundfile
