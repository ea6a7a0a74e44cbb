"""What an operation on sound is: a frozen description with a pure function on samples."""

from __future__ import annotations

from abc import ABC, abstractmethod
from fractions import Fraction
from typing import NamedTuple

from pandas_ext.value.samples import Samples


class SoundOutline(NamedTuple):
    """What is known of sound before it is decoded.

    Attributes
    ----------
    rate : int
        Samples a second.
    channels : int
        Channels.
    frames : int or None
        Samples of each channel; ``None`` where that is not known.
    delay : Fraction
        Seconds from the first picture of a clip to the beginning of its sound.
    """

    rate: int
    channels: int
    frames: int | None
    delay: Fraction = Fraction(0)


class SoundOperation(ABC):
    """A step from sound to sound; equal ones do the same."""

    __slots__ = ()

    @abstractmethod
    def apply(self, samples: Samples) -> Samples:
        """Return the sound after the step; what is given stays as it is."""

    @abstractmethod
    def outline(self, before: SoundOutline) -> SoundOutline:
        """Return what is known after the step, from what is known before it."""
