"""Looking at pictures."""

from __future__ import annotations

from typing import Any

from pandas_ext.accessors.base import MediaAccessor


class Shown(MediaAccessor):
    """``.img``: contact sheets."""

    def grid(
        self, columns: int | None = None, *, size: int = 128, limit: int = 100, gap: int = 4
    ) -> Any:
        """Return a contact sheet: the first pictures side by side, on one.

        Parameters
        ----------
        columns : int, optional
            Pictures in a row; by default the sheet is about as wide as high.
        size : int
            Pixels of the square that each is shrunk into.
        limit : int
            How many are shown at most; no other is read.
        gap : int
            Pixels between squares.

        Returns
        -------
        Image
            Notebooks show it. Of what is missing or cannot be read, the square is empty.

        Examples
        --------
        >>> import numpy as np, pandas as pd, pandas_ext
        >>> pictures = pd.Series([np.zeros((2, 2), "uint8")] * 4, dtype="image")
        >>> pictures.img.grid(size=10, gap=0)
        <RGB 20x20>
        """
        from pandas_ext.display.grid import grid

        return grid(self._array.cells, columns=columns, size=size, limit=limit, gap=gap)
