"""``.img``: steps that change where pixels are."""

from __future__ import annotations

from typing import Any

import pandas

from pandas_ext.accessors.base import MediaAccessor
from pandas_ext.ops.image.crop import CenterCrop, Crop, Pad
from pandas_ext.ops.image.fit import Fit, Letterbox
from pandas_ext.ops.image.flip import ExifTranspose, Flip
from pandas_ext.ops.image.resize import Resize
from pandas_ext.ops.image.rotate import Rotate
from pandas_ext.ops.image.thumbnail import Thumbnail

_EDGES = ("left", "top", "right", "bottom")


class GeometrySteps(MediaAccessor):
    """Sizes, parts and directions. Every argument may be a column, with a value for each row."""

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

    def pad(
        self, left: Any = 0, top: Any = 0, right: Any = 0, bottom: Any = 0, *, fill: Any = 0
    ) -> pandas.Series:
        """Put a border around each picture.

        Parameters
        ----------
        left, top, right, bottom : int or Series of int
            Its width on each side, in pixels.
        fill : int, str, tuple or Series of these
            Its colour, as for :meth:`letterbox`.

        Examples
        --------
        >>> import numpy as np, pandas as pd, pandas_ext
        >>> pictures = pd.Series([np.full((1, 1), 7, "uint8")], dtype="image")
        >>> pictures.img.pad(left=1, right=1, fill=255)[0].to_numpy()
        array([[255,   7, 255]], dtype=uint8)
        """
        return self._then(Pad, left=left, top=top, right=right, bottom=bottom, fill=fill)

    def crop(
        self, box: Any = None, *, left: Any = 0, top: Any = 0, right: Any = None, bottom: Any = None
    ) -> pandas.Series:
        """Cut out a box; what of it lies outside of a picture is 0.

        Parameters
        ----------
        box : tuple, Series of tuples, or DataFrame, optional
            Left, top, right and bottom edge in pixels; right and bottom are not part of it. A frame
            has a column of each of these names.
        left, top, right, bottom : int or Series of int
            The same one by one.

        Raises
        ------
        TypeError
            If neither a box nor right and bottom are given.

        Examples
        --------
        >>> import numpy as np, pandas as pd, pandas_ext
        >>> pictures = pd.Series([np.arange(12, dtype="uint8").reshape(3, 4)] * 2, dtype="image")
        >>> boxes = pd.Series([(0, 0, 2, 1), (1, 1, 4, 3)])
        >>> [picture.to_numpy().tolist() for picture in pictures.img.crop(boxes)]
        [[[0, 1]], [[5, 6, 7], [9, 10, 11]]]
        """
        if isinstance(box, pandas.DataFrame):
            return self._then(Crop, **{edge: box[edge] for edge in _EDGES})
        if isinstance(box, pandas.Series):
            return self._then(_boxed, box=box)
        if box is not None:
            return self._then(_boxed, box=tuple(box))
        if right is None or bottom is None:
            raise TypeError("crop needs a box, or its right and bottom edges")
        return self._then(Crop, left=left, top=top, right=right, bottom=bottom)

    def center_crop(self, width: Any, height: Any = None) -> pandas.Series:
        """Cut out the middle; what of it lies outside of a picture is 0.

        Parameters
        ----------
        width, height : int or Series of int
            Pixels; the height is the width by default.

        Examples
        --------
        >>> import numpy as np, pandas as pd, pandas_ext
        >>> pictures = pd.Series([np.arange(12, dtype="uint8").reshape(3, 4)], dtype="image")
        >>> pictures.img.center_crop(2, 1)[0].to_numpy()
        array([[5, 6]], dtype=uint8)
        """
        return self._then(CenterCrop, width=width, height=width if height is None else height)

    def flip(self, direction: Any = "horizontal") -> pandas.Series:
        """Mirror.

        Parameters
        ----------
        direction : {"horizontal", "vertical", "both"} or Series of these
            Horizontal exchanges left and right.

        Examples
        --------
        >>> import numpy as np, pandas as pd, pandas_ext
        >>> pictures = pd.Series([np.array([[1, 2, 3]], "uint8")], dtype="image")
        >>> pictures.img.flip()[0].to_numpy()
        array([[3, 2, 1]], dtype=uint8)
        """
        return self._then(Flip, direction=direction)

    def rotate(
        self,
        angle: Any,
        *,
        expand: bool = False,
        fill: Any = 0,
        filter: Any = "bilinear",  # noqa: A002 - the word of the field
    ) -> pandas.Series:
        """Turn around the middle.

        Parameters
        ----------
        angle : float or Series of float
            Degrees, counter-clockwise.
        expand : bool
            Whether results are as large as turned pictures; otherwise each has the size of its
            picture, and corners are cut off.
        fill : int, str, tuple or Series of these
            Colour of what is left empty, as for :meth:`letterbox`.
        filter : {"nearest", "bilinear", "bicubic"}
            How to resample; quarter turns need none.

        Examples
        --------
        >>> import numpy as np, pandas as pd, pandas_ext
        >>> pictures = pd.Series([np.array([[1, 2], [3, 4]], "uint8")], dtype="image")
        >>> pictures.img.rotate(90)[0].to_numpy()
        array([[2, 4],
               [1, 3]], dtype=uint8)
        """
        return self._then(Rotate, angle=angle, expand=expand, fill=fill, filter=filter)

    def exif_transpose(self) -> pandas.Series:
        """Turn pictures upright as their files state how the camera was held.

        Pictures without that, and pixels in memory, stay as they are; so do those that have been
        turned upright before.

        Examples
        --------
        >>> import numpy as np, pandas as pd, pandas_ext
        >>> pictures = pd.Series([np.array([[1, 2]], "uint8")], dtype="image")
        >>> pictures.img.exif_transpose()[0].to_numpy()
        array([[1, 2]], dtype=uint8)
        """
        return self._then(ExifTranspose)


def _boxed(box: Any) -> Crop:
    """Return the step that cuts out a box given as four edges."""
    edges = tuple(box)
    if len(edges) != 4:
        raise ValueError(f"a box is left, top, right and bottom edge, not {box!r}")
    return Crop(*edges)
