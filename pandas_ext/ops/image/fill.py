"""Pictures of one colour."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from pandas_ext.ops.image.check import Fill
from pandas_ext.value.pixels import CHANNELS, dtype_of, shape_of


def filled(mode: str, width: int, height: int, fill: Fill) -> NDArray[Any]:
    """Return the pixels of a picture of one colour.

    Raises
    ------
    ValueError
        If the mode has no such colour.

    Examples
    --------
    >>> filled("RGB", 1, 1, "orange")
    array([[[255, 165,   0]]], dtype=uint8)
    """
    array = np.empty(shape_of(mode, width, height), dtype_of(mode))
    array[...] = channels_of(mode, fill)
    return array


def channels_of(mode: str, fill: Fill) -> Fill:
    """Return a colour as numbers that a mode's channels can have; a single one is of all channels.

    Raises
    ------
    ValueError
        If the mode has no such colour.
    """
    if isinstance(fill, str):
        from PIL import ImageColor

        if mode == "CMYK":  # as Pillow converts it
            return (*(255 - level for level in ImageColor.getrgb(fill)[:3]), 0)
        return ImageColor.getcolor(fill, "L" if mode in ("I;16", "F") else mode)
    if isinstance(fill, tuple) and len(fill) != CHANNELS[mode]:
        raise ValueError(f"a colour of mode {mode} is {CHANNELS[mode]} numbers, not {fill}")
    kind = dtype_of(mode)
    parts = fill if isinstance(fill, tuple) else (fill,)
    if kind.kind == "u" and any(
        part != int(part) or not 0 <= part <= np.iinfo(kind).max for part in parts
    ):
        raise ValueError(f"mode {mode} has no colour {fill}: whole numbers to {np.iinfo(kind).max}")
    return fill
