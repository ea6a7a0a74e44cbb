"""``.audio``: recordings as files."""

from __future__ import annotations

import os
from typing import Any

from pandas_ext.accessors.files import FilesAccessor
from pandas_ext.ops.audio.encode import SUFFIXES, EncodeSound
from pandas_ext.ops.audio.run import run_audio
from pandas_ext.parallel import Budget
from pandas_ext.settings import OnError
from pandas_ext.source.base import Source
from pandas_ext.source.encoded import Encoded
from pandas_ext.value.audio import Audio


class AudioFiles(FilesAccessor):
    """Encodes and writes recordings, on all cores."""

    def encode(
        self,
        format: str = "FLAC",  # noqa: A002 - the word of the field
        subtype: str | None = None,
        *,
        on_error: OnError = "raise",
    ) -> Any:
        """Return the recordings as encoded files held in memory, after all steps.

        Parameters
        ----------
        format : {"WAV", "FLAC", "OGG", "MP3"}
            What to encode as.
        subtype : str, optional
            libsndfile's name of the coding; by default PCM_16, VORBIS or MPEG_LAYER_III.
        on_error : {"raise", "null", "report"}
            What becomes of a recording that cannot be read: an error, a missing value, or that and
            a frame with a column of reasons.

        Returns
        -------
        Series of dtype audio
            A file that is so encoded already, and has no steps, stays as it is, bit for bit.

        Examples
        --------
        >>> import pandas as pd, pandas_ext
        >>> sound = pandas_ext.Audio.of([0.0, 0.5], rate=8000)
        >>> pd.Series([sound], dtype="audio").audio.encode("WAV").audio.subtype[0]
        'PCM_16'
        """
        encode = EncodeSound(format, subtype)
        return self._facts(
            lambda audio, budget: Audio(Encoded(_bytes(audio, encode, budget))), "audio", on_error
        )

    def write(
        self,
        folder: str | os.PathLike[str],
        name: Any = None,
        *,
        format: str = "FLAC",  # noqa: A002 - the word of the field
        subtype: str | None = None,
        on_error: OnError = "raise",
    ) -> Any:
        """Write each recording to a file of its own, after all steps, and return the paths.

        Parameters
        ----------
        folder : str or PathLike
            A path, made if it is not there, or a URL that fsspec can write to.
        name : str or Series of str, optional
            A pattern with ``{index}`` and ``{position}``, or a name for each row; by default the
            index. The suffix of the format is added.
        format, subtype
            See :meth:`encode`.
        on_error : {"raise", "null", "report"}
            What becomes of a recording that cannot be read or written: an error, a missing path, or
            that and a frame with a column of reasons.

        Returns
        -------
        Series of str

        Raises
        ------
        ValueError
            If two rows have the same name, or one does not stay below the folder; nothing is
            written then.
        MediaError
            Naming row, file and reason.
        """
        encode = EncodeSound(format, subtype)
        return self._written(
            folder,
            name,
            SUFFIXES[encode.format],
            lambda audio, budget: _bytes(audio, encode, budget),
            on_error,
        )


def _bytes(audio: Audio, encode: EncodeSound, budget: Budget) -> bytes | memoryview:
    """Return a recording as a file; its own, if that is what is asked for."""
    if isinstance(audio.source, Source) and not audio.steps:
        header = audio.header
        if header.format == encode.format and encode.subtype in (None, header.subtype):
            return audio.source.read()
    return encode.apply(run_audio(audio, budget))
