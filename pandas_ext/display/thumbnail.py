"""A picture in the colours of a screen, small."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from pandas_ext.chain import run_chain
from pandas_ext.display.png import img_tag
from pandas_ext.ops.image.convert import Convert
from pandas_ext.ops.image.thumbnail import Thumbnail
from pandas_ext.ops.image.window import Window
from pandas_ext.value.pixels import Pixels

if TYPE_CHECKING:
    from pandas_ext.parallel import Budget
    from pandas_ext.value.image import Image

_SHOWN_AS_IS = ("L", "LA", "RGB", "RGBA")


def thumbnail(image: Image, side: int, budget: Budget | None = None) -> NDArray[np.uint8]:
    """Return a picture shrunk into a square, as pixels that a screen shows.

    Of a scan, levels are shown as its file wants them.
    """
    small = image.then(Thumbnail(side, side, reducing=True))
    return on_screen(run_chain(small.then(Window()) if _has_levels(image) else small, budget))


def _has_levels(image: Image) -> bool:
    levels = image.header.levels if image.is_known or image.source.is_near else ()
    if not levels:
        return False
    return image.outline.mode in ("I;16", "F") or (levels[0].inverted and not image.steps)


def on_screen(pixels: Pixels) -> NDArray[np.uint8]:
    """Return pixels as grey levels or colours of 8 bits.

    Scans and other pictures of more than 8 bits are stretched from their darkest to their
    brightest pixel.
    """
    if pixels.mode in _SHOWN_AS_IS:
        return pixels.array
    if pixels.mode in ("I;16", "F"):
        return _stretched(pixels.array)
    return Convert("RGB").apply(pixels).array


def thumbnail_tag(image: Image, side: int, budget: Budget | None, title: str) -> str:
    """Return a picture as an HTML element."""
    array = thumbnail(image, side, budget)
    return img_tag(array, escape(title, quote=True), array.shape[1], array.shape[0])


def _stretched(array: NDArray[Any]) -> NDArray[np.uint8]:
    values = array.astype(np.float64)
    finite = np.isfinite(values)
    low, high = (values[finite].min(), values[finite].max()) if finite.any() else (0.0, 0.0)
    share = (np.where(finite, values, low) - low) / ((high - low) or 1.0)
    return np.rint(np.clip(share, 0.0, 1.0) * 255).astype(np.uint8)
