"""``.img``: what headers say, without decoding."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar, Final

import pandas

from pandas_ext.accessors.facts import FactsAccessor
from pandas_ext.codec.exif import exif_in, read_exif
from pandas_ext.settings import OnError
from pandas_ext.source.base import Source
from pandas_ext.value.image import Image


def _nbytes(image: Image) -> int:
    source = image.source
    return source.size() if isinstance(source, Source) else int(source.array.nbytes)


def _exif(image: Image) -> dict[str, Any]:
    if isinstance(image.source, Source):
        return read_exif(image.source)
    exif = image.metadata.exif
    return exif_in(exif) if exif else {}


_FACTS: Final[dict[str, tuple[Any, Callable[[Image], Any]]]] = {
    "width": ("Int64", lambda image: image.width),
    "height": ("Int64", lambda image: image.height),
    "mode": ("str", lambda image: image.mode),
    "format": ("str", lambda image: image.format or None),
    "nbytes": ("Int64", _nbytes),
    "n_frames": ("Int64", lambda image: image.frames),
    "orientation": ("Int64", lambda image: image.header.orientation),
}


class ImageFacts(FactsAccessor):
    """Facts of pictures. ``facts`` gives all of them at once, and takes ``on_error``."""

    _table: ClassVar = _FACTS

    @property
    def width(self) -> pandas.Series:
        """Pixels from left to right, after all steps; Int64."""
        return self._fact("width")

    @property
    def height(self) -> pandas.Series:
        """Pixels from top to bottom, after all steps; Int64."""
        return self._fact("height")

    @property
    def size(self) -> pandas.Series:
        """Width and height in pixels, as tuples."""
        return self._facts(lambda image, _: (image.width, image.height))

    @property
    def mode(self) -> pandas.Series:
        """What the channels mean, after all steps, as Pillow calls it: ``"RGB"``, ``"L"``, ..."""
        return self._fact("mode")

    @property
    def format(self) -> pandas.Series:
        """Pillow's name of the file's format; missing where pixels are all there is, or steps."""
        return self._fact("format")

    @property
    def nbytes(self) -> pandas.Series:
        """Bytes of the file, encoded, or of the pixels where there is no file; Int64."""
        return self._fact("nbytes")

    @property
    def n_frames(self) -> pandas.Series:
        """Number of pictures in the file: frames of GIF and WebP, pages of TIFF; Int64."""
        return self._fact("n_frames")

    @property
    def orientation(self) -> pandas.Series:
        """How the camera was held, 1 (upright) to 8, as EXIF counts; Int64.

        That of the file: steps do not change it. ``exif_transpose`` turns pictures upright.
        """
        return self._fact("orientation")

    @property
    def exif(self) -> pandas.Series:
        """EXIF data of the file, as dicts from names to values; empty where there are none.

        Of decoded pictures, those of the file that they come from. Coordinates are a dict under
        ``"GPSInfo"``. See ``facts`` for files that cannot be read.
        """
        return self._facts(lambda image, _: _exif(image))

    def facts(self, *, exif: bool = False, on_error: OnError = "raise") -> pandas.DataFrame:
        """Return width, height, mode, format, nbytes, n_frames and orientation as columns.

        Parameters
        ----------
        exif : bool
            Whether to add a column ``exif`` of dicts.
        on_error : {"raise", "null", "report"}
            What becomes of a file that cannot be read: an error, missing facts, or these and a
            column ``error`` with the reason.

        Returns
        -------
        DataFrame
            With the column's index.

        Raises
        ------
        MediaError
            Naming row, file and reason.

        Examples
        --------
        >>> import pandas as pd, pandas_ext
        >>> files = pd.Series([b"GIF89a", b""], dtype="image")
        >>> files.img.facts(on_error="report")["error"][1]
        'the file is empty'
        """
        facts = {**_FACTS, "exif": (object, _exif)} if exif else _FACTS
        return self._columns(facts, on_error)
