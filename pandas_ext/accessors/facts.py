"""What headers say, for all cells of a column, as columns of a frame."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, ClassVar

import pandas

from pandas_ext.accessors.base import MediaAccessor
from pandas_ext.settings import OnError


class FactsAccessor(MediaAccessor):
    """An accessor of cells whose headers say something."""

    _table: ClassVar[Mapping[str, tuple[Any, Callable[[Any], Any]]]]
    """Names of facts, the dtype of each, and how to get it of a cell."""

    def _fact(self, name: str) -> pandas.Series:
        dtype, of = self._table[name]
        column: pandas.Series = self._facts(lambda cell, _: of(cell), dtype)
        return column

    def facts(self, *, on_error: OnError = "raise") -> pandas.DataFrame:
        """Return all facts as columns of a frame.

        Parameters
        ----------
        on_error : {"raise", "null", "report"}
            What becomes of a file that cannot be read: an error, missing facts, or these and a
            column ``error`` with the reason.

        Returns
        -------
        DataFrame
            With the index of the column.

        Raises
        ------
        MediaError
            Naming row, file and reason.
        """
        return self._columns(self._table, on_error)

    def _columns(
        self, table: Mapping[str, tuple[Any, Callable[[Any], Any]]], on_error: OnError
    ) -> pandas.DataFrame:
        """Return the facts of a table as columns of a frame."""
        outcome = self._mapped(lambda cell, _: [of(cell) for _, of in table.values()], on_error)
        nothing = [None] * len(table)
        rows = [nothing if row is None else row for row in outcome.results]
        columns: dict[str, Any] = {
            name: pandas.array([row[k] for row in rows], dtype=dtype)
            for k, (name, (dtype, _)) in enumerate(table.items())
        }
        return self._reported_frame(columns, outcome, on_error)
