"""The aggregations of a groupby: ``.sum()``, ``.agg(...)``, ``.size()``."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Hashable
from typing import Any, Final

import numpy as np
import pandas
from pandas.api.types import is_scalar
from pandas.core.groupby.generic import DataFrameGroupBy, SeriesGroupBy

from accel.frame import fallback, tally
from accel.frame.aggregation import is_numeric, result_dtype
from accel.frame.caller import from_pandas, user_line
from accel.frame.core import adopt
from accel.frame.group_aggregates import Wanted, frame_result, series_result
from accel.frame.groupby import LazyFrameGroupBy, LazySeriesGroupBy
from accel.frame.grouping import Grouping
from accel.frame.intercept import REFUSALS
from accel.frame.layout import Blocks, by_dtype, one_each, side_by_side, taken, viewed
from accel.frame.literal import is_position
from accel.frame.names import Labels
from accel.frame.origin import Origin
from accel.frame.run import check
from accel.frame.standin import ask_for_the_rest
from accel.frame.state import FrameState, SeriesState
from accel.plan.errors import Unsupported
from accel.plan.expr import Expr

_PLAIN: Final = ("sum", "mean", "min", "max", "count", "nunique", "std", "var", "first", "last",
                 "any", "all", "prod", "median")  # fmt: skip
_FUNCTIONS: Final = frozenset((*_PLAIN, "size"))
_DEFAULTS: Final = {
    "numeric_only": False, "min_count": None, "engine": None, "engine_kwargs": None,
    "ddof": 1, "dropna": True, "skipna": True,
}  # fmt: skip


def one_name(grouping: Grouping) -> Any:
    """Return the name of the only column."""
    return grouping.values()[0][0]


def is_series(grouping: Grouping) -> bool:
    """Tell whether results are series: a series was grouped, or one column chosen."""
    return grouping.single or isinstance(grouping.state, SeriesState)


def method(function: str) -> Callable[..., Any]:
    """Return the handler of ``groupby.<function>()``."""

    accepted = tuple(inspect.signature(getattr(DataFrameGroupBy, function)).parameters)[1:]

    def handler(grouping: Grouping, *args: Any, **kwargs: Any) -> Any:
        if len(args) > len(accepted) or not kwargs.keys() <= set(accepted):
            raise Unsupported("pandas does not take that argument")
        given = {**dict(zip(accepted, args, strict=False)), **kwargs}
        options: tuple[tuple[str, Any], ...] = ()
        values = grouping.values()
        if not isinstance(given.get("numeric_only", False), bool):
            raise Unsupported("numeric_only= is not a bool")
        if given.pop("numeric_only", False):
            values = [(n, e) for n, e in values if is_numeric(e.dtype)]
        if function in ("std", "var") and "ddof" in given:
            ddof = given.pop("ddof")
            if not is_position(ddof):
                raise Unsupported("ddof= is not a whole number")
            options = (("ddof", ddof),)
        if given.get("min_count") in (0, -1):
            given.pop("min_count")
        for name, value in given.items():
            if name not in _DEFAULTS or value != _DEFAULTS[name]:
                raise Unsupported(f"{name}={value!r} is not planned")
        wanted = [Wanted(name, function, expr, options) for name, expr in values]
        if is_series(grouping):
            return series_result(grouping, wanted[0], one_name(grouping))
        return _by_block(grouping, wanted)

    return handler


def _by_block(grouping: Grouping, wanted: list[Wanted]) -> Any:
    """Return the result of one function for several columns, which pandas computes by block."""
    state = grouping.state
    assert isinstance(state, FrameState)
    places = [state.position(w.label) for w in wanted]
    labels = _labels_of(grouping, state, places)
    if wanted[0].function == "nunique":
        return frame_result(grouping, wanted, labels, one_each(len(places)))
    blocks = (viewed if grouping.selected is None else taken)(state.blocks, places)
    return frame_result(grouping, wanted, labels, blocks, by_block=True)


def _labels_of(grouping: Grouping, state: FrameState, places: list[int]) -> Labels:
    if grouping.selected is not None:
        return state.labels.take(places)
    keys = {key.place for key in grouping.keys if key.place is not None}
    left = [place for place in range(len(state.labels)) if place not in keys]
    labels = state.labels.drop(sorted(keys)) if keys else state.labels
    return labels if left == places else labels.take([left.index(place) for place in places])


def size(grouping: Grouping) -> Any:
    """``groupby.size()``: a series, or a frame with the column ``size``."""
    if is_series(grouping):
        name, expr = grouping.values()[0]
        check(expr)  # pandas counts some of the others in a dtype of their kind
        return series_result(grouping, Wanted("size", "size", None), name)
    return series_result(grouping, Wanted("size", "size", None), None)


def agg(grouping: Grouping, func: Any = None, *args: Any, engine: Any = None,
        engine_kwargs: Any = None, **kwargs: Any) -> Any:  # fmt: skip
    """``groupby.agg`` with names of functions."""
    if args or engine is not None or engine_kwargs is not None:
        raise Unsupported("arguments for the function, or engine=, are not planned")
    if func is None:
        return _named(grouping, kwargs)
    if kwargs:
        raise Unsupported("arguments for the function are not planned")
    if isinstance(func, str):
        if func == "size":
            return size(grouping)
        return method(_function(func))(grouping)
    if is_series(grouping):
        if isinstance(func, list) and grouping.as_index:
            expr = grouping.values()[0][1]
            names = [_function(f) for f in func]
            wanted = [Wanted(name, name, expr) for name in names]
            labels = Labels.of(_unique(pandas.Index(names)))
            return frame_result(grouping, wanted, labels, _of_columns(wanted))
        raise _by_something_else(func)
    if isinstance(func, list):
        func = {label: func for label, _ in grouping.values()}
    if isinstance(func, dict):
        return _by_column(grouping, func)
    raise _by_something_else(func)


def _named(grouping: Grouping, named: dict[str, Any]) -> Any:
    if not named:
        raise Unsupported("there are no aggregates")
    wanted = []
    for label, spec in named.items():
        if is_series(grouping):
            wanted.append(Wanted(label, _function(spec), grouping.values()[0][1]))
            continue
        if isinstance(spec, pandas.NamedAgg):
            if getattr(spec, "args", ()) or getattr(spec, "kwargs", {}):
                raise Unsupported("arguments for the function are not planned")
            spec = (spec.column, spec.aggfunc)
        if not isinstance(spec, tuple) or len(spec) != 2:
            raise Unsupported("an aggregate is not a pair of column and function")
        column, function = spec
        wanted.append(Wanted(label, _function(function), grouping.column(column)))
    return frame_result(grouping, wanted, _made(list(named)), _of_columns(wanted))


def _by_column(grouping: Grouping, func: dict[Any, Any]) -> Any:
    if not func:
        raise Unsupported("there are no aggregates")
    if all(isinstance(f, str) for f in func.values()):
        wanted = [Wanted(c, _function(f), grouping.column(c)) for c, f in func.items()]
        labels = _made(list(func), _name_of_labels(grouping))
        return frame_result(grouping, wanted, labels, one_each(len(func)))
    if not all(isinstance(f, list) for f in func.values()):
        raise Unsupported("functions and lists of functions are mixed")
    if any(is_scalar(label) and pandas.isna(label) for label in func):
        raise Unsupported("a label is missing: pandas makes a level of it in its own way")
    pairs = [(c, _function(f)) for c, several in func.items() for f in several]
    wanted = [Wanted(pair, pair[1], grouping.column(pair[0])) for pair in pairs]
    labels = Labels.of(_unique(_of_two_levels(func, _name_of_labels(grouping))))
    return frame_result(grouping, wanted, labels, _of_columns(wanted))


def _of_two_levels(func: dict[Any, list[str]], name: Hashable) -> pandas.MultiIndex:
    """Return the labels of columns and functions; the levels are in the order that pandas has."""
    several = list(func.values())
    functions = list(dict.fromkeys(function for names in several for function in names))
    if any(names != several[0] for names in several):
        functions.sort()
    sizes = [len(names) for names in several]
    codes = [functions.index(function) for names in several for function in names]
    return pandas.MultiIndex(
        levels=[pandas.Index(list(func)), pandas.Index(functions)],
        codes=[np.repeat(np.arange(len(sizes)), sizes), codes],
        names=[name, None],
    )  # fmt: skip


def _of_columns(wanted: list[Wanted]) -> Blocks:
    """Return the blocks of aggregates that pandas computes column by column, then orders."""
    places: dict[Expr | None, list[int]] = {}
    for place, one in enumerate(wanted):
        places.setdefault(one.expr, []).append(place)
    blocks: Blocks = ()
    for expr, own in places.items():
        dtype = None if expr is None else expr.dtype
        dtypes = [result_dtype(wanted[place].function, dtype) for place in own]
        blocks = side_by_side(blocks, by_dtype(dtypes))
    made = [place for own in places.values() for place in own]
    return taken(blocks, [made.index(place) for place in range(len(wanted))])


def _name_of_labels(grouping: Grouping) -> Hashable:
    assert isinstance(grouping.state, FrameState)
    return grouping.state.labels.index.name


def _made(names: list[Any], name: Hashable = None) -> Labels:
    return Labels.made(tuple(names), lambda: pandas.Index(names, name=name))


def _unique(labels: pandas.Index) -> pandas.Index:
    if not labels.is_unique:
        raise Unsupported("a function is given twice")
    return labels


def _function(function: Any) -> str:
    if isinstance(function, str) and function in _FUNCTIONS:
        return function
    if isinstance(function, str):
        raise Unsupported(f"aggregation by {function!r} is not planned")
    raise _by_something_else(function)


def _by_something_else(function: Any) -> Unsupported:
    kind = type(function).__name__
    return Unsupported(f"aggregation by a {kind} is not planned: names of functions are")


def _install(cls: type, name: str, handler: Callable[..., Any], base: type) -> None:
    original = getattr(base, name)
    call = f"{base.__name__}.{name}"

    @functools.wraps(original)
    def method(self: Any, /, *args: Any, **kwargs: Any) -> Any:
        if from_pandas():
            return original(self._accel_realise(name), *args, **kwargs)
        refused = None
        try:
            result = handler(self._accel_planned(), *args, **kwargs)
        except (Unsupported, *REFUSALS) as reason:
            refused = str(reason)
        if refused is not None:  # an error of pandas' is not to show ours

            def run() -> Any:
                return original(self._accel_realise(name), *args, **kwargs)

            return adopt(fallback.hand_over(call, refused, run))
        tally.note(tally.PLANNED, call)
        if name != "size":
            self.__dict__["_accel_used"] = True
        state = result.__dict__["_accel_state"]
        state.origin = Origin(original, (self.origin, *args), kwargs, line=user_line(2))
        return result

    setattr(cls, name, method)


for _cls, _base in ((LazyFrameGroupBy, DataFrameGroupBy), (LazySeriesGroupBy, SeriesGroupBy)):
    for _name in _PLAIN:
        _install(_cls, _name, method(_name), _base)
    _install(_cls, "size", size, _base)
    for _name in ("agg", "aggregate"):
        _install(_cls, _name, agg, _base)


for _cls, _base in ((LazyFrameGroupBy, DataFrameGroupBy), (LazySeriesGroupBy, SeriesGroupBy)):
    ask_for_the_rest(_cls, _base, lambda self, name: self._accel_realise(name))
