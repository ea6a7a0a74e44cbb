"""``.img``: steps that change where pixels are."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas

from pandas_ext.accessors.base import MediaAccessor
from pandas_ext.ops.image.crop import CenterCrop, Crop, Pad
from pandas_ext.ops.image.flip import ExifTranspose, Flip
from pandas_ext.ops.image.rotate import Rotate

_EDGES = ("left", "top", "right", "bottom")


class GeometrySteps(MediaAccessor):
    """Parts and directions. Every argument may be a column, with a value for each row."""

    def pad(
        self, left: Any = 0, top: Any = 0, right: Any = 0, bottom: Any = 0, *, fill: Any = 0
    ) -> pandas.Series:
        """Put a border around each picture.

        Parameters
        ----------
        left, top, right, bottom : int or Series of int
            Its width on each side, in pixels.
        fill : int, str, tuple or Series of these
            Its colour, as for ``letterbox``.

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
        box : tuple, Series of tuples, array of shape (rows, 4), or DataFrame, optional
            Left, top, right and bottom edge in pixels; right and bottom are not part of it. A frame
            has a column of each of these names, and a Series that has them as labels is one box.
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
            return self._then(Crop, **dict(box[[*_EDGES]].items()))
        if isinstance(box, pandas.Series) and sorted(box.index, key=str) == sorted(_EDGES):
            box = tuple(box[[*_EDGES]])
        if isinstance(box, pandas.Series):
            return self._then(_boxed, box=box)
        if np.ndim(box) == 2:
            return self._then(_boxed, box=np.asarray(box))
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
            Colour of what is left empty, as for ``letterbox``.
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
