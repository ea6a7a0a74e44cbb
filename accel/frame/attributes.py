"""Attributes of our classes: what a lazy object tells of itself, and its accessors.

This module is loaded with ``accel.pandas``; what plans need is imported at the first plan.
"""

from __future__ import annotations

import contextlib
import functools
from collections.abc import Callable
from typing import Any, Final

import numpy as np
import pandas
from pandas.core.arrays.categorical import CategoricalAccessor
from pandas.core.indexes.accessors import CombinedDatetimelikeProperties
from pandas.core.indexing import _iLocIndexer, _LocIndexer
from pandas.core.strings.accessor import StringMethods

from accel.frame.caller import from_pandas
from accel.frame.core import DataFrame, Series, adopt, lazy_state
from accel.frame.handed import array_of
from accel.frame.lazy import is_lazy, is_planned, state_of
from accel.frame.stacklevel import at_user_line
from accel.frame.standin import adopting
from accel.plan.errors import DataDependent, Unsupported
from accel.settings import options


def _answered(obj: Any, get: Callable[[Any], Any], original: Callable[[Any], Any]) -> Any:
    """Return what a lazy object's plan tells; any other object has pandas do it."""
    state = lazy_state(obj)
    if state is not None:
        with contextlib.suppress(Unsupported, DataDependent):
            return get(state)
    return original(obj)


def _lazily(base: Any, get: Callable[[Any], Any]) -> property:
    """Return an attribute that answers for lazy objects, and is pandas' own for the others."""
    original = base.fget

    def read(self: Any) -> Any:
        return original(self) if "_mgr" in self.__dict__ else _answered(self, get, original)

    return property(read, doc=base.__doc__)


def _assigned(base: Any, assign: Callable[[Any, Any], None]) -> Callable[[Any, Any], None]:
    """Return the setter of an attribute that is assigned to lazy objects in their plan."""
    original = base.__set__

    def write(self: Any, value: Any) -> None:
        if "_mgr" not in self.__dict__ and is_lazy(self):
            try:
                assign(self, value)
            except Unsupported:
                pass
            else:
                return
        original(self, value)

    return write


def _count(state: Any) -> int:
    from accel.frame.rows import count_rows

    return count_rows(state.space)


def _columns(state: Any) -> Any:
    state.labels = state.labels.public()
    return state.labels.index


def _dtypes(state: Any) -> Any:
    from accel.frame.facts import certain, sure

    dtypes = [sure(expr).dtype for expr in certain(state).columns]
    return Series(dtypes, index=_columns(state), dtype=object)


def _dtype(state: Any) -> Any:
    from accel.frame.facts import certain, sure

    return sure(certain(state).expr).dtype


def _set_columns(frame: Any, value: Any) -> None:
    from accel.frame.labels import set_columns

    set_columns(frame, value)


def _set_name(series: Any, value: Any) -> None:
    from accel.frame.labels import set_name

    set_name(series, value)


# What pandas reads several times in a call: of objects in memory at once.

_COLUMNS: Final = pandas.DataFrame.__dict__["columns"].__get__
_SHAPE: Final = pandas.DataFrame.shape.fget
_DTYPE: Final = pandas.Series.dtype.fget


def _computed_length(obj: Any) -> int:
    return len(obj._mgr.axes[-1])


def _read_columns(self: Any) -> Any:
    manager = self.__dict__.get("_mgr")
    return _answered(self, _columns, _COLUMNS) if manager is None else manager.axes[0]


def _read_shape(self: Any) -> Any:
    manager = self.__dict__.get("_mgr")
    if manager is None:
        return _answered(self, lambda s: (_count(s), len(s.columns)), _SHAPE)
    columns, index = manager.axes
    return len(index), len(columns)


def _read_dtype(self: Any) -> Any:
    manager = self.__dict__.get("_mgr")
    return _answered(self, _dtype, _DTYPE) if manager is None else manager.blocks[0].dtype


def _length(self: Any) -> int:
    manager = self.__dict__.get("_mgr")
    return _answered(self, _count, _computed_length) if manager is None else len(manager.axes[-1])  # type: ignore[no-any-return]


class _OnClass:
    """An attribute that gives pandas' own accessor class when read from our class.

    As in pandas, it is no property: a program may set an attribute of that name.
    """

    def __init__(self, get: Callable[[Any], Any], kind: type) -> None:
        self.get = get
        self.kind = kind

    def __get__(self, obj: Any, owner: Any = None) -> Any:
        return self.kind if obj is None else self.get(obj)


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


def _over_accessor(kind: Any) -> _OnClass:
    return _OnClass(lambda obj: adopting(kind(obj)), kind)


def _from_arrow(base: Any) -> Any:
    original = base.from_arrow.__func__

    @functools.wraps(original)
    def from_arrow(cls: Any, data: Any) -> Any:
        return adopt(original(cls, data))

    return classmethod(from_arrow)


def _loc(obj: Any) -> Any:
    manager = obj.__dict__.get("_mgr")
    if manager is not None and len(manager.axes[-1]) < options._min_rows:
        return _LocIndexer("loc", obj)
    if is_planned(obj):
        from accel.frame.indexers import LocIndexer

        return LocIndexer("loc", obj)
    return _LocIndexer("loc", obj)


def _iloc(obj: Any) -> Any:
    if "_mgr" not in obj.__dict__ and is_lazy(obj):
        from accel.frame.indexers import ILocIndexer

        return ILocIndexer("iloc", obj)
    return _iLocIndexer("iloc", obj)


def _base(cls: type, name: str) -> Any:
    for parent in cls.__mro__:
        if name in parent.__dict__:
            return parent.__dict__[name]
    raise AttributeError(name)


def _put(cls: type, name: str, made: property) -> None:
    """Set a property on a class; it knows its name, which errors tell."""
    setattr(cls, name, made)
    made.__set_name__(cls, name)  # type: ignore[attr-defined]


def _handing_out(base: property) -> property:
    """Return an attribute that gives out the memory of a series."""
    original = base.fget
    assert original is not None
    warning = at_user_line(original)  # pandas counts frames

    def read(self: Any) -> Any:
        may_warn = isinstance(self.dtype, (pandas.PeriodDtype, pandas.IntervalDtype))
        return array_of(self, (warning if may_warn else original)(self))

    return property(read, doc=base.__doc__)


def install() -> None:
    """Put the attributes on our classes."""
    columns, name = _base(pandas.DataFrame, "columns"), _base(pandas.Series, "name")
    attributes: list[tuple[type, str, property]] = [
        (DataFrame, "columns", property(_read_columns, _assigned(columns, _set_columns))),
        (DataFrame, "shape", property(_read_shape)),
        (DataFrame, "ndim", property(lambda self: 2)),
        (Series, "ndim", property(lambda self: 1)),
        (Series, "dtype", property(_read_dtype)),
        (Series, "name", property(name.fget, _assigned(name, _set_name))),
    ]
    for cls, attribute, made in attributes:
        doc = _base(cls.__mro__[1], attribute).__doc__
        _put(cls, attribute, property(made.fget, made.fset, doc=doc))
    answers: list[tuple[type, str, Callable[[Any], Any]]] = [
        (DataFrame, "size", lambda s: _count(s) * len(s.columns)),
        (DataFrame, "empty", lambda s: not s.columns or _count(s) == 0),
        (DataFrame, "dtypes", _dtypes),
        (Series, "shape", lambda s: (_count(s),)),
        (Series, "size", _count),
        (Series, "empty", lambda s: _count(s) == 0),
        (Series, "dtypes", _dtype),
    ]
    for cls, attribute, get in answers:
        _put(cls, attribute, _lazily(_base(cls.__mro__[1], attribute), get))
    for attribute in ("array", "values"):
        _put(Series, attribute, _handing_out(_base(pandas.Series, attribute)))
    for cls in (DataFrame, Series):
        setattr(cls, "__len__", functools.wraps(cls.__mro__[1].__len__)(_length))  # noqa: B010 - mypy
        _put(cls, "loc", property(_loc, doc=pandas.DataFrame.loc.__doc__))
        _put(cls, "iloc", property(_iloc, doc=pandas.DataFrame.iloc.__doc__))
    setattr(Series, "str", _OnClass(_text, StringMethods))  # noqa: B010
    setattr(Series, "cat", _OnClass(_categories, CategoricalAccessor))  # noqa: B010
    setattr(Series, "dt", _OnClass(_dates, CombinedDatetimelikeProperties))  # noqa: B010
    for accessor in ("list", "struct", "sparse"):
        setattr(Series, accessor, _over_accessor(getattr(pandas.Series, accessor)))
    setattr(DataFrame, "sparse", _over_accessor(pandas.DataFrame.sparse))  # noqa: B010
    for cls in (DataFrame, Series):
        setattr(cls, "from_arrow", _from_arrow(cls.__mro__[1]))  # noqa: B010
