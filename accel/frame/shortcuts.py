"""One cell or one column of an object in memory: pandas' own steps, without those in vain.

Loops over cells make such a call per cell, so the few steps of a wrapper would show. The answer is
made by what pandas makes it with in the end; any other key goes the whole way.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any, Final

import pandas

_FLAT: Final = frozenset((pandas.Index, pandas.RangeIndex))  # get_loc takes no part of a label


def _cell(original: Callable[[Any, Any], Any]) -> Callable[[Any, Any], Any]:
    @functools.wraps(original)
    def __getitem__(self: Any, key: Any) -> Any:  # noqa: N807
        if type(key) is str or type(key) is int:
            index = self._mgr.axes[0]
            if type(index) in _FLAT:
                place = index.get_loc(key)
                if type(place) is int:
                    return self._ixs(place)
        return original(self, key)

    return __getitem__


def _column(original: Callable[[Any, Any], Any]) -> Callable[[Any, Any], Any]:
    @functools.wraps(original)
    def __getitem__(self: Any, key: Any) -> Any:  # noqa: N807
        if type(key) is str:
            columns = self._mgr.axes[0]
            if type(columns) in _FLAT:
                try:
                    place = columns.get_loc(key)
                except KeyError:
                    place = None
                if type(place) is int:
                    return self._ixs(place, axis=1)
        return original(self, key)

    return __getitem__


SHORT: Final = {"DataFrame": _column, "Series": _cell}
