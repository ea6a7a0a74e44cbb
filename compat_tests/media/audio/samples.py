"""Recordings for tests, and what soundfile makes of them."""

import io

import numpy as np
import soundfile

RATE = 8000


def tone(seconds=2.0, channels=2, rate=RATE, seed=0):
    """A tone that rises, with noise: float32, shape (samples, channels)."""
    time = np.arange(round(seconds * rate)) / rate
    rng = np.random.default_rng(seed)
    waves = np.sin(2 * np.pi * (200 + 150 * time) * time)[:, None] * np.linspace(0.6, 0.3, channels)
    return (waves + rng.normal(0, 0.02, waves.shape)).astype(np.float32)


def encoded(array, container="WAV", subtype=None, rate=RATE):
    stream = io.BytesIO()
    soundfile.write(stream, array, rate, subtype, format=container)
    return stream.getvalue()


def decoded(data):
    return soundfile.read(io.BytesIO(data), dtype="float32", always_2d=True)[0]


FORMATS = {
    "WAV": ("WAV", "PCM_16"),
    "WAV 24": ("WAV", "PCM_24"),
    "WAV float": ("WAV", "FLOAT"),
    "FLAC": ("FLAC", "PCM_16"),
    "Vorbis": ("OGG", "VORBIS"),
    "Opus": ("OGG", "OPUS"),
    "MP3": ("MP3", "MPEG_LAYER_III"),
    "AIFF": ("AIFF", "PCM_16"),
}
