"""A recording: where it comes from and what is to be done with it."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from pandas_ext.codec.audio import AudioCodec, AudioHeader, read_audio_header
from pandas_ext.ops.audio.base import SoundOperation, SoundOutline
from pandas_ext.ops.audio.segment import Segment
from pandas_ext.ops.audio.track import Track
from pandas_ext.source.base import Source
from pandas_ext.value.handle import Handle
from pandas_ext.value.part import stored_part
from pandas_ext.value.samples import Samples, samples_in, samples_of
from pandas_ext.value.stored import Stored, source_in, stored_source
from pandas_ext.value.units import byte_size, clock

if TYPE_CHECKING:
    from pandas_ext.parallel import Budget

_SHOWN: Final = 600
"""Seconds of which a waveform is drawn."""


class Audio(Handle):
    """A cell of an audio column.

    Parameters
    ----------
    source : Source or Samples
        A file, bytes, or sound.
    steps : tuple of SoundOperation
        What is done with it when its samples are needed.
    """

    __slots__ = ("_read",)

    def __init__(self, source: Source | Samples, steps: tuple[SoundOperation, ...] = ()) -> None:
        self.source = source
        self.steps = steps
        self._read: tuple[AudioHeader, AudioCodec] | None = None

    @classmethod
    def of(cls, array: Any, rate: int) -> Audio:
        """Return sound in memory as a cell.

        Parameters
        ----------
        array : array_like, shape (samples,) or (samples, channels)
            Floats of full scale -1 to 1, or signed integers. Copied.
        rate : int
            Samples a second.

        Examples
        --------
        >>> Audio.of([0.0, 0.5, -0.5], rate=8000)
        <audio 8 kHz mono 0:00:00.000>
        """
        return cls(samples_of(array, rate))

    def then(self, step: SoundOperation) -> Audio:
        """Return the recording with one step more."""
        audio = Audio(self.source, (*self.steps, step))
        audio._read = self._read
        return audio

    @property
    def header(self) -> AudioHeader:
        """What the file says; of sound in memory, what it is."""
        if isinstance(self.source, Samples):
            array, rate = self.source
            return AudioHeader("", "", rate, array.shape[1], len(array), array.nbytes)
        return self._known()[0]

    @property
    def codec(self) -> AudioCodec:
        """What reads the file."""
        return self._known()[1]

    def _known(self) -> tuple[AudioHeader, AudioCodec]:
        if self._read is None:
            self._read = read_audio_header(self.source)
        return self._read

    @property
    def outline(self) -> SoundOutline:
        """Rate, channels and length after all steps; from the header alone."""
        header = self.header
        outline = SoundOutline(header.sample_rate, header.channels, header.frames, header.delay)
        for step in self.steps:
            outline = step.outline(outline)
        return outline

    @property
    def duration(self) -> Fraction | None:
        """Seconds after all steps; ``None`` where only decoding tells."""
        rate, _, frames, _ = self.outline
        return None if frames is None else Fraction(frames, rate)

    @property
    def samples(self) -> Samples:
        """The sound after all steps."""
        from pandas_ext.ops.audio.run import run_audio

        return run_audio(self)

    def to_numpy(self) -> NDArray[np.float32]:
        """Return the samples, shape (samples, channels)."""
        return self.samples.array

    def stored(self) -> Stored:
        """Return what files hold: the source as it is, a part of it, or samples after steps."""
        if isinstance(self.source, Source):
            if not self.steps:
                return stored_source(self.source)
            if len(self.steps) == 1 and isinstance(self.steps[0], Segment):
                part = self.steps[0]
                range_ = {"start": repr(part.start), "end": repr(part.end)}
                if isinstance(part, Track):
                    range_["track"] = "clip"
                return stored_source(self.source)._replace(detail=range_)
        array, rate = self.samples
        detail = {"rate": rate, "channels": array.shape[1]}
        return Stored(np.ascontiguousarray(array, "<f4").data.cast("B"), detail=detail)

    @classmethod
    def restored(cls, stored: Stored) -> Audio:
        """Return the cell that a file holds.

        Raises
        ------
        MediaError
            If what is there is no recording's.
        """
        if stored.detail is None:
            return cls(source_in(stored))
        if "rate" in stored.detail:
            return cls(samples_in(stored.data, stored.detail))
        make = Track if "track" in stored.detail else Segment
        return cls(source_in(stored), (make(*stored_part(stored.detail)),))

    @property
    def nbytes_in_memory(self) -> int:
        """Bytes held, apart from the handle's own."""
        if isinstance(self.source, Samples):
            return self.source.array.nbytes
        own: int = self.source.nbytes_in_memory
        return own

    def check(self) -> None:
        _ = self.header

    def html(self, side: int, budget: Budget | None = None) -> str:
        """Return the waveform as HTML, or that of the beginning; see :meth:`Handle.html`."""
        from pandas_ext.display.heat import waveform
        from pandas_ext.ops.audio.run import run_audio

        length, title = self.duration, self.describe()
        if length is not None and length <= _SHOWN:
            return waveform(run_audio(self, budget).array, title, 2 * side, side // 2)
        beginning = run_audio(self.then(Segment(0, _SHOWN)), budget).array
        return waveform(beginning, f"{title}, the first {_SHOWN} s", 2 * side, side // 2)

    def describe(self) -> str:
        if self._read is None and self.waits:
            return f"<{self.source.name}>"  # printing a frame asks no server
        header, (rate, channels, *_), length = self.header, self.outline, self.duration
        layout = {1: "mono", 2: "stereo"}.get(channels, f"{channels} channels")
        lasts = "" if length is None else f" {clock(length)}"
        is_file = header.format and not self.steps
        coded = f" {header.format} {byte_size(header.nbytes)}" if is_file else ""
        return f"<audio {rate / 1000:g} kHz {layout}{lasts}{coded}>"

    def _values_key(self) -> tuple[Any, ...]:
        array, rate = self.source
        return rate, array.shape, array.tobytes()
