"""Frames and series in notebooks: cells of media columns are shown, not named.

pandas makes the table. Cells that it formats are noted and stand in its text as marks of two
characters of Unicode's private use with a number between; these are replaced by pictures then. So
only what is shown is decoded.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable
from contextvars import ContextVar
from html import escape
from typing import Any, Final

import pandas

from pandas_ext.dtypes.names import is_media

_noted: Final[ContextVar[list[Any] | None]] = ContextVar("_noted", default=None)
_MARK: Final = re.compile("\ue000(\\d+)\ue001")


def formatter(text: Callable[[Any], str]) -> Callable[[Any], str]:
    """Return how a cell is formatted: as text, or, while a notebook is shown, as a mark."""
    noted = _noted.get()
    if noted is None:
        return text

    def mark(cell: Any) -> str:
        if cell is pandas.NA:
            return text(cell)
        noted.append(cell)
        return f"\ue000{len(noted) - 1}\ue001"

    return mark


def install() -> None:
    """Let frames that have media columns, and these columns, show them in notebooks."""
    original = pandas.DataFrame._repr_html_

    @functools.wraps(original)
    def _repr_html_(self: Any) -> str | None:
        if not any(map(is_media, self.dtypes)):
            shown: str | None = original(self)
            return shown
        return shown_cells(lambda: original(self))

    pandas.DataFrame._repr_html_ = _repr_html_
    pandas.Series._repr_html_ = _ColumnHtml()
    pandas.Series._accessors.add("_repr_html_")  # dir() lists it where there is one


class _ColumnHtml:
    """The method ``_repr_html_`` of media columns; others have none, as in pandas."""

    def __get__(self, column: Any, owner: type) -> Callable[[], str | None]:
        if column is None or not is_media(column.dtype):
            raise AttributeError(f"{owner.__name__!r} object has no attribute '_repr_html_'")
        return functools.partial(_column_html, column)


def _column_html(column: Any) -> str | None:
    """Return a media column as HTML, with the line that ends its text."""
    table: str | None = column.to_frame("" if column.name is None else column.name)._repr_html_()
    if table is None:
        return None
    name = "" if column.name is None else f"Name: {column.name}, "
    return f"{table}<p>{escape(f'{name}Length: {len(column)}, dtype: {column.dtype}')}</p>"


def shown_cells(table: Callable[[], str | None]) -> str | None:
    """Make a table and return it with cells shown."""
    noted: list[Any] = []
    token = _noted.set(noted)
    try:
        text = table()
    finally:
        _noted.reset(token)
    if text is None or not noted:
        return text
    from pandas_ext.display.cells import shown

    pictures = shown(noted)
    return _MARK.sub(lambda found: pictures[int(found[1])], text)
