"""Numbers about pictures: means, extremes, histograms."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from pandas_ext.codec.pillow import to_pillow
from pandas_ext.value.pixels import CHANNELS, Pixels

Numbers = NDArray[Any]


def counts_of(pixels: Pixels) -> NDArray[np.int64]:
    """Return how many pixels have each level, shape (channels, levels); of whole numbers only."""
    if pixels.mode == "I;16":
        return np.bincount(pixels.array.reshape(-1), minlength=1 << 16)[None]
    histogram = to_pillow(pixels).histogram()
    return np.array(histogram, np.int64).reshape(CHANNELS[pixels.mode], 256)


def histogram(
    pixels: Pixels, bins: int = 256, between: tuple[float, float] | None = None
) -> NDArray[np.int64]:
    """Count pixels in bins of equal width, shape (channels, bins).

    Parameters
    ----------
    pixels : Pixels
        Of any mode.
    bins : int
        How many.
    between : (float, float), optional
        The lower edge of the first and the upper one of the last, which belongs to it; by default
        all levels of the mode, and for ``"F"`` the lowest and the highest one of the picture, of
        which only finite ones count.
    """
    if pixels.mode == "F":
        finite = pixels.array[np.isfinite(pixels.array)]
        return np.histogram(finite, bins, between)[0].astype(np.int64)[None]
    counts = counts_of(pixels)
    levels = counts.shape[1]
    edges = (0.0, float(levels)) if between is None else between
    return np.array(
        [np.histogram(np.arange(levels), bins, edges, weights=row)[0] for row in counts]
    ).astype(np.int64)


def means(pixels: Pixels) -> Numbers:
    """Return the mean level of each channel."""
    if pixels.mode == "F":
        return pixels.array.mean(dtype=np.float64).reshape(1)
    counts = counts_of(pixels)
    return counts @ np.arange(counts.shape[1]) / counts.sum(1)


def deviations(pixels: Pixels) -> Numbers:
    """Return the standard deviation of each channel, of all pixels (not of a sample)."""
    if pixels.mode == "F":
        return pixels.array.std(dtype=np.float64).reshape(1)
    counts = counts_of(pixels)
    squares = (np.arange(counts.shape[1]) - means(pixels)[:, None]) ** 2
    return np.sqrt((counts * squares).sum(1) / counts.sum(1))


def least(pixels: Pixels) -> Numbers:
    """Return the lowest level of each channel."""
    return _channels(pixels).min(0).astype(np.float64)


def most(pixels: Pixels) -> Numbers:
    """Return the highest level of each channel."""
    return _channels(pixels).max(0).astype(np.float64)


def entropy(pixels: Pixels) -> float:
    """Return Shannon's entropy of the levels of all channels together, in bits.

    Examples
    --------
    >>> entropy(Pixels(np.array([[0, 255]], "uint8"), "L"))
    1.0
    """
    if pixels.mode == "F":
        counts = np.unique(pixels.array, return_counts=True)[1]
    else:
        counts = counts_of(pixels).reshape(-1)
    parts = counts[counts > 0] / counts.sum()
    return float(-(parts * np.log2(parts)).sum()) + 0.0


def _channels(pixels: Pixels) -> Numbers:
    return pixels.array.reshape(-1, CHANNELS[pixels.mode])


def _whole_deviation(pixels: Pixels) -> float:
    spread, centre = deviations(pixels), means(pixels)
    return float(np.sqrt((spread**2 + (centre - centre.mean()) ** 2).mean()))


MEASURES: Final[dict[str, tuple[Callable[[Pixels], Numbers], Callable[[Pixels], float]]]] = {
    "mean": (means, lambda pixels: float(means(pixels).mean())),
    "std": (deviations, _whole_deviation),
    "min": (least, lambda pixels: float(pixels.array.min())),
    "max": (most, lambda pixels: float(pixels.array.max())),
}
"""Of each measure: its value for each channel, and that for all channels together."""
