"""Clips as files: packets as they are."""

from __future__ import annotations

import io
from fractions import Fraction
from typing import Any

from pandas_ext.codec.container import library, opened
from pandas_ext.codec.video_header import video_stream
from pandas_ext.errors import MediaError
from pandas_ext.ops.video.packets import with_decoding_times
from pandas_ext.ops.video.timeline import Timeline
from pandas_ext.ops.video.write import CONTAINERS
from pandas_ext.value.video import Video


def remuxed(video: Video, suffix: str, *, audio: bool = True) -> bytes | memoryview:
    """Return a clip as a file, its packets as they are.

    Parameters
    ----------
    video : Video
        A part of a file begins with the keyframe that is shown at or last before its start.
    suffix : str
        One of ``CONTAINERS``.
    audio : bool
        Whether the sound is written too.

    Raises
    ------
    MediaError
        If it cannot be read, or the container cannot hold it; the error names the file.
    """
    source = video.source
    try:
        whole = not video.steps and (audio or not video.header.has_audio)
        if whole and suffix in source.name.lower().rsplit(".", 1)[1:]:
            return source.read()
        stream = io.BytesIO()
        with opened(source) as container, library().open(
            stream, "w", format=CONTAINERS[suffix]
        ) as output:  # fmt: skip
            _copy(container, output, video, audio=audio)
        return stream.getvalue()
    except MediaError as error:
        raise error.in_file(source.name) from error.__cause__


def _copy(container: Any, output: Any, video: Video, *, audio: bool) -> None:
    """Write the packets of pictures and first sound track of a part of a clip."""
    picture = video_stream(container)
    sound = container.streams.audio[0] if audio and container.streams.audio else None
    chosen = [stream for stream in (picture, sound) if stream is not None]
    try:
        targets = {stream.index: output.add_stream_from_template(stream) for stream in chosen}
    except ValueError as error:
        raise MediaError(f"its packets cannot be written: {error}") from error
    part = video.range
    base = picture.time_base or Fraction(1)
    timeline = Timeline(base, picture.start_time or 0, part.start)
    first = timeline.shown_at(Fraction(0))
    if part.start:
        container.seek(first, stream=picture)
    begins: Fraction | None = None
    over: set[int] = set()
    for packet in with_decoding_times(container.demux(*chosen)):
        time = packet.pts * packet.time_base
        if begins is None:
            # sound before the first keyframe would be shown with nothing
            if packet.stream.index != picture.index or not packet.is_keyframe:
                continue
            begins = time
        ends = part.end is not None and (time - timeline.origin * base) >= part.end
        if ends and packet.dts * packet.time_base - timeline.origin * base >= part.end:
            over.add(packet.stream.index)
        if ends or time < begins:
            if len(over) == len(chosen):
                break
            continue
        shift = round(begins / packet.time_base)
        packet.pts, packet.dts = packet.pts - shift, packet.dts - shift
        packet.stream = targets[packet.stream.index]
        output.mux(packet)
