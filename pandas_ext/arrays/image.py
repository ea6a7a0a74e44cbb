"""Columns of pictures."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from typing import Any, Final, Self

import numpy as np
import pandas
from numpy.typing import NDArray

from pandas_ext.arrays.image_operators import ColumnOperators
from pandas_ext.arrays.steps import with_step
from pandas_ext.dtypes.image import ImageDtype
from pandas_ext.dtypes.tensor import TensorDtype
from pandas_ext.ops.image.base import Operation
from pandas_ext.source.base import Source
from pandas_ext.source.open import source_of
from pandas_ext.value.image import Image
from pandas_ext.value.pixels import Pixels, shape_of

_MODES: Final = {("u1", 1): "L", ("u1", 2): "LA", ("u1", 3): "RGB", ("u1", 4): "RGBA",
                 ("u2", 1): "I;16", ("f4", 1): "F"}  # fmt: skip


class ImageArray(ColumnOperators):
    """A column of pictures: files, encoded bytes or pixels, decoded when pixels are needed.

    Examples
    --------
    >>> import numpy as np, pandas as pd, pandas_ext
    >>> array = pd.array([np.zeros((2, 3, 3), "uint8"), None], dtype="image")
    >>> array[0].width
    3
    """

    _dtype: ImageDtype

    @classmethod
    def _default_dtype(cls) -> ImageDtype:
        return ImageDtype()

    @classmethod
    def _box(cls, value: Any, dtype: ImageDtype) -> Image:
        image = value if isinstance(value, Image) else image_of(value)
        if dtype.mode is None and dtype.size is None:
            return image
        if not dtype.holds(image.outline):
            mode, width, height = image.outline
            raise ValueError(f"a picture {mode} {width}x{height} in a column of dtype {dtype}")
        return image

    def astype(self, dtype: Any, copy: bool = True) -> Any:
        dtype = pandas.api.types.pandas_dtype(dtype)
        if isinstance(dtype, TensorDtype):
            from pandas_ext.arrays.image_block import tensor_of
            from pandas_ext.ops.image.to_tensor import ToTensor

            return tensor_of(self, ToTensor())[0].astype(dtype)
        return super().astype(dtype, copy)

    def then(self, make: Callable[..., Operation], arguments: Mapping[str, Any]) -> Self:
        """Return the pictures with one step more; see :func:`with_step`."""
        items, steps = with_step(self._items, make, arguments)
        if not steps and not any(isinstance(a, np.ndarray) for a in arguments.values()):
            steps = [make(**arguments)]  # no rows, and still known what they would be
        before = self._dtype.outline
        dtypes = {ImageDtype.of(step.outline(before)) for step in steps}
        return type(self)(items, ImageDtype()._get_common_dtype([*dtypes] or [ImageDtype()]))


def image_of(value: Any) -> Image:
    """Return a picture of a path, URL, bytes, open file, array or Pillow image.

    Raises
    ------
    TypeError
        If it is none of these.
    """
    if isinstance(value, np.ndarray):
        return Image(pixels_of_array(value))
    if isinstance(value, (str, os.PathLike, bytes, bytearray, memoryview, Source)) or hasattr(
        value, "read"
    ):
        return Image(source_of(value))
    if type(value).__module__.partition(".")[0] == "PIL":
        from pandas_ext.codec.metadata import metadata_of
        from pandas_ext.codec.pillow import from_pillow

        pixels = from_pillow(value)
        return Image(pixels, (), metadata_of(value))
    raise TypeError(f"a picture cannot be made of {type(value).__name__!r}")


def pixels_of_array(array: NDArray[Any]) -> Pixels:
    """Return an array as a picture; its mode follows from shape and element type.

    Raises
    ------
    TypeError
        If there is no such picture.
    """
    mode = mode_of(array)
    if mode is None:
        raise TypeError(f"no picture has pixels of shape {array.shape} and dtype {array.dtype}")
    copied = array.reshape(shape_of(mode, array.shape[1], array.shape[0])).copy()
    copied.flags.writeable = False
    return Pixels(copied, mode)


def mode_of(array: NDArray[Any]) -> str | None:
    """Return the mode of an array as a picture, ``None`` if it cannot be one."""
    if array.ndim not in (2, 3):
        return None
    channels = array.shape[2] if array.ndim == 3 else 1
    return _MODES.get((array.dtype.str[1:], channels))
