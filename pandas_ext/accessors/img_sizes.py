"""``.img``: steps that resample pictures to a size."""

from __future__ import annotations

from typing import Any

import pandas

from pandas_ext.accessors.base import MediaAccessor
from pandas_ext.ops.image.fit import Fit, Letterbox
from pandas_ext.ops.image.resize import Resize
from pandas_ext.ops.image.thumbnail import Thumbnail


class SizeSteps(MediaAccessor):
    """Sizes. Every argument may be a column, with a value for each row."""

    def resize(
        self,
        width: Any = 0,
        height: Any = 0,
        *,
        filter: Any = "bilinear",  # noqa: A002 - the word of the field
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
            JPEGs; pixels of photographs then differ by less than 2 levels on average.

        Returns
        -------
        Series of image
            Nothing is read or decoded until pixels are needed.

        Examples
        --------
        >>> import numpy as np, pandas as pd, pandas_ext
        >>> pictures = pd.Series([np.zeros((40, 60, 3), "uint8")], dtype="image")
        >>> pictures.img.resize(width=30)
        0    <RGB 30x20>
        dtype: image
        """
        return self._then(Resize, width=width, height=height, filter=filter, reducing=reducing)

    def thumbnail(
        self,
        width: Any,
        height: Any = None,
        *,
        filter: Any = "bicubic",  # noqa: A002 - the word of the field
        reducing: bool = False,
    ) -> pandas.Series:
        """Shrink to at most a width and height; pictures keep their shapes, none is enlarged.

        Parameters
        ----------
        width, height : int or Series of int
            Pixels at most; the height is the width by default.
        filter : str
            As for :meth:`resize`.
        reducing : bool
            As for :meth:`resize`.

        Examples
        --------
        >>> import numpy as np, pandas as pd, pandas_ext
        >>> sizes = [(40, 60), (8, 8)]
        >>> pictures = pd.Series([np.zeros(size, "uint8") for size in sizes], dtype="image")
        >>> pictures.img.thumbnail(30)
        0    <L 30x20>
        1      <L 8x8>
        dtype: image
        """
        height = width if height is None else height
        return self._then(Thumbnail, width=width, height=height, filter=filter, reducing=reducing)

    def fit(
        self,
        width: Any,
        height: Any = None,
        *,
        filter: Any = "bicubic",  # noqa: A002 - the word of the field
        centering: Any = (0.5, 0.5),
        reducing: bool = False,
    ) -> pandas.Series:
        """Cut off what is too wide or too high for a size, and resample the rest to it.

        Parameters
        ----------
        width, height : int or Series of int
            Pixels; the height is the width by default.
        filter : str
            As for :meth:`resize`.
        centering : (float, float) or Series of tuples
            Where the part that stays lies: 0 is left or top, 1 right or bottom.
        reducing : bool
            As for :meth:`resize`.

        Examples
        --------
        >>> import numpy as np, pandas as pd, pandas_ext
        >>> pictures = pd.Series([np.zeros((40, 60), "uint8")], dtype="image[L]")
        >>> pictures.img.fit(16).dtype
        image[L, 16x16]
        """
        height = width if height is None else height
        return self._then(
            Fit, width=width, height=height, filter=filter, centering=centering, reducing=reducing
        )

    def letterbox(
        self,
        width: Any,
        height: Any = None,
        *,
        fill: Any = 0,
        filter: Any = "bicubic",  # noqa: A002 - the word of the field
        centering: Any = (0.5, 0.5),
        reducing: bool = False,
    ) -> pandas.Series:
        """Resample to the largest size that fits into a box, and fill the box with a colour.

        Parameters
        ----------
        width, height : int or Series of int
            Pixels of the box; the height is the width by default.
        fill : int, str, tuple or Series of these
            The colour: of all channels, its CSS name, or a number for each channel.
        filter : str
            As for :meth:`resize`.
        centering : (float, float) or Series of tuples
            Where the picture lies: 0 is left or top, 1 right or bottom.
        reducing : bool
            As for :meth:`resize`.

        Examples
        --------
        >>> import numpy as np, pandas as pd, pandas_ext
        >>> pictures = pd.Series([np.full((1, 2), 7, "uint8")], dtype="image")
        >>> pictures.img.letterbox(2, fill=9, centering=(0, 0))[0].to_numpy()
        array([[7, 7],
               [9, 9]], dtype=uint8)
        """
        height = width if height is None else height
        return self._then(
            Letterbox, width=width, height=height, fill=fill, filter=filter, centering=centering,
            reducing=reducing,
        )  # fmt: skip
