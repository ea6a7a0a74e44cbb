"""Perceptual hashes: bits that similar pictures have in common.

The definitions are those of the imagehash package, whose values these are for all pictures of 8
bits but ones in which levels tie with the median up to rounding errors. It cuts deeper levels off
at 255, which makes most of them one white; here they count as they are.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from pandas_ext.ops.image.base import Operation
from pandas_ext.ops.image.convert import Convert
from pandas_ext.ops.image.resize import Resize
from pandas_ext.value.pixels import Outline, Pixels

_SIDE: Final = 8
_WIDE: Final = 32
_DEEP: Final = ("I;16", "F")


def steps_of(method: str, outline: Outline, reducing: bool) -> tuple[Operation, ...]:
    """Return the steps that make of a picture what is hashed."""
    grey = () if outline.mode in _DEEP else (Convert("L"),)
    if method == "wavelet":
        # a power of 2: the largest that the picture holds
        side = max(1 << (min(outline.width, outline.height).bit_length() - 1), _SIDE)
        size = side, side
    else:
        size = {"average": (_SIDE, _SIDE), "difference": (_SIDE + 1, _SIDE)}.get(
            method, (_WIDE, _WIDE)
        )
    return *grey, Resize(*size, "lanczos", reducing)


def average(levels: NDArray[Any]) -> NDArray[np.bool_]:
    """Tell which pixels are lighter than the mean."""
    return levels > levels.mean()


def difference(levels: NDArray[Any]) -> NDArray[np.bool_]:
    """Tell which pixels are lighter than their left neighbour."""
    return levels[:, 1:] > levels[:, :-1]


def perceptual(levels: NDArray[Any]) -> NDArray[np.bool_]:
    """Tell which low frequencies (of a discrete cosine transform) are above their median."""
    waves = _cosines()
    # rounded: what is equal but for rounding errors is no stronger on any machine
    low = np.round(waves @ levels.astype(np.float64) @ waves.T, 6)
    return low > np.median(low)


def wavelet(levels: NDArray[Any]) -> NDArray[np.bool_]:
    """Tell which blocks (low frequencies of Haar wavelets) are lighter than their median."""
    block = len(levels) // _SIDE
    low = levels.reshape(_SIDE, block, _SIDE, block).sum((1, 3), dtype=np.float64)
    return low > np.median(low)


METHODS: Final[dict[str, Callable[[NDArray[Any]], NDArray[np.bool_]]]] = {
    "average": average,
    "difference": difference,
    "perceptual": perceptual,
    "wavelet": wavelet,
}


def hashed(method: str, pixels: Pixels) -> int:
    """Return the hash of a picture after its :func:`steps_of`: the first bit is the highest."""
    bits = METHODS[method](np.nan_to_num(pixels.array))
    return int.from_bytes(np.packbits(bits).tobytes(), "big")


@cache
def _cosines() -> NDArray[np.float64]:
    """Return the first rows of the discrete cosine transform of type II, unscaled."""
    frequency = np.arange(_SIDE)[:, None]
    place = 2 * np.arange(_WIDE) + 1
    return 2 * np.cos(np.pi * frequency * place / (2 * _WIDE))
