"""``.img``: steps that change what pixels are."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import pandas

from pandas_ext.accessors.base import MediaAccessor
from pandas_ext.ops.image.blur import BoxBlur, GaussianBlur, MedianBlur, Sharpen
from pandas_ext.ops.image.check import one_of
from pandas_ext.ops.image.convert import Convert
from pandas_ext.ops.image.equalise import Autocontrast, Equalize
from pandas_ext.ops.image.point import Gamma, Invert, Threshold
from pandas_ext.ops.image.tone import Brightness, Contrast, Saturation

_Blur = GaussianBlur | BoxBlur | MedianBlur
_BLURS: Final[dict[str, Callable[[Any], _Blur]]] = {
    "gaussian": GaussianBlur,
    "box": BoxBlur,
    "median": MedianBlur,
}


class ColourSteps(MediaAccessor):
    """Modes, tones and filters. Every argument may be a column, with a value for each row."""

    def convert(self, mode: Any) -> pandas.Series:
        """Convert to a mode, as Pillow does.

        Parameters
        ----------
        mode : {"L", "LA", "RGB", "RGBA", "CMYK", "I;16", "F"} or Series of these
            Grey levels, colours, 16-bit grey levels, or float32; A is opacity.

        Returns
        -------
        Series of image
            Nothing is read or decoded until pixels are needed.

        Notes
        -----
        Grey levels of colours are ITU-R 601-2's luma, ``(299 R + 587 G + 114 B) / 1000``. What does
        not fit the new mode is cut off: levels above 255 of ``"I;16"`` become 255 in ``"L"``.

        Examples
        --------
        >>> import numpy as np, pandas as pd, pandas_ext
        >>> pictures = pd.Series([np.full((1, 2, 3), (255, 0, 0), "uint8")], dtype="image")
        >>> pictures.img.convert("L")[0].to_numpy()
        array([[76, 76]], dtype=uint8)
        """
        return self._then(Convert, mode=mode)

    def grayscale(self) -> pandas.Series:
        """Convert to grey levels, mode ``"L"``.

        Examples
        --------
        >>> import numpy as np, pandas as pd, pandas_ext
        >>> pd.Series([np.zeros((2, 2, 3), "uint8")], dtype="image").img.grayscale().dtype
        image[L]
        """
        return self._then(Convert, mode="L")

    def brightness(self, factor: Any) -> pandas.Series:
        """Multiply levels; opacity stays.

        Parameters
        ----------
        factor : float or Series of float
            0 is black, 1 the picture as it is.

        Examples
        --------
        >>> import numpy as np, pandas as pd, pandas_ext
        >>> pictures = pd.Series([np.array([[10, 200]], "uint8")], dtype="image")
        >>> pictures.img.brightness(1.5)[0].to_numpy()
        array([[ 15, 255]], dtype=uint8)
        """
        return self._then(Brightness, factor=factor)

    def contrast(self, factor: Any) -> pandas.Series:
        """Multiply the distances of levels to the picture's mean grey level; opacity stays.

        Parameters
        ----------
        factor : float or Series of float
            0 is grey, 1 the picture as it is.

        Examples
        --------
        >>> import numpy as np, pandas as pd, pandas_ext
        >>> pictures = pd.Series([np.array([[90, 110]], "uint8")], dtype="image")
        >>> pictures.img.contrast(2)[0].to_numpy()
        array([[ 80, 120]], dtype=uint8)
        """
        return self._then(Contrast, factor=factor)

    def saturation(self, factor: Any) -> pandas.Series:
        """Multiply the distances of colours to their grey level; opacity stays.

        Parameters
        ----------
        factor : float or Series of float
            0 is grey, 1 the picture as it is.

        Examples
        --------
        >>> import numpy as np, pandas as pd, pandas_ext
        >>> pictures = pd.Series([np.full((1, 1, 3), (255, 0, 0), "uint8")], dtype="image")
        >>> pictures.img.saturation(0)[0].to_numpy()
        array([[[76, 76, 76]]], dtype=uint8)
        """
        return self._then(Saturation, factor=factor)

    def gamma(self, gamma: Any) -> pandas.Series:
        """Raise levels, as parts of the highest one, to a power; opacity stays.

        Parameters
        ----------
        gamma : float or Series of float
            More than 1 darkens, less brightens.

        Examples
        --------
        >>> import numpy as np, pandas as pd, pandas_ext
        >>> pictures = pd.Series([np.array([[0, 51, 255]], "uint8")], dtype="image")
        >>> pictures.img.gamma(2)[0].to_numpy()
        array([[  0,  10, 255]], dtype=uint8)
        """
        return self._then(Gamma, gamma=gamma)

    def invert(self) -> pandas.Series:
        """Subtract levels from the highest one; opacity stays.

        Examples
        --------
        >>> import numpy as np, pandas as pd, pandas_ext
        >>> pd.Series([np.array([[0, 51]], "uint8")], dtype="image").img.invert()[0].to_numpy()
        array([[255, 204]], dtype=uint8)
        """
        return self._then(Invert)

    def threshold(self, threshold: Any) -> pandas.Series:
        """Set levels above a threshold to the highest one, others to 0; opacity stays.

        Parameters
        ----------
        threshold : float or Series of float
            In levels of the mode.

        Examples
        --------
        >>> import numpy as np, pandas as pd, pandas_ext
        >>> pictures = pd.Series([np.array([[10, 128, 129]], "uint8")], dtype="image")
        >>> pictures.img.threshold(128)[0].to_numpy()
        array([[  0,   0, 255]], dtype=uint8)
        """
        return self._then(Threshold, threshold=threshold)

    def autocontrast(self, cutoff: Any = 0) -> pandas.Series:
        """Stretch levels, channel by channel, to the whole range; opacity stays.

        Parameters
        ----------
        cutoff : float or Series of float
            Percent of the pixels, at each end, that do not count.

        Examples
        --------
        >>> import numpy as np, pandas as pd, pandas_ext
        >>> pictures = pd.Series([np.array([[100, 140, 151]], "uint8")], dtype="image")
        >>> pictures.img.autocontrast()[0].to_numpy()
        array([[  0, 200, 255]], dtype=uint8)
        """
        return self._then(Autocontrast, cutoff=cutoff)

    def equalize(self) -> pandas.Series:
        """Make all levels about equally frequent, channel by channel; opacity stays.

        Examples
        --------
        >>> import numpy as np, pandas as pd, pandas_ext
        >>> levels = np.repeat(np.array([[90, 100, 110]], "uint8"), 512, axis=1)
        >>> equal = pd.Series([levels], dtype="image").img.equalize()[0].to_numpy()
        >>> np.unique(equal)
        array([  0, 128, 255], dtype=uint8)
        """
        return self._then(Equalize)

    def blur(self, radius: Any = 2, *, kind: Any = "gaussian") -> pandas.Series:
        """Mix pixels with their neighbours.

        Parameters
        ----------
        radius : float or Series of float
            Pixels: the standard deviation of ``"gaussian"``, the pixels on each side of ``"box"``
            and ``"median"`` (whole ones).
        kind : {"gaussian", "box", "median"} or Series of these
            Which mean of the neighbours.

        Examples
        --------
        >>> import numpy as np, pandas as pd, pandas_ext
        >>> pictures = pd.Series([np.array([[0, 0, 90, 0, 0]], "uint8")], dtype="image")
        >>> pictures.img.blur(1, kind="box")[0].to_numpy()
        array([[ 0, 30, 30, 30,  0]], dtype=uint8)
        """
        return self._then(_blur, radius=radius, kind=kind)

    def sharpen(
        self, radius: Any = 2, *, percent: Any = 150, threshold: Any = None
    ) -> pandas.Series:
        """Add to pictures their difference from blurred ones: unsharp masking.

        Parameters
        ----------
        radius : float or Series of float
            Of the Gaussian blur, in pixels.
        percent : int or Series of int
            How much of the difference.
        threshold : float or Series of float, optional
            Levels of difference that count: by default 3 of pictures of 8 bits, and 0 of more.

        Examples
        --------
        >>> import numpy as np, pandas as pd, pandas_ext
        >>> pictures = pd.Series([np.array([[50, 50, 90, 90]], "uint8")], dtype="image")
        >>> edge = pictures.img.sharpen(1)[0].to_numpy()
        >>> bool(edge[0, 1] < 50), bool(edge[0, 2] > 90)
        (True, True)
        """
        return self._then(Sharpen, radius=radius, percent=percent, threshold=threshold)


def _blur(radius: Any, kind: Any) -> _Blur:
    """Return the step that blurs so."""
    return _BLURS[one_of("kind", kind, _BLURS)](radius)
