"""How much each pixel of a line counts for each pixel of a resampled line, as Pillow reckons it."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import lru_cache
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

BITS: Final = 22
"""Of the fraction of a weight: 32, less 8 of a level and 2 to spare."""

Numbers = NDArray[np.float64]

_A, _B = float(np.float32(0.54)), float(np.float32(0.46))  # of single precision there


class Weights(NamedTuple):
    """Weights along one axis.

    Attributes
    ----------
    starts, counts : ndarray of int64, shape (size,)
        The first pixel that counts for each resampled one, and how many do.
    taps : ndarray of int32, shape (size, most)
        Their weights, in parts of ``2 ** BITS``; 0 after those that count, up to a multiple of 4.
    """

    starts: NDArray[np.int64]
    counts: NDArray[np.int64]
    taps: NDArray[np.int32]


@lru_cache(maxsize=64)
def weights_of(kind: str, length: int, first: float, last: float, size: int) -> Weights:
    """Return the weights for resampling a part of a line.

    Parameters
    ----------
    kind : str
        The filter: a key of ``KERNELS``.
    length : int
        Pixels of the line.
    first, last : float
        Edges of the part.
    size : int
        Pixels of the result.

    Notes
    -----
    The filter is as wide as a pixel of the result, or of the line where that is larger. Sums are
    made in Pillow's order, so that weights are the same to the last bit.

    Examples
    --------
    >>> weights_of("box", 4, 0.0, 4.0, 2).taps.tolist()
    [[2097152, 2097152, 0, 0], [2097152, 2097152, 0, 0]]
    """
    kernel, radius = KERNELS[kind]
    # edges, and their distance, are of single precision there
    near, far = np.float32(first), np.float32(last)
    scale = float(far - near) / size
    width = max(scale, 1.0)
    support = radius * width
    centers = float(near) + (np.arange(size) + 0.5) * scale
    starts = np.maximum((centers - support + 0.5).astype(np.int64), 0)
    counts = np.minimum((centers + support + 0.5).astype(np.int64), length) - starts
    places = np.arange(-(-(int(np.ceil(support)) * 2 + 1) // 4) * 4)
    inside = places < counts[:, None]
    exact = kernel((places + starts[:, None] - centers[:, None] + 0.5) * (1.0 / width)) * inside
    total = np.add.accumulate(exact, axis=1)[:, -1:]
    exact = np.divide(exact, total, out=exact, where=total != 0) * (1 << BITS)
    taps = np.where(exact < 0, exact - 0.5, exact + 0.5).astype(np.int32)
    return Weights(starts, counts, np.where(inside, taps, 0).astype(np.int32))


def _box(x: Numbers) -> Numbers:
    return ((x > -0.5) & (x <= 0.5)).astype(np.float64)


def _triangle(x: Numbers) -> Numbers:
    return np.maximum(1.0 - np.abs(x), 0.0)


def _hamming(x: Numbers) -> Numbers:
    inside = np.abs(x) < 1.0
    turn = np.where(inside, np.abs(x), 0.0) * np.pi
    return np.where(inside, _sinc(np.abs(x)) * (_A + _B * _each(math.cos, turn)), 0.0)


def _cubic(x: Numbers) -> Numbers:
    x = np.abs(x)
    near = (1.5 * x - 2.5) * x * x + 1.0
    far = (((x - 5.0) * x + 8.0) * x - 4.0) * -0.5
    return np.where(x < 1.0, near, np.where(x < 2.0, far, 0.0))


def _lanczos(x: Numbers) -> Numbers:
    return np.where((x >= -3.0) & (x < 3.0), _sinc(x) * _sinc(x / 3.0), 0.0)


def _sinc(x: Numbers) -> Numbers:
    turn = x * np.pi
    return np.divide(_each(math.sin, turn), turn, out=np.ones_like(turn), where=x != 0.0)


def _each(function: Callable[[float], float], values: Numbers) -> Numbers:
    """Call the C library's function, as Pillow does: numpy's own may differ in the last bit."""
    return np.fromiter(map(function, values.flat), np.float64, values.size).reshape(values.shape)


KERNELS: Final[dict[str, tuple[Callable[[Numbers], Any], float]]] = {
    "box": (_box, 0.5),
    "bilinear": (_triangle, 1.0),
    "hamming": (_hamming, 1.0),
    "bicubic": (_cubic, 2.0),
    "lanczos": (_lanczos, 3.0),
}
"""Of each filter: its function, and the distance beyond which it is 0."""
