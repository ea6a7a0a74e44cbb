"""``series.img``."""

from __future__ import annotations

from typing import Any, ClassVar

import pandas
from numpy.typing import NDArray
from pandas.api.extensions import register_series_accessor

from pandas_ext.accessors.base import MediaAccessor
from pandas_ext.dtypes.image import ImageDtype
from pandas_ext.ops.image.resize import Resize


@register_series_accessor("img")
class ImageAccessor(MediaAccessor):
    """Operations on a column of pictures."""

    _name: ClassVar = "img"
    _dtype: ClassVar = ImageDtype
    _hint: ClassVar = 'series.astype("image") makes pictures of paths, bytes and arrays'

    @property
    def width(self) -> pandas.Series:
        """Pixels from left to right, Int64; from the header."""
        return self._facts(lambda image, _: image.width, "Int64")

    def resize(
        self,
        width: Any = 0,
        height: Any = 0,
        *,
        filter: str = "bilinear",  # noqa: A002 - the word of the field
        reducing: bool = False,
    ) -> pandas.Series:
        """Resample to a width and height; one alone keeps the shape.

        Parameters
        ----------
        width, height : int or Series of int
            Pixels.
        filter : {"nearest", "box", "bilinear", "hamming", "bicubic", "lanczos"}
            How to resample; all but the first are antialiased.
        reducing : bool
            Whether decoders may give smaller pictures, which is several times faster for large
            JPEGs; pixels then differ by a few grey levels.
        """
        return self._then(Resize, width=width, height=height, filter=filter, reducing=reducing)

    def to_tensor(self) -> NDArray[Any]:
        """Return all pixels as one array."""
        return self._located(self._array.tensor)
