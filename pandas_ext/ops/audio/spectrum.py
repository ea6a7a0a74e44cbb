"""Spectrograms and mel bands."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, Final, Literal

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from pandas_ext.value.samples import Samples

Scale = Literal["slaney", "htk"]
_FRAMES: Final = 512
"""Windows that are transformed at a time."""


def spectrogram(samples: Samples, window: int, hop: int, power: float) -> NDArray[np.float32]:
    """Return the short-time spectrum of sound.

    Parameters
    ----------
    samples : Samples
    window : int
        Samples of a window: N below.
    hop : int
        Samples from the beginning of a window to that of the next.
    power : float
        1 for magnitudes, 2 for power.

    Returns
    -------
    ndarray of float32, shape (N // 2 + 1, windows), or (channels, N // 2 + 1, windows)
        Without an axis of channels for one channel. As many windows as fit: nothing is padded.

    Notes
    -----
    ``|X[f, k]| ** power`` with ``X[f, k] = sum over m < N of w[m] x[k hop + m] exp(-2 pi i f m /
    N)`` and the periodic Hann window ``w[m] = (1 - cos(2 pi m / N)) / 2``, in double precision.
    Source: J. B. Allen and L. R. Rabiner, "A unified approach to short-time Fourier analysis and
    synthesis", Proceedings of the IEEE 65 (11), 1977.

    Examples
    --------
    >>> tone = Samples(np.ones((8, 1), np.float32), 8000)
    >>> spectrogram(tone, 4, 2, 1.0)
    array([[2., 2., 2.],
           [1., 1., 1.],
           [0., 0., 0.]], dtype=float32)
    """
    weights = (1 - np.cos(2 * np.pi * np.arange(window) / window)) / 2
    channels = [_spectrum(channel, weights, hop, power) for channel in samples.array.T]
    return channels[0] if len(channels) == 1 else np.stack(channels)


def mel_spectrogram(
    samples: Samples,
    bands: int,
    window: int,
    hop: int,
    power: float,
    limits: tuple[float, float | None],
    scale: Scale,
) -> NDArray[np.float32]:
    """Return the short-time spectrum of sound, added up in mel bands.

    Parameters
    ----------
    samples, window, hop, power
        See :func:`spectrogram`.
    bands : int
        Number of bands.
    limits : (float, float or None)
        Lowest and highest frequency, in Hz; ``None`` is half the rate.
    scale : {"slaney", "htk"}
        See :func:`mel_bands`.

    Returns
    -------
    ndarray of float32, shape (bands, windows), or (channels, bands, windows)
    """
    low, high = limits
    top = samples.rate / 2 if high is None else high
    weights = mel_bands(bands, window, samples.rate, low, top, scale)
    spectrum = spectrogram(samples, window, hop, power)
    return np.asarray(weights @ spectrum, np.float32)


@lru_cache(maxsize=16)
def mel_bands(
    bands: int, window: int, rate: int, low: float, high: float, scale: Scale
) -> NDArray[np.float64]:
    """Return the weights of frequencies in mel bands, shape (bands, window // 2 + 1).

    Parameters
    ----------
    bands : int
        Number of bands, whose centres are equally far apart in mel.
    window, rate : int
        Frequency ``f`` of a spectrum of ``window`` samples is ``f rate / window`` Hz.
    low, high : float
        Where the first band begins and the last one ends, in Hz.
    scale : {"slaney", "htk"}
        Slaney: 3 mel are 200 Hz up to 1 kHz, and 27 mel a factor of 6.4 above; triangles have the
        area 1 over Hz. HTK: ``2595 log10(1 + f / 700)``; triangles have the height 1.

    Raises
    ------
    ValueError
        If frequencies or the scale do not exist.

    Notes
    -----
    Sources: M. Slaney, "Auditory Toolbox", Technical Report 1998-010, Interval Research; S. Young
    et al., "The HTK Book", 5.4.
    """
    if not 0 <= low < high <= rate / 2:
        raise ValueError(f"no bands from {low:g} to {high:g} Hz in sound of {rate:,} samples/s")
    if scale not in ("slaney", "htk"):
        raise ValueError(f"scale is slaney or htk, not {scale!r}")
    to_mel, to_hz = (_slaney, _slaney_hz) if scale == "slaney" else (_htk, _htk_hz)
    edges = to_hz(np.linspace(to_mel(low), to_mel(high), bands + 2))
    frequencies = np.arange(window // 2 + 1) * (rate / window)
    left, centre, right = edges[:-2, None], edges[1:-1, None], edges[2:, None]
    rising = (frequencies - left) / (centre - left)
    falling = (right - frequencies) / (right - centre)
    weights = np.maximum(0, np.minimum(rising, falling))
    if scale == "slaney":
        weights *= 2 / (right - left)
    weights.flags.writeable = False
    return weights


def _spectrum(
    channel: NDArray[Any], weights: NDArray[np.float64], hop: int, power: float
) -> NDArray[np.float32]:
    window = len(weights)
    if len(channel) < window:
        return np.empty((window // 2 + 1, 0), np.float32)
    windows = sliding_window_view(channel, window)[::hop]
    result = np.empty((window // 2 + 1, len(windows)), np.float32)
    for start in range(0, len(windows), _FRAMES):
        block = windows[start : start + _FRAMES] * weights
        result[:, start : start + len(block)] = (np.abs(np.fft.rfft(block)) ** power).T
    return result


_STEP: Final = 200 / 3
_KNEE: Final = 1000.0
_LOG: Final = np.log(6.4) / 27


def _slaney(hertz: float) -> Any:
    return np.where(
        hertz < _KNEE,
        hertz / _STEP,
        _KNEE / _STEP + np.log(np.maximum(hertz, _KNEE) / _KNEE) / _LOG,
    )


def _slaney_hz(mel: NDArray[np.float64]) -> NDArray[np.float64]:
    knee = _KNEE / _STEP
    return np.where(mel < knee, mel * _STEP, _KNEE * np.exp((mel - knee) * _LOG))


def _htk(hertz: float) -> Any:
    return 2595 * np.log10(1 + hertz / 700)


def _htk_hz(mel: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(700 * (10 ** (mel / 2595) - 1))
