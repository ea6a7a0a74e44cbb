"""What reads recordings."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from numpy.typing import NDArray

from pandas_ext.errors import MediaError
from pandas_ext.source.base import Source


@dataclass(frozen=True, slots=True)
class AudioHeader:
    """What a file says of its sound, without any being decoded.

    Attributes
    ----------
    format, subtype : str
        Container and coding: WAV and PCM_16, for instance.
    sample_rate : int
        Samples a second.
    channels : int
        Channels.
    frames : int or None
        Samples of each channel; ``None`` where only decoding tells.
    nbytes : int
        Bytes of the file.
    delay : Fraction
        Of the sound of a clip: seconds from its first picture to the beginning of the sound.
    """

    format: str
    subtype: str
    sample_rate: int
    channels: int
    frames: int | None
    nbytes: int
    delay: Fraction = Fraction(0)


class AudioCodec(ABC):
    """The formats that one library reads."""

    @abstractmethod
    def header(self, source: Source) -> AudioHeader:
        """Read the header alone.

        Raises
        ------
        MediaError
            If it is damaged, or of another format.
        """

    @abstractmethod
    def blocks(self, source: Source, start: int, stop: int | None) -> Iterator[NDArray[Any]]:
        """Give the sound from a sample on, up to another or the end, piece by piece.

        Each piece is of float32, shape (samples, channels).

        Raises
        ------
        MediaError
            If it is damaged.
        """


def codec_of(source: Source) -> AudioCodec:
    """Return what reads a recording, by how it begins.

    Raises
    ------
    MediaError
        If the file is empty or cannot be read.
    """
    from pandas_ext.codec.audio_pyav import PYAV
    from pandas_ext.codec.audio_soundfile import SOUNDFILE, knows

    head = bytes(source.read_range(0, 16))
    if not head:
        raise MediaError("the file is empty")
    return SOUNDFILE if knows(head) else PYAV


def read_audio_header(source: Source) -> tuple[AudioHeader, AudioCodec]:
    """Read the header of a recording, or of the sound track of a clip; tell what reads on.

    Raises
    ------
    MediaError
        If it cannot be read, is damaged, or has no sound; the error names the file.
    """
    from pandas_ext.codec.audio_pyav import PYAV

    try:
        codec = codec_of(source)
        try:
            return codec.header(source), codec
        except MediaError:
            if codec is PYAV:
                raise
            # Ogg, RIFF and MPEG frames hold more codings than libsndfile reads
            return PYAV.header(source), PYAV
    except MediaError as error:
        raise error.in_file(source.name) from error.__cause__
