"""Pillow's resampling, for every operation that changes sizes."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from machine_code.address import address
from pandas_ext.codec.pillow import from_pillow, to_pillow
from pandas_ext.kernels.library import Kernel, kernel
from pandas_ext.ops.image.base import Operation
from pandas_ext.ops.image.weights import KERNELS, Weights, weights_of
from pandas_ext.value.pixels import Pixels

if TYPE_CHECKING:
    from PIL.Image import Resampling

Size = tuple[int, int]
Box = tuple[float, float, float, float]
"""Left, top, right and bottom edge in pixels; parts of pixels count by their part."""

_LARGE: Final = 1 << 15
"""Levels of a picture from which on our kernel is the quicker one: weights take time."""


class Resample(Operation):
    """A step that resamples a box of the picture to a size.

    Attributes
    ----------
    filter : str
        One of ``FILTERS``.
    reducing : bool
        Whether a decoder may give a smaller picture, of at least the size asked for, that is
        resampled then: several times faster for large JPEGs, and not the same to the last grey
        level.
    """

    __slots__ = ()

    filter: str
    reducing: bool

    @abstractmethod
    def target(self, width: int, height: int) -> tuple[Size, Box]:
        """Return the size that a box of a picture of some size is resampled to, and that box."""

    def finish(self, pixels: Pixels) -> Pixels:
        """Return the result, from the box at its new size."""
        return pixels

    def apply(self, pixels: Pixels) -> Pixels:
        return self.apply_to(pixels, *self.target(pixels.width, pixels.height))

    def apply_to(self, pixels: Pixels, size: Size, box: Box) -> Pixels:
        """Return the result for a box of a picture."""
        return self.finish(resampled(pixels, size, self.filter, box, reducing=self.reducing))


def resampled(
    pixels: Pixels,
    size: Size,
    filter: str,  # noqa: A002 - the word of the field
    box: Box,
    *,
    reducing: bool = False,
) -> Pixels:
    """Return a box of a picture at another size.

    Parameters
    ----------
    pixels : Pixels
        Of any mode; colours count by their opacity.
    size : (int, int)
        Width and height of the result.
    filter : str
        One of ``FILTERS``.
    box : (float, float, float, float)
        The part that is wanted.
    reducing : bool
        Whether to average whole blocks of pixels first, to twice the size wanted.
    """
    width, height = size
    if size == (pixels.width, pixels.height) and box == (0.0, 0.0, float(width), float(height)):
        return pixels
    gap = 2.0 if reducing and pixels.mode != "I;16" else None
    if _is_for_kernel(pixels, size, filter, box) and not (gap and _blocks(box, size)):
        own = kernel("resample", pixels.nbytes)
        if own is not None:
            left, top, right, bottom = (float(edge) for edge in box)
            across = weights_of(filter, pixels.width, left, right, width)
            down = weights_of(filter, pixels.height, top, bottom, height)
            return Pixels(_by_kernel(own, pixels.array, across, down), "RGB")
    image = to_pillow(pixels)
    return from_pillow(image.resize(size, method_of(filter), box, reducing_gap=gap))


def _is_for_kernel(pixels: Pixels, size: Size, filter: str, box: Box) -> bool:  # noqa: A002
    """Tell whether the kernel of our own, which goes over lines first, is worth it and exact.

    Newer Pillows go over columns first where that is less work, and round differently by that;
    where columns lose more pixels than lines, pictures are left to Pillow.
    """
    if pixels.array.size < _LARGE or pixels.mode != "RGB" or filter not in KERNELS:
        return False
    left, top, right, bottom = box
    if not (0 <= left < right <= pixels.width and 0 <= top < bottom <= pixels.height):
        return False  # Pillow says what is wrong
    wide, high = right - left, bottom - top
    return high - size[1] <= wide - size[0] and pixels.height - size[1] <= pixels.width - size[0]


def _by_kernel(own: Kernel, array: NDArray[Any], across: Weights, down: Weights) -> NDArray[Any]:
    """Return what Pillow's ``resize`` gives for a picture of three channels of 8 bits."""
    lines = np.ascontiguousarray(array).reshape(len(array), -1)
    high, wide = len(down.starts), len(across.starts)
    count = int(down.starts[-1] + down.counts[-1] - down.starts[0])
    result = np.empty((high, wide, 3), np.uint8)
    spare = np.empty(lines.shape[1] + 3 * across.taps.shape[1] + 4, np.uint8)
    narrow = np.empty(count * wide * 3 + 1, np.uint8)
    total = np.empty(wide * 3, np.int32)
    own(
        address(lines), lines.shape[1], lines.shape[0],
        wide, *(address(part) for part in across), across.taps.shape[1],
        high, *(address(part) for part in down), down.taps.shape[1],
        *map(address, (spare, narrow, total, result)),
    )  # fmt: skip
    return result


def _blocks(box: Box, size: Size) -> bool:
    """Tell whether Pillow averages blocks first, to twice the size."""
    across, down = (box[2] - box[0]) / size[0], (box[3] - box[1]) / size[1]
    return max(across, down) >= 4


def method_of(filter: str) -> Resampling:  # noqa: A002 - the word of the field
    """Return Pillow's name of a filter."""
    from PIL import Image

    return Image.Resampling[filter.upper()]
