"""``.img``: from rows to more or fewer rows, and to what a function makes of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal

import numpy as np
import pandas

from pandas_ext.accessors.base import MediaAccessor, stops
from pandas_ext.arrays.image import ImageArray, image_of, mode_of
from pandas_ext.arrays.image_rows import applied, frames_of, tiles_of
from pandas_ext.arrays.tensor import TensorArray
from pandas_ext.dtypes.image import ImageDtype
from pandas_ext.ops.image.check import one_of, whole
from pandas_ext.ops.image.mosaic import Mosaic
from pandas_ext.settings import OnError


class Rows(MediaAccessor):
    """Frames, tiles and functions."""

    def explode(self) -> pandas.DataFrame:
        """Return one row for each frame of an animation, page of a document, slice of a volume.

        Returns
        -------
        DataFrame
            A column of pictures, named as this one (``"image"`` without a name), and ``frame``,
            from 0; labels are repeated. A missing picture gives one missing row.

        Raises
        ------
        MediaError
            If a file cannot be read; the error names its row.

        Examples
        --------
        >>> import io, numpy as np, pandas as pd, pandas_ext
        >>> from PIL import Image
        >>> pages, file = [Image.new("L", (3, 2), grey) for grey in (7, 8)], io.BytesIO()
        >>> pages[0].save(file, "TIFF", save_all=True, append_images=pages[1:])
        >>> frames = pd.Series([file.getvalue()], dtype="image").img.explode()
        >>> frames["frame"].tolist()
        [0, 1]
        >>> frames["image"].img.max().tolist()
        [7.0, 8.0]
        """
        array, rows, numbers = self._located(lambda: frames_of(self._array))
        return self._spread(array, rows, {"frame": numbers})

    def tile(
        self,
        width: Any,
        height: Any = None,
        *,
        edge: Literal["keep", "drop", "pad"] = "keep",
    ) -> pandas.DataFrame:
        """Cut each picture into a grid of tiles.

        Parameters
        ----------
        width, height : int or Series of int
            Of a tile, in pixels; the height is the width by default.
        edge : {"keep", "drop", "pad"}
            What becomes of tiles at the right and lower edge that are not whole: smaller tiles,
            none, or tiles filled up with 0.

        Returns
        -------
        DataFrame
            A row for each tile, line by line: a column of pictures, named as this one (``"image"``
            without a name), ``row`` and ``column`` in the grid, and ``left`` and ``top`` in pixels;
            labels are repeated. A missing picture gives one missing row.

        Examples
        --------
        >>> import numpy as np, pandas as pd, pandas_ext
        >>> pictures = pd.Series([np.arange(6, dtype="uint8").reshape(2, 3)], dtype="image")
        >>> tiles = pictures.img.tile(2)
        >>> tiles[["row", "column", "left", "top"]].values.tolist()
        [[0, 0, 0, 0], [0, 1, 2, 0]]
        >>> tiles["image"].iloc[1].to_numpy()
        array([[2],
               [5]], dtype=uint8)
        """
        edge = one_of("edge", edge, ("keep", "drop", "pad"))  # type: ignore[assignment]
        sizes = self._made(_size, width=width, height=width if height is None else height)
        array, rows, places = self._located(lambda: tiles_of(self._array, sizes, edge))
        columns = {
            name: [None if place is None else getattr(place, name) for place in places]
            for name in ("row", "column", "left", "top")
        }
        return self._spread(array, rows, columns)

    def untile(self, row: Any, column: Any) -> pandas.Series:
        """Put tiles that have the same label together: the reverse of :meth:`tile`.

        Parameters
        ----------
        row, column : Series of int or sequence
            Line and column of each tile in its grid; a Series has the index of the tiles.

        Returns
        -------
        Series of image
            One row for each label, in the order of their first tiles.

        Raises
        ------
        ValueError
            If a place is empty or taken twice. Tiles that do not fit together raise where pixels
            are needed.

        Examples
        --------
        >>> import numpy as np, pandas as pd, pandas_ext
        >>> pictures = pd.Series([np.arange(6, dtype="uint8").reshape(2, 3)], dtype="image")
        >>> tiles = pictures.img.tile(2)
        >>> tiles["image"].img.untile(tiles["row"], tiles["column"])[0].to_numpy()
        array([[0, 1, 2],
               [3, 4, 5]], dtype=uint8)
        """
        index = self._series.index
        for given in (row, column):
            labels = given.index if isinstance(given, pandas.Series) else index
            if len(given) != len(index) or not labels.equals(index):
                raise ValueError("a line and a column for each tile are needed, in their order")
        codes, uniques = pandas.factorize(index, use_na_sentinel=False)
        labels = index[~index.duplicated()]
        grids: list[dict[tuple[int, int], Any]] = [{} for _ in uniques]
        places = zip(codes, row, column, self._array.cells, strict=True)
        for code, line, place, tile in places:
            if tile is None:
                continue
            at = whole("row", line, 0), whole("column", place, 0)
            if grids[code].setdefault(at, tile) is not tile:
                raise ValueError(f"two tiles of {labels[code]!r} in line {at[0]}, column {at[1]}")
        cells = np.empty(len(labels), object)
        for code, grid in enumerate(grids):
            if grid:
                tiles = tuple((line, place, tile) for (line, place), tile in sorted(grid.items()))
                cells[code] = tiles[0][2].then(Mosaic(tiles))
        array = ImageArray(cells, ImageDtype(self._series.dtype.mode))
        return self._series._constructor(array, index=labels, name=self._series.name)

    def apply(
        self,
        function: Callable[..., Any],
        *args: Any,
        pillow: bool = False,
        on_error: OnError = "raise",
        **kwargs: Any,
    ) -> Any:
        """Call a function for each picture: once for each row, in order, in this thread.

        Parameters
        ----------
        function : callable
            Gets the pixels as a read-only array, shape (height, width[, channels]).
        *args, **kwargs
            Further arguments.
        pillow : bool
            Whether the function gets a Pillow image instead.
        on_error : {"raise", "null", "report"}
            What becomes of a picture that cannot be read: an error, a missing value, or that and a
            frame with a column of reasons. What the function raises is raised, with a note that
            names the row.

        Returns
        -------
        Series
            Of pictures, if all results can be: Pillow images, and arrays of shape (height,
            width[, channels]) of bytes, of 16-bit or of float32 grey levels. Of tensors, if all are
            arrays; otherwise of what pandas infers. ``None`` is missing.

        Examples
        --------
        >>> import numpy as np, pandas as pd, pandas_ext
        >>> pictures = pd.Series([np.array([[1, 2]], "uint8"), None], dtype="image")
        >>> pictures.img.apply(lambda pixels: int(pixels.sum())).tolist()
        [3.0, nan]
        >>> pictures.img.apply(np.transpose).dtype
        image
        >>> pictures.img.apply(lambda pixels: pixels / 255).dtype
        tensor[float64, (1, 2)]
        """
        stop = stops(on_error)
        outcome = self._located(
            lambda: applied(
                self._array,
                lambda value: function(value, *args, **kwargs),
                self._series.index,
                pillow=pillow,
                stop_at_error=stop,
            )
        )
        return self._reported(self._column_of(outcome.results), outcome, on_error)

    def _column_of(self, results: list[Any]) -> pandas.Series:
        """Return what a function gave as a column of what it is."""
        made = [result for result in results if result is not None]
        if made and all(map(_is_picture, made)):
            cells = [None if result is None else image_of(result) for result in results]
            return self._wrapped(pandas.array(cells, dtype=ImageDtype()))
        if made and all(map(_is_tensor, made)):
            return self._wrapped(TensorArray._from_sequence(results))
        return self._series._constructor(results, index=self._series.index, name=self._series.name)

    def _spread(self, array: Any, rows: Any, columns: dict[str, Any]) -> pandas.DataFrame:
        name = "image" if self._series.name is None else self._series.name
        index = self._series.index.take(rows)
        frame = self._series._constructor_expanddim({name: array}, index=index)
        for column, values in columns.items():
            dtype = "Int64" if any(value is None for value in values) else "int64"
            frame[column] = pandas.array(values, dtype=dtype)
        return frame


def _is_picture(value: Any) -> bool:
    if isinstance(value, np.ndarray):
        return mode_of(value) is not None
    return type(value).__module__.partition(".")[0] == "PIL" or isinstance(value, ImageDtype().type)


def _is_tensor(value: Any) -> bool:
    return isinstance(value, np.ndarray) and value.ndim > 0 and value.dtype.kind in "biuf"


def _size(width: Any, height: Any) -> tuple[int, int]:
    return whole("width", width, 1), whole("height", height, 1)
