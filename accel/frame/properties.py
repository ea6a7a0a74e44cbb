"""What a lazy object tells of itself without being computed."""

from __future__ import annotations

from typing import Any

import pandas

from accel.frame.core import DataFrame, Series, become, is_lazy, state_of
from accel.frame.labels import rename_in_place
from accel.frame.origin import Origin, origin_of
from accel.frame.rows import count_rows
from accel.frame.state import FrameState, SeriesState
from accel.plan.errors import Unsupported


class _Lazily:
    """A descriptor that answers for lazy objects, and is pandas' own for the others."""

    def __init__(self, base: Any, get: Any, set_: Any = None) -> None:
        self.base = base
        self.get = get
        self.set = set_
        self.__doc__ = getattr(base, "__doc__", None)

    def __get__(self, obj: Any, owner: Any = None) -> Any:
        if obj is None:
            return self.base.__get__(None, owner)
        if "_mgr" not in obj.__dict__ and "_accel_state" in obj.__dict__:
            return self.get(obj, obj.__dict__["_accel_state"])
        return self.base.__get__(obj, owner)

    def __set__(self, obj: Any, value: Any) -> None:
        if self.set is not None and is_lazy(obj):
            try:
                self.set(obj, value)
            except Unsupported:
                pass
            else:
                return
        self.base.__set__(obj, value)


def _set_columns(frame: DataFrame, value: Any) -> None:
    state = state_of(frame)
    assert isinstance(state, FrameState)
    meta = state.meta.copy()
    meta.columns = value  # pandas' own errors
    changed = FrameState(state.space, state.columns, meta.columns)
    changed.origin = Origin(_with_columns, (origin_of(frame), meta.columns), {})
    become(frame, changed)


def _with_columns(frame: pandas.DataFrame, labels: pandas.Index) -> pandas.DataFrame:
    result = frame.copy(deep=False)
    result.columns = labels
    return result


def _base(cls: type, name: str) -> Any:
    for parent in cls.__mro__:
        if name in parent.__dict__:
            return parent.__dict__[name]
    raise AttributeError(name)


def _columns(frame: Any, state: Any) -> Any:
    return state.labels


def _dtypes(frame: Any, state: FrameState) -> Any:
    from accel.frame.facts import certain

    certain_state = certain(state)
    return Series(
        [expr.dtype for expr in certain_state.columns], index=state.labels, dtype=object
    )


def _frame_shape(frame: Any, state: FrameState) -> Any:
    return (count_rows(state.space), len(state.columns))


def install() -> None:
    """Put the descriptors on our classes."""
    frame, series = pandas.DataFrame, pandas.Series
    answers: list[tuple[type, type, str, Any, Any]] = [
        (DataFrame, frame, "columns", _columns, _set_columns),
        (DataFrame, frame, "shape", _frame_shape, None),
        (DataFrame, frame, "size", lambda f, s: count_rows(s.space) * len(s.columns), None),
        (DataFrame, frame, "empty",
         lambda f, s: not s.columns or count_rows(s.space) == 0, None),
        (DataFrame, frame, "dtypes", _dtypes, None),
        (DataFrame, frame, "ndim", lambda f, s: 2, None),
        (Series, series, "ndim", lambda x, s: 1, None),
        (Series, series, "shape", lambda x, s: (count_rows(s.space),), None),
        (Series, series, "size", lambda x, s: count_rows(s.space), None),
        (Series, series, "empty", lambda x, s: count_rows(s.space) == 0, None),
        (Series, series, "dtype", lambda x, s: _dtype(s), None),
        (Series, series, "dtypes", lambda x, s: _dtype(s), None),
    ]  # fmt: skip
    for cls, base, name, get, set_ in answers:
        setattr(cls, name, _Lazily(_base(base, name), get, set_))
    Series.name = _Name(_base(series, "name"))  # type: ignore[assignment]
    DataFrame.__len__ = _length(frame.__len__)  # type: ignore[method-assign]
    Series.__len__ = _length(series.__len__)  # type: ignore[method-assign]


def _dtype(state: SeriesState) -> Any:
    from accel.frame.facts import certain

    return certain(state).expr.dtype


def _length(original: Any) -> Any:
    def __len__(self: Any) -> int:  # noqa: N807
        if "_mgr" not in self.__dict__ and "_accel_state" in self.__dict__:
            return count_rows(self.__dict__["_accel_state"].space)
        return int(original(self))

    return __len__


class _Name:
    """``Series.name``; setting it keeps a lazy series lazy."""

    def __init__(self, base: Any) -> None:
        self.base = base
        self.__doc__ = base.__doc__

    def __get__(self, obj: Any, owner: Any = None) -> Any:
        return self.base.__get__(obj, owner)

    def __set__(self, obj: Any, value: Any) -> None:
        if is_lazy(obj):
            rename_in_place(obj, value)
        else:
            self.base.__set__(obj, value)


