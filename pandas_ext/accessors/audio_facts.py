"""``.audio``: what headers say, without any sound being decoded."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar, Final

import pandas

from pandas_ext.accessors.facts import FactsAccessor
from pandas_ext.ops.seconds import timedelta
from pandas_ext.value.audio import Audio

_FACTS: Final[dict[str, tuple[str, Callable[[Audio], Any]]]] = {
    "duration": ("timedelta64[ns]", lambda audio: timedelta(audio.duration)),
    "sample_rate": ("Int64", lambda audio: audio.outline.rate),
    "channels": ("Int64", lambda audio: audio.outline.channels),
    "frame_count": ("Int64", lambda audio: audio.outline.frames),
    "format": ("str", lambda audio: audio.header.format or None),
    "subtype": ("str", lambda audio: audio.header.subtype or None),
    "nbytes": ("Int64", lambda audio: audio.header.nbytes),
}


class AudioFacts(FactsAccessor):
    """Facts of recordings, one column each; :meth:`facts` gives all of them."""

    _table: ClassVar = _FACTS

    @property
    def duration(self) -> pandas.Series:
        """How long each lasts after all steps, timedelta64[ns]; missing where not known before."""
        return self._fact("duration")

    @property
    def sample_rate(self) -> pandas.Series:
        """Samples a second after all steps, Int64."""
        return self._fact("sample_rate")

    @property
    def channels(self) -> pandas.Series:
        """Channels after all steps, Int64."""
        return self._fact("channels")

    @property
    def frame_count(self) -> pandas.Series:
        """Samples of each channel after all steps, Int64; missing where not known before."""
        return self._fact("frame_count")

    @property
    def format(self) -> pandas.Series:
        """The container: WAV, FLAC, OGG, MP3, or FFmpeg's name; missing for sound in memory."""
        return self._fact("format")

    @property
    def subtype(self) -> pandas.Series:
        """The coding: PCM_16, VORBIS, or FFmpeg's name; missing for sound in memory."""
        return self._fact("subtype")

    @property
    def nbytes(self) -> pandas.Series:
        """Bytes of the file, or of samples in memory, Int64."""
        return self._fact("nbytes")
