"""From pixels to the numbers that models take."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from pandas_ext.errors import MediaError
from pandas_ext.ops.image.check import one_of, real, settle
from pandas_ext.value.pixels import CHANNELS, Outline, Pixels, dtype_of

_LAYOUTS: Final = ("HWC", "CHW")


@dataclass(frozen=True, slots=True)
class ToTensor:
    """How pixels become the elements of a tensor.

    Attributes
    ----------
    layout : str
        ``"HWC"``: height, width, channels; ``"CHW"``: channels, height, width.
    dtype : str or None
        Type of the elements; that of the pixels, or float32 if they are scaled, without.
    scale : bool
        Whether to divide by the highest level of the mode.
    mean, std : tuple of float or None
        What to subtract, and then to divide by, after scaling: of all channels, or of each.
    """

    layout: str = "HWC"
    dtype: str | None = None
    scale: bool = False
    mean: tuple[float, ...] | None = None
    std: tuple[float, ...] | None = None

    def __post_init__(self) -> None:
        dtype = None if self.dtype is None else np.dtype(self.dtype)
        if dtype is None and (self.scale or self.mean is not None or self.std is not None):
            dtype = np.dtype(np.float32)
        if dtype is not None and dtype.kind not in "fiu":
            raise TypeError(f"pixels do not become elements of type {dtype}")
        if dtype is not None and dtype.kind != "f" and (self.scale or self.mean or self.std):
            raise TypeError(f"scaled pixels are no whole numbers: dtype is float32, not {dtype}")
        std = _channels("std", self.std)
        if std is not None and 0 in std:
            raise ValueError("std is not 0")
        settle(
            self,
            layout=one_of("layout", self.layout, _LAYOUTS),
            dtype=None if dtype is None else dtype.name,
            mean=_channels("mean", self.mean),
            std=std,
        )

    def element(self, mode: str) -> np.dtype[Any]:
        """Return the type of the elements of pictures of a mode."""
        return dtype_of(mode) if self.dtype is None else np.dtype(self.dtype)

    def shape(self, outline: Outline) -> tuple[int, int, int]:
        """Return the shape of the tensor of a picture; grey levels are one channel."""
        mode, width, height = outline
        assert mode is not None
        if self.layout == "CHW":
            return CHANNELS[mode], height, width
        return height, width, CHANNELS[mode]

    @property
    def plain(self) -> bool:
        """Whether elements are the pixels as they are."""
        return self.layout == "HWC" and self.dtype is None

    def write(self, pixels: Pixels, out: NDArray[Any]) -> None:
        """Write the elements of a picture into an array of their type and shape.

        Raises
        ------
        MediaError
            If the picture has another number of channels than mean and std, or levels that the
            type does not hold.
        """
        array = pixels.array.reshape(pixels.height, pixels.width, -1)
        if self.layout == "CHW":
            array = np.moveaxis(array, 2, 0)
        for what in (self.mean, self.std):
            if what is not None and len(what) not in (1, CHANNELS[pixels.mode]):
                raise MediaError(f"{len(what)} values for the channels of mode {pixels.mode}")
        if self.scale and array.dtype.kind == "u":
            np.divide(array, np.iinfo(array.dtype).max, out=out, dtype=out.dtype)
        else:
            if out.dtype.kind != "f" and not np.can_cast(array.dtype, out.dtype, "safe"):
                _check_levels(array, out.dtype)
            np.copyto(out, array, casting="unsafe")
        if self.mean is not None:
            out -= self._along(self.mean, out.dtype)
        if self.std is not None:
            out /= self._along(self.std, out.dtype)

    def _along(self, values: tuple[float, ...], dtype: np.dtype[Any]) -> NDArray[Any]:
        return np.array(values, dtype).reshape((-1, 1, 1) if self.layout == "CHW" else (1, 1, -1))


def _channels(name: str, value: Any) -> tuple[float, ...] | None:
    if value is None:
        return None
    parts = value if isinstance(value, Iterable) else (value,)
    return tuple(real(name, part) for part in parts)


def _check_levels(array: NDArray[Any], dtype: np.dtype[Any]) -> None:
    low, high = np.iinfo(dtype).min, np.iinfo(dtype).max
    if array.size and not low <= array.min() <= array.max() <= high:  # NaN is in no range either
        raise MediaError(f"levels from {array.min()} to {array.max()} do not fit {dtype}")
