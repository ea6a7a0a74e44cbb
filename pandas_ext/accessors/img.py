"""``series.img``."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas
from pandas.api.extensions import register_series_accessor

from pandas_ext.arrays.image import ImageArray
from pandas_ext.dtypes.image import ImageDtype
from pandas_ext.errors import MediaError
from pandas_ext.ops.image.resize import Resize


@register_series_accessor("img")
class ImageAccessor:
    """Operations on a column of pictures."""

    def __init__(self, series: pandas.Series) -> None:
        if not isinstance(series.dtype, ImageDtype):
            raise AttributeError(
                f"Can only use .img accessor with image values, not {series.dtype}: "
                'series.astype("image") makes pictures of paths, bytes and arrays'
            )
        self._series = series
        self._array: ImageArray = series.array

    def resize(
        self, width: Any = 0, height: Any = 0, *, filter: str = "bilinear", reducing: bool = False
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

    @property
    def width(self) -> pandas.Series:
        """Pixels from left to right, Int64; from the header."""
        return self._fact(lambda image: image.width)

    def to_tensor(self) -> np.ndarray:
        return self._located(self._array.tensor)

    def _then(self, make: Any, **arguments: Any) -> pandas.Series:
        given = {name: self._aligned(value) for name, value in arguments.items()}
        return self._wrapped(self._array.then(make, given))

    def _aligned(self, value: Any) -> Any:
        if not isinstance(value, pandas.Series):
            return value
        if not value.index.equals(self._series.index):
            value = value.reindex(self._series.index)
        return value.astype(object).where(value.notna(), None).to_numpy()

    def _wrapped(self, array: Any) -> pandas.Series:
        series = self._series
        return series._constructor(array, index=series.index, name=series.name)

    def _located(self, call: Any) -> Any:
        """Make a call; an error names the row by its label."""
        try:
            return call()
        except MediaError as error:
            error.row = self._series.index[error.row]
            raise

    def _fact(self, of: Any) -> pandas.Series:
        from pandas_ext.parallel import map_rows

        got = self._located(lambda: map_rows(lambda cell, _: of(cell), self._array.cells).results)
        return self._wrapped(pandas.array(got, dtype="Int64"))
