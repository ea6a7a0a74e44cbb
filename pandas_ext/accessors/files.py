"""Columns of clips and recordings as files, one a row."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

from pandas_ext.accessors.base import MediaAccessor
from pandas_ext.parallel import Budget
from pandas_ext.settings import OnError
from pandas_ext.writers.names import check_distinct, names_of
from pandas_ext.writers.target import Target


class FilesAccessor(MediaAccessor):
    """An accessor of cells that are written to files."""

    def _written(
        self,
        folder: str | os.PathLike[str],
        name: Any,
        suffix: str,
        data: Callable[[Any, Budget], bytes | memoryview],
        on_error: OnError,
    ) -> Any:
        """Write each cell to a file of its own, and return the paths.

        Parameters
        ----------
        folder : str or PathLike
            A path, made if it is not there, or a URL that fsspec can write to.
        name : str, Series of str or None
            A pattern with ``{index}`` and ``{position}``, or a name for each row;
            the index without.
        suffix : str
            Added to names that do not end in it.
        data : callable
            Gives the bytes of a cell's file.
        on_error : {"raise", "null", "report"}
            What becomes of a cell that cannot be read or written.
        """
        target = Target(folder)
        names = [
            None if given is None or cell is None else _ending(given, suffix)
            for given, cell in zip(
                names_of(list(self._series.index), self._aligned(name)),
                self._array.cells,
                strict=True,
            )
        ]
        check_distinct(self._series.index, names)
        rows = [
            None if own is None else (own, cell)
            for own, cell in zip(names, self._array.cells, strict=True)
        ]

        def write(row: tuple[str, Any], budget: Budget) -> str:
            own, cell = row
            target.write(own, data(cell, budget))
            return target.path(own)

        return self._outcome(self._mapped(write, on_error, rows), "str", on_error)


def _ending(name: str, suffix: str) -> str:
    return name if name.lower().endswith(suffix) else name + suffix
