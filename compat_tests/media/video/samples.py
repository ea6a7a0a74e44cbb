"""Small clips, and what they hold according to PyAV."""

import io
from collections.abc import Sequence
from fractions import Fraction
from typing import Any, NamedTuple

import av
import numpy as np

SIZE = (48, 32)


def picture(number: int, size: tuple[int, int] = SIZE) -> np.ndarray:
    """A gradient that moves, so that no two frames are alike."""
    width, height = size
    y, x = np.mgrid[:height, :width]
    planes = [(x * 4 + number * 7) % 256, (y * 6 + number * 5) % 256, (x + y + number * 11) % 256]
    return np.stack(planes, axis=2).astype(np.uint8)


def clip(
    frames: int = 60,
    codec: str = "libx264",
    container: str = "mp4",
    *,
    size: tuple[int, int] = SIZE,
    rate: int = 10,
    gop: int = 20,
    options: dict[str, str] | None = None,
    times: Sequence[int] | None = None,
    pixel_format: str = "yuv420p",
    rotation: int = 0,
    mirrored: bool = False,
    flipped: bool = False,
    sound: bool = False,
) -> bytes:
    """Encode a clip; ``times`` are those of its frames in hundredths of a second."""
    stream = io.BytesIO()
    with av.open(stream, "w", format=container) as output:
        video = output.add_stream(codec, rate=rate, options=options or {})
        video.width, video.height, video.pix_fmt = *size, pixel_format
        video.codec_context.gop_size = gop
        video.codec_context.thread_count = 1
        if times is not None:
            video.codec_context.time_base = Fraction(1, 100)
        if rotation or mirrored or flipped:
            video.set_display_rotation(rotation, mirrored, flipped)
        audio = output.add_stream("aac", rate=16000, layout="mono") if sound else None
        for k in range(frames):
            frame = av.VideoFrame.from_ndarray(picture(k, size), "rgb24")
            frame.pts = k if times is None else times[k]
            frame.time_base = Fraction(1, rate if times is None else 100)
            output.mux(video.encode(frame))
        output.mux(video.encode(None))
        if audio is not None:
            tone = np.sin(np.arange(frames * 16000 // rate) / 20).astype(np.float32) / 2
            for start in range(0, len(tone), 1024):
                part = tone[np.newaxis, start : start + 1024]
                sound_frame = av.AudioFrame.from_ndarray(part, "fltp", "mono")
                sound_frame.sample_rate, sound_frame.pts = 16000, start
                output.mux(audio.encode(sound_frame))
            output.mux(audio.encode(None))
    return stream.getvalue()


class Seen(NamedTuple):
    """A frame that PyAV decodes: when it is shown in seconds, whether it is a keyframe, pixels."""

    time: Fraction
    is_key: bool
    pixels: np.ndarray


def decoded(data: Any, size: tuple[int, int] | None = None) -> list[Seen]:
    """All frames of a clip, decoded one after the other."""
    width, height = size or (None, None)
    with av.open(io.BytesIO(data) if isinstance(data, bytes) else data) as container:
        stream = container.streams.video[0]
        origin = stream.start_time or 0
        length = Fraction(1) / stream.guessed_rate
        seen = []
        for k, frame in enumerate(container.decode(stream)):
            time = k * length if frame.pts is None else (frame.pts - origin) * stream.time_base
            pixels = frame.to_ndarray(format="rgb24", width=width, height=height)
            seen.append(Seen(time, frame.key_frame, pixels))
        return seen


def shown_at(seen: Sequence[Seen], time: float) -> int:
    """The place of the frame that is shown at a time."""
    before = [k for k, frame in enumerate(seen) if frame.time <= time + 1e-6]
    return before[-1] if before else 0
