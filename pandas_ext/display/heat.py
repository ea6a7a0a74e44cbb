"""A tensor as a small heat map, and a recording as a waveform."""

from __future__ import annotations

from html import escape
from itertools import pairwise
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from pandas_ext.display.png import img_tag

_MOST: Final = 64  # cells of a heat map along each axis
_SCALE: Final = 96  # pixels that its longer side takes
# Dark blue, green, yellow: dark to light in even steps, so that it reads without colours too.
_COLOURS: Final = np.array(
    [(38, 30, 80), (44, 84, 134), (36, 136, 142), (84, 186, 110), (248, 226, 60)], np.float64
)


def heat_map(cell: NDArray[Any]) -> str:
    """Return an array as HTML: its shape, element type and a heat map, blocks of large ones meaned.

    What is not finite is grey.
    """
    title = f"{'x'.join(map(str, cell.shape)) or 'scalar'} {cell.dtype}"
    if not cell.size or cell.ndim == 0:
        return f"<span>{escape(title)}</span>"
    flat = cell.reshape(-1, cell.shape[-1]) if cell.ndim > 1 else cell.reshape(1, -1)
    small = _shrunk(_shrunk(flat.astype(np.float64), 0), 1)
    rows, columns = small.shape
    scale = max(1, _SCALE // max(rows, columns))
    picture = img_tag(coloured(small), title, columns * scale, max(rows * scale, 8))
    return f'<div style="line-height:1.2"><small>{escape(title)}</small><br/>{picture}</div>'


def coloured(values: NDArray[np.float64]) -> NDArray[np.uint8]:
    """Return values as colours, from the smallest to the largest; not finite ones are grey."""
    finite = np.isfinite(values)
    low, high = (values[finite].min(), values[finite].max()) if finite.any() else (0.0, 0.0)
    spread = high - low if high > low else 1.0
    share = np.clip((np.where(finite, values, low) - low) / spread, 0.0, 1.0)
    places = np.linspace(0.0, 1.0, len(_COLOURS))
    channels = [np.interp(share, places, _COLOURS[:, k]) for k in range(3)]
    result = np.stack(channels, axis=-1)
    result[~finite] = 160.0
    return np.rint(result).astype(np.uint8)


def waveform(samples: NDArray[Any], title: str, width: int = 160, height: int = 40) -> str:
    """Return a recording as an SVG picture: lowest and highest sample of each column of pixels.

    Parameters
    ----------
    samples : ndarray
        Of shape (samples,) or (samples, channels), from -1 to 1; channels are meaned.
    title : str
        What it is called.
    width, height : int
        Pixels.
    """
    mono = samples.mean(axis=1) if samples.ndim == 2 else samples
    middle = height / 2
    lines = []
    edges = np.linspace(0, len(mono), width + 1).astype(int)
    for x, (start, stop) in enumerate(pairwise(edges)):
        part = mono[start : max(stop, start + 1)]
        if len(part):
            top, bottom = middle - part.max() * middle, middle - part.min() * middle
            lines.append(f"M{x}.5 {top:.1f}V{max(bottom, top + 0.5):.1f}")
    return (
        f'<svg width="{width}" height="{height}" viewBox="0 0 {width} {height}">'
        f"<title>{escape(title)}</title>"
        f'<path d="{"".join(lines)}" stroke="#357" fill="none"/></svg>'
    )


def _shrunk(values: NDArray[np.float64], axis: int) -> NDArray[np.float64]:
    """Return means of blocks along an axis, at most ``_MOST`` of them."""
    length = values.shape[axis]
    if length <= _MOST:
        return values
    edges = np.linspace(0, length, _MOST + 1).astype(np.intp)
    sums = np.add.reduceat(values, edges[:-1], axis=axis)
    counts = np.diff(edges)
    return sums / (counts[:, None] if axis == 0 else counts[None, :])
