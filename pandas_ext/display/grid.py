"""A contact sheet: pictures in rows, on one."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from pandas_ext.display.thumbnail import thumbnail
from pandas_ext.parallel import Budget, map_rows
from pandas_ext.value.image import Image
from pandas_ext.value.pixels import Pixels


def grid(
    cells: Sequence[Image | None],
    *,
    columns: int | None = None,
    size: int = 128,
    limit: int = 100,
    gap: int = 4,
    background: int = 255,
) -> Image:
    """Return pictures side by side, each in the middle of a square.

    Parameters
    ----------
    cells : sequence of Image
        Shown in their order; of a missing one, or one that cannot be read, the square is empty.
    columns : int, optional
        Pictures in a row; by default the sheet is about as wide as high.
    size : int
        Pixels of a square's side.
    limit : int
        How many are shown at most; no other is decoded.
    gap : int
        Pixels between squares.
    background : int
        Grey level, 0 to 255.

    Raises
    ------
    ValueError
        If a size or a number is not positive.
    """
    if min(size, limit, 1 if columns is None else columns) < 1 or gap < 0:
        raise ValueError("columns, size and limit are at least 1, gap at least 0")
    shown = list(cells[:limit])
    across = columns or math.ceil(math.sqrt(len(shown))) or 1
    down = math.ceil(len(shown) / across) or 1
    step = size + gap
    sheet = np.full((down * step + gap, across * step + gap, 3), background, np.uint8)

    def small(cell: Image, budget: Budget) -> Any:
        return thumbnail(cell, size, budget)

    for k, array in enumerate(map_rows(small, shown, stop_at_error=False).results):
        if array is None:
            continue
        height, width = array.shape[:2]
        top = gap + k // across * step + (size - height) // 2
        left = gap + k % across * step + (size - width) // 2
        place = sheet[top : top + height, left : left + width]
        place[:] = _over(array, place)
    return Image(Pixels(sheet, "RGB"))


def _over(array: Any, below: Any) -> Any:
    """Return a picture in colours over a background, where it is transparent."""
    levels = array[..., None] if array.ndim == 2 else array
    colours, alpha = levels, None
    if levels.shape[2] in (2, 4):
        colours, alpha = levels[..., :-1], levels[..., -1:] / 255.0
    if alpha is None:
        return colours
    return np.rint(colours * alpha + below * (1 - alpha)).astype(np.uint8)
