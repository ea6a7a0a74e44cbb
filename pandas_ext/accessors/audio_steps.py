"""``.audio``: steps; nothing is read or decoded for them."""

from __future__ import annotations

from typing import Any

import pandas

from pandas_ext.accessors.base import MediaAccessor
from pandas_ext.ops.audio.level import Gain, Mono, Normalize, Trim
from pandas_ext.ops.audio.resample import Resample
from pandas_ext.ops.audio.segment import Segment


class AudioSteps(MediaAccessor):
    """From recordings to recordings. A missing argument of a row gives a missing recording."""

    def segment(self, start: Any = 0, end: Any = None) -> pandas.Series:
        """Keep a part of each recording; of a file only that part is decoded.

        Parameters
        ----------
        start, end : float, Timedelta or Series of these
            Seconds from the beginning, to the nearest sample; without ``end``, to the end.

        Returns
        -------
        Series of dtype audio

        Raises
        ------
        ValueError
            For a negative time, or an end before the start.
        """
        return self._then(Segment, start=start, end=float("inf") if end is None else end)

    def resample(self, rate: Any) -> pandas.Series:
        """Resample to a rate, by the SoX resampler at its high quality.

        Parameters
        ----------
        rate : int or Series of int
            Samples a second.
        """
        return self._then(Resample, rate=rate)

    def mono(self) -> pandas.Series:
        """Take the mean of all channels."""
        return self._then(Mono)

    def gain(self, decibels: Any) -> pandas.Series:
        """Multiply by ``10 ** (decibels / 20)``.

        Parameters
        ----------
        decibels : float or Series of float
            Below 0: less loud.
        """
        return self._then(Gain, decibels=decibels)

    def normalize(self, peak: Any = 1.0) -> pandas.Series:
        """Multiply so that the largest absolute sample becomes ``peak``.

        Parameters
        ----------
        peak : float or Series of float
            Above 0; full scale is 1.
        """
        return self._then(Normalize, peak=peak)

    def trim(self, decibels: Any = 60.0) -> pandas.Series:
        """Leave out what is silent at the beginning and at the end.

        Parameters
        ----------
        decibels : float or Series of float
            A sample is silent if it is that much below the loudest, in all channels.
        """
        return self._then(Trim, decibels=decibels)
