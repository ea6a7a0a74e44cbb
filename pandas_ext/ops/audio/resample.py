"""Change the rate."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pandas_ext.errors import MissingLibraryError
from pandas_ext.ops.audio.base import SoundOperation, SoundOutline
from pandas_ext.value.samples import Samples


@dataclass(frozen=True, slots=True)
class Resample(SoundOperation):
    """Resample to a rate, by the SoX resampler at its high quality.

    Attributes
    ----------
    rate : int
        Samples a second.
    """

    rate: int

    def __post_init__(self) -> None:
        if int(self.rate) != self.rate or not 1 <= self.rate <= 10**7:
            raise ValueError(f"a rate is a whole number of samples a second, not {self.rate!r}")

    def apply(self, samples: Samples) -> Samples:
        if samples.rate == self.rate:
            return samples
        if not len(samples.array):
            return Samples(samples.array, self.rate)
        try:
            import soxr
        except ImportError as error:
            raise MissingLibraryError("soxr", "resampling") from error
        resampled = soxr.resample(samples.array, samples.rate, self.rate, "HQ")
        return Samples(np.asarray(resampled, np.float32), self.rate)

    def outline(self, before: SoundOutline) -> SoundOutline:
        frames = before.frames
        if frames is not None and before.rate != self.rate:
            frames = None if not before.rate else _rounded(frames * self.rate, before.rate)
        return before._replace(rate=self.rate, frames=frames)


def _rounded(number: int, by: int) -> int:
    """Return a quotient to the nearest integer, halves up."""
    return (2 * number + by) // (2 * by)
