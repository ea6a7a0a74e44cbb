"""Attributes of our classes: what a lazy object tells of itself, and its accessors.

This module is loaded with ``accel.pandas``; what plans need is imported at the first plan.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas
from pandas.core.arrays.categorical import CategoricalAccessor
from pandas.core.indexes.accessors import CombinedDatetimelikeProperties
from pandas.core.indexing import _iLocIndexer, _LocIndexer
from pandas.core.strings.accessor import StringMethods

from accel.frame.caller import from_pandas
from accel.frame.core import DataFrame, Series, is_lazy, is_planned, lazy_state, state_of
from accel.frame.standin import adopting
from accel.plan.errors import DataDependent, Unsupported


class _Lazily:
    """A descriptor that answers for lazy objects, and is pandas' own for the others."""

    def __init__(
        self,
        base: Any,
        get: Callable[[Any], Any] | None,
        assign: Callable[[Any, Any], None] | None = None,
    ) -> None:
        self.base = base
        self.get = get
        self.assign = assign
        self.__doc__ = getattr(base, "__doc__", None)

    def __get__(self, obj: Any, owner: Any = None) -> Any:
        if obj is None or "_mgr" in obj.__dict__:
            return self.base.__get__(obj, owner)
        get = self.get
        state = None if get is None else lazy_state(obj)
        if get is not None and state is not None:
            with contextlib.suppress(Unsupported, DataDependent):
                return get(state)
        return self.base.__get__(obj, owner)

    def __set__(self, obj: Any, value: Any) -> None:
        if self.assign is not None and "_mgr" not in obj.__dict__ and is_lazy(obj):
            try:
                self.assign(obj, value)
            except Unsupported:
                pass
            else:
                return
        self.base.__set__(obj, value)


def _count(state: Any) -> int:
    from accel.frame.rows import count_rows

    return count_rows(state.space)


def _columns(state: Any) -> Any:
    state.labels = state.labels.public()
    return state.labels.index


def _dtypes(state: Any) -> Any:
    from accel.frame.facts import certain, sure

    dtypes = [sure(expr).dtype for expr in certain(state).columns]
    return Series(dtypes, index=state.labels.index.view(), dtype=object)


def _dtype(state: Any) -> Any:
    from accel.frame.facts import certain, sure

    return sure(certain(state).expr).dtype


def _set_columns(frame: Any, value: Any) -> None:
    from accel.frame.labels import set_columns

    set_columns(frame, value)


def _set_name(series: Any, value: Any) -> None:
    from accel.frame.labels import set_name

    set_name(series, value)


def _length(original: Any) -> Any:
    def __len__(self: Any) -> int:  # noqa: N807
        state = None if "_mgr" in self.__dict__ else lazy_state(self)
        if state is not None:
            with contextlib.suppress(Unsupported, DataDependent):
                return _count(state)
        length: int = original(self)
        return length

    return __len__


class _OnClass(property):
    """A property that gives pandas' own accessor class when read from our class."""

    def __init__(self, get: Callable[[Any], Any], kind: type) -> None:
        super().__init__(get)
        self.kind = kind

    def __get__(self, obj: Any, owner: Any = None) -> Any:
        return self.kind if obj is None else super().__get__(obj, owner)


def _text(series: Any) -> Any:
    planned = type(series) is Series and is_planned(series) and not from_pandas()
    if planned and isinstance(_dtype_now(series), pandas.StringDtype):
        from accel.frame.text import LazyText

        return LazyText(series)
    return adopting(StringMethods(series))


def _dates(series: Any) -> Any:
    if type(series) is Series and is_planned(series) and not from_pandas():
        dtype = _dtype_now(series)
        if isinstance(dtype, np.dtype) and dtype.kind == "M":
            from accel.frame.dates import LazyDates

            return LazyDates(series)
    return adopting(CombinedDatetimelikeProperties(series))


def _categories(series: Any) -> Any:
    return adopting(CategoricalAccessor(series))


def _dtype_now(series: Any) -> Any:
    return state_of(series).expr.dtype if is_lazy(series) else series.dtype  # type: ignore[union-attr]


def _loc(obj: Any) -> Any:
    if is_planned(obj):
        from accel.frame.indexers import LocIndexer

        return LocIndexer("loc", obj)
    return _LocIndexer("loc", obj)


def _iloc(obj: Any) -> Any:
    if is_lazy(obj):
        from accel.frame.indexers import ILocIndexer

        return ILocIndexer("iloc", obj)
    return _iLocIndexer("iloc", obj)


def _base(cls: type, name: str) -> Any:
    for parent in cls.__mro__:
        if name in parent.__dict__:
            return parent.__dict__[name]
    raise AttributeError(name)


def install() -> None:
    """Put the attributes on our classes."""
    answers: list[tuple[type, str, Any, Any]] = [
        (DataFrame, "columns", _columns, _set_columns),
        (DataFrame, "shape", lambda s: (_count(s), len(s.columns)), None),
        (DataFrame, "size", lambda s: _count(s) * len(s.columns), None),
        (DataFrame, "empty", lambda s: not s.columns or _count(s) == 0, None),
        (DataFrame, "dtypes", _dtypes, None),
        (Series, "shape", lambda s: (_count(s),), None),
        (Series, "size", _count, None),
        (Series, "empty", lambda s: _count(s) == 0, None),
        (Series, "dtype", _dtype, None),
        (Series, "dtypes", _dtype, None),
    ]
    for cls, name, get, assign in answers:
        setattr(cls, name, _Lazily(_base(cls.__mro__[1], name), get, assign))
    # pandas asks for these several times a call: nothing but a property is as quick
    setattr(DataFrame, "ndim", property(lambda self: 2, doc=pandas.DataFrame.ndim.__doc__))  # noqa: B010
    setattr(Series, "ndim", property(lambda self: 1, doc=pandas.Series.ndim.__doc__))  # noqa: B010
    named = _Lazily(_base(pandas.Series, "name"), None, _set_name)
    setattr(Series, "name", property(named.base.fget, named.__set__, doc=named.__doc__))  # noqa: B010
    for cls in (DataFrame, Series):
        setattr(cls, "__len__", _length(cls.__mro__[1].__len__))  # noqa: B010 - mypy
        setattr(cls, "loc", property(_loc, doc=pandas.DataFrame.loc.__doc__))  # noqa: B010
        setattr(cls, "iloc", property(_iloc, doc=pandas.DataFrame.iloc.__doc__))  # noqa: B010
    setattr(Series, "str", _OnClass(_text, StringMethods))  # noqa: B010
    setattr(Series, "cat", _OnClass(_categories, CategoricalAccessor))  # noqa: B010
    setattr(Series, "dt", _OnClass(_dates, CombinedDatetimelikeProperties))  # noqa: B010
