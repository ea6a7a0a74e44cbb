"""Recordings and sound tracks that FFmpeg reads: AAC in MP4, Matroska, WebM, AVI and others."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from pandas_ext.codec.audio import AudioCodec, AudioHeader
from pandas_ext.codec.container import opened
from pandas_ext.codec.mpeg import steady_length
from pandas_ext.codec.video_header import moving_pictures
from pandas_ext.errors import MediaError
from pandas_ext.source.base import Source

if TYPE_CHECKING:
    from av.audio.frame import AudioFrame
    from av.audio.stream import AudioStream
    from av.container import InputContainer

_LONGEST: Final = 10**9
"""Seconds; what a damaged header says beyond is no duration."""

_GUESSED: Final = ("aac", "eac3", "mp3")
"""Containers without a length, which FFmpeg guesses by the bit rate of the first frames."""

_WARM_UP: Final = 1
"""Seconds that are decoded and thrown away after a seek: codings refer to what was before."""

_FAR: Final = 10
"""Seconds from the beginning from which on seeking pays."""


class _PyAV(AudioCodec):
    def header(self, source: Source) -> AudioHeader:
        with opened(source) as container:
            stream = _stream(container)
            base = stream.time_base or Fraction(1)
            length = (stream.duration or 0) * base or _alone(container)
            rate = stream.codec_context.sample_rate
            name = container.format.name.partition(",")[0]
            frames = round(length * rate) if 0 < length < _LONGEST else None
            if name in _GUESSED:
                frames = steady_length(source) if name == "mp3" else None
            return AudioHeader(
                format=name,
                subtype=stream.codec_context.codec.canonical_name,
                sample_rate=rate,
                channels=stream.codec_context.layout.nb_channels,
                frames=frames,
                nbytes=source.size(),
                delay=_delay(container, stream),
            )

    def blocks(self, source: Source, start: int, stop: int | None) -> Iterator[NDArray[Any]]:
        from av.audio.resampler import AudioResampler

        with opened(source) as container:
            stream = _stream(container)
            rate = stream.codec_context.sample_rate
            base = stream.time_base or Fraction(1)
            origin = stream.start_time or 0
            if start > _FAR * rate:
                time = Fraction(start, rate) - _WARM_UP
                container.seek(origin + int(time / base), stream=stream)
            to_floats = AudioResampler(format="flt")
            here: int | None = None if start > _FAR * rate else 0
            channels = stream.codec_context.layout.nb_channels
            for frame in container.decode(stream):
                if (frame.sample_rate, frame.layout.nb_channels) != (rate, channels):
                    raise MediaError("rate or channels change on the way")
                for part in to_floats.resample(frame):
                    if here is None:
                        here = _place(frame, origin, base, rate)
                    block = _floats(part)[max(start - here, 0) :]
                    here += part.samples
                    if stop is not None and here > stop:
                        block = block[: max(len(block) - (here - stop), 0)]
                    if len(block):
                        yield block
                if here is not None and stop is not None and here >= stop:
                    return


def _alone(container: InputContainer) -> Fraction:
    """Return how long a file is that holds one recording and nothing else; 0 of others."""
    if len(container.streams) > 1 or not container.duration:
        return Fraction(0)
    return Fraction(container.duration, 1_000_000)


def _delay(container: InputContainer, stream: AudioStream) -> Fraction:
    pictures = moving_pictures(container)
    if pictures is None or pictures.start_time is None or stream.start_time is None:
        return Fraction(0)
    shown = pictures.start_time * (pictures.time_base or Fraction(0))
    delay = stream.start_time * (stream.time_base or Fraction(0)) - shown
    return delay if abs(delay) < _LONGEST else Fraction(0)


def _place(frame: AudioFrame, origin: int, base: Fraction, rate: int) -> int:
    if frame.pts is None:
        raise MediaError("the recording does not tell its times, so that no part can be found")
    return round((frame.pts - origin) * base * rate)


def _floats(frame: AudioFrame) -> NDArray[Any]:
    channels = frame.layout.nb_channels
    return np.asarray(frame.to_ndarray(), np.float32).reshape(-1, channels)


def _stream(container: InputContainer) -> AudioStream:
    from av.stream import Discard

    if not container.streams.audio:
        raise MediaError("no sound in this file")
    stream = container.streams.audio[0]
    context = stream.codec_context
    if context is None or not context.sample_rate or not context.layout.nb_channels:
        raise MediaError("no decoder for the sound of this file")
    for other in container.streams:
        if other.index != stream.index:
            other.discard = Discard.all
    return stream


PYAV: Final = _PyAV()
