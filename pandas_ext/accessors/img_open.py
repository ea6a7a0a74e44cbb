"""From paths, URLs, bytes and open files to pictures."""

from __future__ import annotations

from typing import Any

import pandas

from pandas_ext.dtypes.image import ImageDtype
from pandas_ext.settings import OnError


class Unopened:
    """``.img`` of a column that holds no pictures yet: of text, or of objects.

    Parameters
    ----------
    series : Series
        Paths, URLs, bytes or open files.
    """

    def __init__(self, series: pandas.Series) -> None:
        self._series = series

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):  # a copy that is being made has no series yet
            raise AttributeError(name)
        raise AttributeError(
            f"no {name!r}: a column of dtype {self._series.dtype} holds no pictures yet; "
            ".img.open() makes them of paths, URLs, bytes and open files",
            name=name,
            obj=self,
        )

    def open(self, *, on_error: OnError | None = None) -> Any:
        """Return the pictures that the cells stand for.

        Parameters
        ----------
        on_error : {"raise", "null", "report"}, optional
            By default nothing is read, and a file that is no picture is found when it is needed.
            Given, all headers are read, and a file that cannot be is an error, a missing value, or
            this and a frame that has the reason in a column ``error``.

        Returns
        -------
        Series of image
            With the index and name of the column.

        Raises
        ------
        TypeError
            If a cell is no path, URL, bytes or open file.
        MediaError
            With ``on_error="raise"``: naming row, file and reason.

        Examples
        --------
        >>> import pandas as pd, pandas_ext
        >>> pd.Series(["a.jpg", None]).img.open().isna().tolist()
        [False, True]
        """
        pictures = self._series.astype(ImageDtype())
        return pictures if on_error is None else pictures.img.check(on_error=on_error)


def open_images(files: Any, *, on_error: OnError | None = None) -> Any:
    """Return a column of pictures.

    Parameters
    ----------
    files : Series or sequence
        Paths, URLs of schemes that ``options.schemes`` allows, bytes, or open files.
    on_error : {"raise", "null", "report"}, optional
        By default nothing is read; see :meth:`Unopened.open`.

    Examples
    --------
    >>> import pandas_ext
    >>> pandas_ext.open_images([b"GIF89a"], on_error="report").error[0]
    'damaged GIF: its header cannot be read'
    """
    is_column = isinstance(files, pandas.Series)
    column = files if is_column else pandas.Series(list(files), dtype=object)
    return Unopened(column).open(on_error=on_error)
