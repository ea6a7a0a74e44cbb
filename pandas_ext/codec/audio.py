"""What reads recordings."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any, Final

from numpy.typing import NDArray

from pandas_ext.codec.mpeg import steady_length, tells_length
from pandas_ext.codec.riff import has_untold_sound
from pandas_ext.errors import MediaError
from pandas_ext.source.base import Source

_MPEG: Final = "MPEG_LAYER_"  # libsndfile's names of its codings


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
        if codec is PYAV:
            return codec.header(source), codec
        try:
            header = codec.header(source)
        except MediaError:
            # Ogg, RIFF and MPEG frames hold more codings than libsndfile reads
            return PYAV.header(source), PYAV
        if header.subtype.startswith(_MPEG) and not tells_length(source):
            # libsndfile's length is a guess then, after which it reads no further
            return replace(header, frames=steady_length(source)), PYAV
        if header.frames == 0 and header.format.startswith("WAV") and has_untold_sound(source):
            return replace(header, frames=None), PYAV
        return header, PYAV if header.frames is None else codec
    except MediaError as error:
        raise error.in_file(source.name) from error.__cause__
