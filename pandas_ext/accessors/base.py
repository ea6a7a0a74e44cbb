"""What the accessors of media columns share: from a column to a column, and errors by row label."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

import numpy as np
import pandas
from numpy.typing import NDArray
from pandas.api.extensions import ExtensionArray, ExtensionDtype

from pandas_ext.arrays.steps import made_by_row
from pandas_ext.errors import MediaError
from pandas_ext.parallel import Budget, Outcome, map_rows
from pandas_ext.settings import OnError

_ON_ERROR = ("raise", "null", "report")


class MediaAccessor:
    """An accessor of a column of handles.

    Parameters
    ----------
    series : Series
        A column of the accessor's dtype.

    Raises
    ------
    AttributeError
        If it is of another dtype.
    """

    _name: ClassVar[str]
    _dtype: ClassVar[type[ExtensionDtype]]
    _hint: ClassVar[str]

    def __init__(self, series: pandas.Series) -> None:
        if not isinstance(series.dtype, self._dtype):
            raise AttributeError(
                f"Can only use .{self._name} accessor with {self._dtype().name} values, not "
                f"{series.dtype}: {self._hint}"
            )
        self._series = series

    @property
    def _array(self) -> Any:
        return self._series.array

    def _wrapped(self, array: Any) -> pandas.Series:
        """Return a column with the index and name of this one."""
        index, name = self._series.index, self._series.name
        return self._series._constructor(array, index=index, name=name, copy=False)

    def _aligned(self, value: Any) -> Any:
        """Return an argument: a column as its values for these rows, ``None`` where missing.

        A Series is aligned by label; an array has no labels, and a value for each row.

        Raises
        ------
        ValueError
            If an array has more or fewer.
        """
        if isinstance(value, np.ndarray) and not value.ndim:
            return value.item()
        if isinstance(value, (np.ndarray, pandas.Index, ExtensionArray)):
            if len(value) != len(self._series):
                raise ValueError(
                    f"Length of values ({len(value)}) does not match length of index "
                    f"({len(self._series)})"
                )
            cells = np.fromiter(value, object, len(value))
            value = pandas.Series(cells, index=self._series.index)
        if not isinstance(value, pandas.Series):
            return value
        if not value.index.equals(self._series.index):
            value = value.reindex(self._series.index)
        values: NDArray[np.object_] = value.astype(object).to_numpy(copy=True)
        values[value.isna().to_numpy()] = None
        return values

    def _made(self, make: Callable[..., Any], **arguments: Any) -> list[Any]:
        """Return what is made of the arguments for each row; ``None`` where something is missing.

        An argument that is ``None`` is left out.
        """
        given = {name: self._aligned(a) for name, a in arguments.items() if a is not None}
        made: list[Any] = [None] * len(self._series)

        def fill() -> None:
            for k, one in made_by_row(self._array.cells, make, given):
                made[k] = one

        self._located(fill)
        return made

    def _then(self, make: Callable[..., Any], **arguments: Any) -> pandas.Series:
        """Return the column with one step more; nothing is read."""
        given = {name: self._aligned(value) for name, value in arguments.items()}
        return self._wrapped(self._located(lambda: self._array.then(make, given)))

    def _located(self, call: Callable[[], Any]) -> Any:
        """Make a call over the rows; its error names the row by label."""
        try:
            return call()
        except MediaError as error:
            raise error.relabelled(self._series.index) from error.__cause__

    def check(self, *, on_error: OnError = "raise") -> Any:
        """Read the headers of all files; a file that cannot be read is missing in the result.

        Parameters
        ----------
        on_error : {"raise", "null", "report"}
            With ``"report"``, a frame with the reasons in a column ``error``.
        """

        def checked(cell: Any, _: Budget) -> Any:
            cell.check()
            return cell

        return self._facts(checked, self._series.dtype, on_error)

    def _facts(
        self,
        of: Callable[[Any, Budget], Any],
        dtype: Any = object,
        on_error: OnError = "raise",
    ) -> Any:
        """Return a column of what a function gives for each cell that is not missing."""
        return self._outcome(self._mapped(of, on_error), dtype, on_error)

    def _mapped(
        self, of: Callable[[Any, Budget], Any], on_error: OnError, rows: Any = None
    ) -> Outcome[Any]:
        """Return what a function gives for each row: the cells, or what is given for each."""
        stop = stops(on_error)
        cells = self._array.cells if rows is None else rows
        return self._located(lambda: map_rows(of, cells, stop_at_error=stop))

    def _outcome(self, outcome: Outcome[Any], dtype: Any, on_error: OnError) -> Any:
        """Return results as a column, or as ``on_error`` asks."""
        values = pandas.Series(outcome.results, index=self._series.index, dtype=object)
        column = self._wrapped(pandas.array(values.array, dtype=dtype))
        return self._reported(column, outcome, on_error)

    def _reported(self, column: pandas.Series, outcome: Outcome[Any], on_error: OnError) -> Any:
        """Return a column as ``on_error`` asks: with ``"report"``, in a frame with the reasons."""
        if on_error != "report":
            return column
        name = "value" if column.name in (None, "error") else column.name
        return column._constructor_expanddim(
            {name: column, "error": _reasons(outcome)}, index=column.index
        )

    def _reported_frame(
        self, columns: dict[str, Any], outcome: Outcome[Any], on_error: OnError
    ) -> pandas.DataFrame:
        """Return columns as a frame; with ``"report"``, the reasons in one more."""
        reasons = {"error": _reasons(outcome)} if on_error == "report" else {}
        return self._series._constructor_expanddim({**columns, **reasons}, index=self._series.index)


def _reasons(outcome: Outcome[Any]) -> Any:
    """Return why each row failed, missing where it did not."""
    reasons: list[str | None] = [None] * len(outcome.results)
    for place, error in outcome.errors.items():
        reasons[place] = str(error)
    return pandas.array(reasons, dtype="str")


def stops(on_error: OnError) -> bool:
    """Tell whether the first row that fails ends a call.

    Raises
    ------
    ValueError
        If there is no such choice.
    """
    if on_error not in _ON_ERROR:
        raise ValueError(f"on_error is one of {', '.join(_ON_ERROR)}, not {on_error!r}")
    return on_error == "raise"
