"""Box blurs of levels of more than 8 bits, which Pillow does not filter.

What they are is Pillow's: a box of ``2 radius + 1`` pixels, those at its ends counted by their
part, and pixels beyond the edge taken to be like those at it. Several of them come close to a
normal distribution (Gwosdek and others, Theoretical Foundations of Gaussian Convolution by Extended
Box Filtering, 2011).
"""

from __future__ import annotations

import math
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

_PASSES: Final = 3

Levels = NDArray[np.float64]


def box_blurred(array: NDArray[Any], radius: float, passes: int = 1) -> Levels:
    """Return means of the square around each pixel; none where it holds what is not finite.

    Examples
    --------
    >>> box_blurred(np.array([[0, 0, 90, 0, 0]]), 1).tolist()
    [[0.0, 30.0, 30.0, 30.0, 0.0]]
    """
    levels = array.astype(np.float64)
    lost = ~np.isfinite(levels)
    levels[lost] = 0
    for axis in (1, 0):
        for _ in range(passes):
            levels = _along(levels, radius, axis)
    if lost.any():
        spread = lost.astype(np.float64)
        for axis in (1, 0):
            spread = _along(spread, math.ceil(radius) * passes, axis)
        levels[spread > 0.5 / (2 * math.ceil(radius) * passes + 1) ** 2] = np.nan
    return levels


def gaussian_blurred(array: NDArray[Any], deviation: float) -> Levels:
    """Return means of the neighbours, weighted by about a normal distribution of a deviation."""
    variance = deviation**2 / _PASSES
    whole = math.floor((math.sqrt(12 * variance + 1) - 1) / 2)
    part = (2 * whole + 1) * (whole * (whole + 1) - 3 * variance)
    part /= 6 * (variance - (whole + 1) ** 2)
    return box_blurred(array, whole + part, _PASSES)


def _along(levels: Levels, radius: float, axis: int) -> Levels:
    """Return means along lines; sums are differences of running sums, whatever the radius."""
    lines = np.moveaxis(levels, axis, -1)
    last = lines.shape[-1] - 1
    place = np.arange(last + 1)
    reach = min(math.floor(radius), 2**40)
    low, high = place - reach, place + reach
    sums = np.concatenate([np.zeros((*lines.shape[:-1], 1)), np.cumsum(lines, axis=-1)], axis=-1)
    inside = sums[..., np.minimum(high, last) + 1] - sums[..., np.maximum(low, 0)]
    inside += np.maximum(-low, 0) * lines[..., :1] + np.maximum(high - last, 0) * lines[..., -1:]
    ends = lines[..., np.clip(low - 1, 0, last)] + lines[..., np.clip(high + 1, 0, last)]
    return np.moveaxis((inside + (radius - reach) * ends) / (2 * radius + 1), -1, axis)
