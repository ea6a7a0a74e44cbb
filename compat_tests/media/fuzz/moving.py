"""What must hold for any bytes taken as a clip or a recording, and the files that are damaged."""

from __future__ import annotations

import functools
from typing import Final

import pandas as pd

import pandas_ext
from compat_tests.media.audio.samples import FORMATS, encoded, tone
from compat_tests.media.fuzz.examine import Finding, examine
from compat_tests.media.video.samples import clip

_MAX_BYTES: Final = 20_000_000


@functools.cache
def moving_samples() -> tuple[bytes, ...]:
    """Small clips and recordings of every container and coding."""
    sound = tone(0.2)
    mpeg = encoded(sound, *FORMATS["MP3"])
    return (
        clip(12, gop=5, sound=True),
        clip(12, container="matroska", gop=5),
        clip(12, "libvpx", "webm"),
        clip(12, container="mpegts", gop=5),
        clip(12, "mpeg4", "avi", options={"bf": "2"}),
        clip(12, "mjpeg", "mov", pixel_format="yuvj420p"),
        clip(12, container="h264", gop=5),
        clip(6, container="matroska", rotation=90, sound=True),
        mpeg[mpeg.index(mpeg[:2], 200) :],  # without the table at its beginning
        *(encoded(sound, *form) for form in FORMATS.values()),
    )


def examine_moving(data: bytes) -> list[Finding]:
    """Read facts, frames and samples of a file; only a ``MediaError`` may come of it."""
    with pandas_ext.option_context(max_bytes=_MAX_BYTES):
        return examine(data, (_clip, _frames, _keyframes, _sound, _part))


def _clip(data: bytes) -> list[Finding]:
    clips = pd.Series([data], dtype="video")
    line = clips[0].summary()
    report = clips.vid.facts(on_error="report")
    if report.width.isna()[0] == report.error.isna()[0]:
        return [Finding("report", repr(report))]
    return [] if line.startswith(("<video", "<unre")) else [Finding("line", line)]


def _frames(data: bytes) -> list[Finding]:
    frames = pd.Series([data], dtype="video").vid.explode(limit=20, size=(16, 0))
    times = frames.timestamp
    return [] if (times >= pd.Timedelta(0)).all() else [Finding("times", repr(times))]


def _keyframes(data: bytes) -> list[Finding]:
    clips = pd.Series([data], dtype="video")
    found: list[Finding] = []
    for choose in (
        functools.partial(clips.vid.explode, keyframes=True, limit=3),
        functools.partial(clips.vid.explode, fps=3, limit=6),
        functools.partial(clips.vid.explode, at=0.8),
        clips.vid.thumbnail,
    ):
        report = choose(on_error="report")
        pictures = report["image"] if "image" in report else report["value"]
        if len(report) and (pictures.isna() != report.error.notna()).any():
            found.append(Finding("report", repr(report)))
    return found


def _sound(data: bytes) -> list[Finding]:
    sound = pd.Series([data], dtype="audio")
    line = sound[0].summary()
    samples = sound.audio.to_tensor()[0]
    rate = int(sound.audio.sample_rate[0])
    fine = rate > 0 and samples.dtype == "float32" and "\n" not in line
    return [] if fine else [Finding("sound", f"{rate} {samples.dtype} {line}")]


def _part(data: bytes) -> list[Finding]:
    part = pd.Series([data], dtype="audio").audio.segment(0.05, 0.15)
    part = part.audio.mono().audio.resample(4000)
    return [] if part.audio.spectrogram(64).shape == (1,) else [Finding("part", "")]
