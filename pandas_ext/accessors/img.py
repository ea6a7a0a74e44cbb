"""``series.img``."""

from __future__ import annotations

from typing import Any, ClassVar

import pandas
from numpy.typing import NDArray

from pandas_ext.accessors.img_colour import ColourSteps
from pandas_ext.accessors.img_geometry import GeometrySteps
from pandas_ext.dtypes.image import ImageDtype


class ImageAccessor(GeometrySteps, ColourSteps):
    """Operations on a column of pictures."""

    _name: ClassVar = "img"
    _dtype: ClassVar = ImageDtype
    _hint: ClassVar = 'series.astype("image") makes pictures of paths, bytes and arrays'

    @property
    def width(self) -> pandas.Series:
        """Pixels from left to right, Int64; from the header."""
        return self._facts(lambda image, _: image.width, "Int64")

    def to_tensor(self) -> NDArray[Any]:
        """Return all pixels as one array."""
        return self._located(self._array.tensor)
