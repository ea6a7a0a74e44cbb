"""Loudness and channels."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pandas_ext.ops.audio.base import SoundOperation, SoundOutline
from pandas_ext.value.samples import Samples


@dataclass(frozen=True, slots=True)
class Mono(SoundOperation):
    """The mean of all channels."""

    def apply(self, samples: Samples) -> Samples:
        if samples.array.shape[1] == 1:
            return samples
        return Samples(samples.array.mean(axis=1, dtype=np.float32, keepdims=True), samples.rate)

    def outline(self, before: SoundOutline) -> SoundOutline:
        return before._replace(channels=1)


@dataclass(frozen=True, slots=True)
class Gain(SoundOperation):
    """Multiply by ``10 ** (decibels / 20)``.

    Attributes
    ----------
    decibels : float
        Below 0: less loud.
    """

    decibels: float

    def apply(self, samples: Samples) -> Samples:
        return Samples(samples.array * np.float32(10 ** (self.decibels / 20)), samples.rate)

    def outline(self, before: SoundOutline) -> SoundOutline:
        return before


@dataclass(frozen=True, slots=True)
class Normalize(SoundOperation):
    """Multiply so that the largest absolute sample becomes ``peak``; silence stays silence.

    Attributes
    ----------
    peak : float
        Above 0.
    """

    peak: float = 1.0

    def __post_init__(self) -> None:
        if not self.peak > 0:
            raise ValueError(f"a peak is above 0, not {self.peak!r}")

    def apply(self, samples: Samples) -> Samples:
        top = np.abs(samples.array).max(initial=0)
        if not top:
            return samples
        return Samples(samples.array * np.float32(self.peak / top), samples.rate)

    def outline(self, before: SoundOutline) -> SoundOutline:
        return before


@dataclass(frozen=True, slots=True)
class Trim(SoundOperation):
    """Leave out what is silent at the beginning and at the end.

    Attributes
    ----------
    decibels : float
        A sample is silent if it is that much below the loudest of the recording, in all channels.
    """

    decibels: float = 60.0

    def __post_init__(self) -> None:
        if not self.decibels >= 0:
            raise ValueError(f"silence is at least 0 dB below the loudest, not {self.decibels!r}")

    def apply(self, samples: Samples) -> Samples:
        loudness = np.abs(samples.array).max(axis=1)
        loudest = loudness.max(initial=0)
        heard = np.flatnonzero(loudness > loudest * np.float32(10 ** (-self.decibels / 20)))
        if not len(heard):  # all is silent, or all equally loud
            return samples if loudest else Samples(samples.array[:0], samples.rate)
        return Samples(samples.array[heard[0] : heard[-1] + 1], samples.rate)

    def outline(self, before: SoundOutline) -> SoundOutline:
        return before._replace(frames=None)
