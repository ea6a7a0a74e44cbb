"""Pictures for tests, and what Pillow makes of them."""

import numpy as np
import pandas
from PIL import Image

import pandas_ext  # noqa: F401 - registers the dtypes

EIGHT_BITS = ("L", "LA", "RGB", "RGBA", "CMYK")
MODES = (*EIGHT_BITS, "I;16", "F")
CHANNELS = {"LA": 2, "RGB": 3, "RGBA": 4, "CMYK": 4}
SIZES = ((1, 1), (1, 7), (9, 1), (13, 8), (40, 31), (257, 3))


def pillow_image(mode, width, height, seed=0):
    """Return a picture of noise over a gradient, as Pillow has it."""
    rng = np.random.default_rng([seed, width, height])
    shape = (height, width, CHANNELS[mode]) if mode in CHANNELS else (height, width)
    slope = np.linspace(0, 200, width)[:, None] if mode in CHANNELS else np.linspace(0, 200, width)
    array = np.clip(slope + rng.normal(20, 30, shape), 0, 255)
    if mode == "F":
        return Image.fromarray(array.astype(np.float32))
    if mode == "I;16":
        return Image.fromarray((array * 257).astype(np.uint16))
    return Image.fromarray(array.astype(np.uint8), "CMYK" if mode == "CMYK" else None)


def column(*pictures):
    """Return a column of pictures, with labels from a on."""
    labels = [chr(97 + k) for k in range(len(pictures))]
    return pandas.Series(list(pictures), index=labels, dtype="image")


def check(cell, expected):
    """Compare a cell, and what was known of it before it was computed, with Pillow's picture."""
    known = cell.outline
    array = cell.to_numpy()
    assert cell.pixels.mode == expected.mode
    np.testing.assert_array_equal(array, np.asarray(expected))
    assert known == (expected.mode, *expected.size)
