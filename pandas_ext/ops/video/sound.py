"""The sound of clips: as recordings, and as packets of a file that is written."""

from __future__ import annotations

import math
from collections.abc import Iterator
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final, cast

import numpy as np

from pandas_ext.codec.container import library, opened
from pandas_ext.codec.video_header import video_stream
from pandas_ext.errors import MediaError
from pandas_ext.ops.audio.run import iterate_audio
from pandas_ext.ops.audio.track import Track
from pandas_ext.ops.video.packets import with_decoding_times
from pandas_ext.value.audio import Audio
from pandas_ext.value.video import Video

if TYPE_CHECKING:
    from av.audio.stream import AudioStream
    from av.container import OutputContainer
    from av.packet import Packet

Timed = tuple[Fraction, "Packet[Any]"]
"""When a packet is to be decoded, in seconds, and the packet."""

_ENCODERS: Final = {"webm": "libopus", "avi": "pcm_s16le"}
"""FFmpeg's encoder of the sound in a container; AAC in others. AVI cannot make up for a delay."""

_HELD: Final = {
    "mp4": ("aac", "mp3", "ac3", "eac3", "alac", "flac", "opus"),
    "mov": ("aac", "mp3", "ac3", "eac3", "alac", "pcm_s16le", "pcm_s24le", "pcm_f32le"),
    "mkv": ("aac", "mp2", "mp3", "ac3", "eac3", "dts", "alac", "flac", "opus", "vorbis",
            "pcm_s16le", "pcm_s24le", "pcm_f32le"),
    "webm": ("opus", "vorbis"),
    "avi": ("mp2", "mp3", "ac3", "pcm_s16le", "pcm_u8"),
    "ts": ("aac", "mp2", "mp3", "ac3", "eac3"),
}  # fmt: skip
"""What codings of sound a container takes as they are."""

_LAYOUTS: Final = ("mono", "stereo", "2.1", "4.0", "5.0", "5.1", "6.1", "7.1")
_LOSSY: Final = ("aac", "libopus")
_BIT_RATE: Final = 64_000  # bits a second of each channel


def sound_of(video: Video) -> Audio:
    """Return the sound of a clip as a recording of the same length; nothing is read for it."""
    end = video.range.end
    step = Track(float(video.range.start), math.inf if end is None else float(end))
    return Audio(video.source, (step,))


def clip_sound(
    video: Video, output: OutputContainer, suffix: str, *, exact: bool
) -> Iterator[Timed]:
    """Give the sound of a clip as packets: as they are, if that is all of a file's.

    Parameters
    ----------
    video : Video
        The clip; without sound, nothing is given.
    output : OutputContainer
        Where they are going to be written; a stream is added to it.
    suffix : str
        What names of such files end in.
    exact : bool
        Whether what has to be encoded anew must not lose anything.

    Raises
    ------
    MediaError
        If the sound cannot be read or written.
    """
    if not video.header.has_audio:
        return
    audio = sound_of(video)
    # AVI has no times of its own: what is heard late begins with silence there
    if not video.steps and (suffix != "avi" or not audio.header.delay):
        with opened(video.source) as container:
            stream = container.streams.audio[0]
            name = "" if stream.codec_context is None else stream.codec_context.codec.canonical_name
            if name in _HELD[suffix]:
                yield from _copied(container, stream, output)
                return
    yield from encoded_sound(audio, output, suffix, exact=exact)


def encoded_sound(
    audio: Audio, output: OutputContainer, suffix: str, *, exact: bool
) -> Iterator[Timed]:
    """Give a recording as packets of a stream that is added to a file; see :func:`clip_sound`."""
    av: Any = library()
    rate, channels = audio.outline.rate, audio.outline.channels
    encoder = "flac" if exact and suffix == "mkv" else _ENCODERS.get(suffix, "aac")
    if channels > len(_LAYOUTS):
        raise MediaError(f"sound of {channels} channels cannot be written as {encoder}")
    layout = _LAYOUTS[channels - 1]
    rates = av.Codec(encoder, "w").audio_rates or [rate]
    nearest = min(rates, key=lambda known: (known < rate, abs(known - rate)))
    stream = cast("AudioStream", output.add_stream(encoder, rate=nearest, layout=layout))
    if encoder in _LOSSY:
        stream.bit_rate = _BIT_RATE * channels
    place = 0
    for block in filter(len, iterate_audio(audio)):  # FFmpeg has no frames of nothing
        frame = av.AudioFrame.from_ndarray(
            np.ascontiguousarray(block).reshape(1, -1), format="flt", layout=layout
        )
        frame.sample_rate, frame.pts, frame.time_base = rate, place, Fraction(1, rate)
        place += len(block)
        yield from _timed(stream.encode(frame))
    yield from _timed(stream.encode(None))


def _copied(container: Any, stream: Any, output: OutputContainer) -> Iterator[Timed]:
    pictures = video_stream(container)
    begins = (pictures.start_time or 0) * (pictures.time_base or Fraction(1))
    target = output.add_stream_from_template(stream)
    shift = round(begins / stream.time_base)
    for packet in with_decoding_times(container.demux(stream)):
        if packet.pts < shift:
            continue  # what is heard before the first picture, as priming of decoders is
        packet.pts, packet.dts = packet.pts - shift, packet.dts - shift
        packet.stream = target
        yield packet.dts * packet.time_base, packet


def _timed(packets: list[Any]) -> Iterator[Timed]:
    for packet in packets:
        yield (packet.dts or 0) * packet.time_base, packet
