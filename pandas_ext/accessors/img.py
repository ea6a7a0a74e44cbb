"""``series.img``."""

from __future__ import annotations

from typing import Any, ClassVar, Final

import pandas

from pandas_ext.accessors.img_colour import ColourSteps
from pandas_ext.accessors.img_facts import ImageFacts
from pandas_ext.accessors.img_files import ImageFiles
from pandas_ext.accessors.img_geometry import GeometrySteps
from pandas_ext.accessors.img_hashes import Hashes
from pandas_ext.accessors.img_measures import Measures
from pandas_ext.accessors.img_open import Unopened
from pandas_ext.accessors.img_rows import Rows
from pandas_ext.accessors.img_scans import Scans
from pandas_ext.accessors.img_show import Shown
from pandas_ext.accessors.img_sizes import SizeSteps
from pandas_ext.accessors.img_tensors import Tensors
from pandas_ext.dtypes.image import ImageDtype

_UNOPENED: Final = ("string", "bytes", "mixed", "empty")


class ImageAccessor(
    ImageFacts,
    ImageFiles,
    SizeSteps,
    GeometrySteps,
    ColourSteps,
    Tensors,
    Measures,
    Hashes,
    Rows,
    Scans,
    Shown,
):
    """Operations on a column of pictures."""

    _name: ClassVar = "img"
    _dtype: ClassVar = ImageDtype
    _hint: ClassVar = 'series.astype("image") makes pictures of paths, bytes and arrays'

    def __new__(cls, series: pandas.Series) -> Any:
        """Return what there is to do with a column: one of paths can be opened."""
        is_open = isinstance(series.dtype, ImageDtype)
        if not is_open and pandas.api.types.infer_dtype(series, skipna=True) in _UNOPENED:
            return Unopened(series)
        return super().__new__(cls)
