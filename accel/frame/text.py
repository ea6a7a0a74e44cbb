"""``Series.str``: predicates, slices and case as plans; the rest is pandas'."""

from __future__ import annotations

from typing import Any, Final

from pandas.core.strings.accessor import StringMethods

from accel.frame.core import Series
from accel.frame.facts import certain
from accel.frame.intercept import record_call
from accel.frame.lazy import lazy_series, state_of
from accel.frame.literal import is_position
from accel.frame.presence import require_present
from accel.frame.run import check
from accel.frame.standin import adopting, ask_for_the_rest
from accel.frame.state import BOOL, INT64, SeriesState
from accel.plan.errors import Unsupported, refuse
from accel.plan.expr import Call

_SPECIAL: Final = frozenset(".^$*+?{}[]\\|()")


class LazyText(StringMethods):
    """``.str`` of a lazy series: a method is planned, or pandas' accessor is asked."""

    def __init__(self, series: Series) -> None:
        self.__dict__["_series"] = series

    def __getattr__(self, name: str) -> Any:
        return getattr(_accessor(self.__dict__["_series"]), name)

    def __reduce__(self) -> Any:
        return _accessor, (self._series,)

    def __setattr__(self, name: str, value: Any) -> None:
        setattr(_accessor(self._series), name, value)

    def __getitem__(self, key: Any) -> Any:
        return record_call(
            "Series.str[]", _getitem, _plain("__getitem__"), self._series, (key,), {}
        )


def _accessor(series: Any) -> Any:
    return adopting(StringMethods(series))


def _plain(name: str) -> Any:
    def call(series: Any, *args: Any, **kwargs: Any) -> Any:
        return getattr(_accessor(series), name)(*args, **kwargs)

    return call


def _call(self: Series, op: str, dtype: Any, **options: Any) -> Any:
    state = certain(state_of(self))
    assert isinstance(state, SeriesState)
    expr = Call(state.expr.dtype if dtype is None else dtype, op, (state.expr,),
                tuple(options.items()))  # fmt: skip
    return lazy_series(SeriesState(state.space, check(expr), state.name))


def _no_choice(na: Any) -> bool:
    """Tell whether missing strings give False, as they do unless the caller says otherwise."""
    return na is ... or na is False


def _contains(self: Series, pat: Any, case: bool = True, flags: int = 0, na: Any = ...,
              regex: bool = True) -> Any:  # fmt: skip
    refuse(case=not case, flags=bool(flags), na=not _no_choice(na))
    if not isinstance(pat, str):
        raise Unsupported("the pattern is no text")
    if not regex or not _SPECIAL.intersection(pat):
        return _call(self, "str_contains", BOOL, pat=pat)
    texts = pat.split(".*")
    if any(_SPECIAL.intersection(text) for text in texts):
        raise Unsupported("a regular expression is not planned: regex=False is")
    # "." matches no line break: texts that are on several lines are pandas' business
    raise_if_multiline = tuple(text for text in texts if text)
    if not raise_if_multiline:
        raise Unsupported("the pattern matches everything")
    return _call(self, "str_contains_seq", BOOL, pats=raise_if_multiline)


def _affix(op: str) -> Any:
    def handler(self: Series, pat: Any, na: Any = ...) -> Any:
        texts = pat if isinstance(pat, tuple) else (pat,)
        refuse(na=not _no_choice(na))
        if not texts or not all(isinstance(t, str) for t in texts):
            raise Unsupported("the pattern is no text")
        return _call(self, op, BOOL, pat=pat)

    return handler


def _slice(self: Series, start: Any = None, stop: Any = None, step: Any = None) -> Any:
    for bound in (start, stop):
        if bound is not None and not is_position(bound):
            raise Unsupported("a slice by something else than whole numbers")
    if step not in (None, 1):
        raise Unsupported("a slice with a step")
    return _call(
        self, "str_slice", None,
        start=None if start is None else int(start), stop=None if stop is None else int(stop),
    )  # fmt: skip


def _getitem(self: Series, key: Any) -> Any:
    if not isinstance(key, slice):
        raise Unsupported("one character is taken: a slice is planned")
    return _slice(self, key.start, key.stop, key.step)


def _len(self: Series) -> Any:
    state = certain(state_of(self))
    assert isinstance(state, SeriesState)
    require_present(state.space.node, state.expr)
    return _call(self, "str_len", INT64)


def _simple(op: str) -> Any:
    def handler(self: Series) -> Any:
        return _call(self, op, None)

    return handler


def _strip(self: Series, to_strip: Any = None) -> Any:
    if to_strip is not None:
        raise Unsupported("to_strip= is not planned")
    return _call(self, "str_strip", None)


_METHODS: Final = {
    "contains": _contains,
    "startswith": _affix("str_startswith"),
    "endswith": _affix("str_endswith"),
    "slice": _slice,
    "len": _len,
    "lower": _simple("str_lower"),
    "upper": _simple("str_upper"),
    "strip": _strip,
}


def _method(name: str, handler: Any) -> Any:
    def method(self: LazyText, *args: Any, **kwargs: Any) -> Any:
        return record_call(f"Series.str.{name}", handler, _plain(name), self._series, args, kwargs)

    method.__name__ = name
    method.__doc__ = getattr(StringMethods, name).__doc__
    return method


for _name, _handler in _METHODS.items():
    setattr(LazyText, _name, _method(_name, _handler))

ask_for_the_rest(LazyText, StringMethods, lambda self, name: _accessor(self._series))
LazyText.__name__ = StringMethods.__name__  # errors name it
