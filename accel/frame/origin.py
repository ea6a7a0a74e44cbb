"""How to compute a lazy object with plain pandas: the calls that led to it.

Kept for ``ACCEL_VERIFY`` and for what a plan may only find out while it runs: then the calls are
made again, in pandas, from the frames they started with.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from typing import Any, Final

import numpy as np
import pandas
from pandas.api.extensions import ExtensionArray

from accel.catching import no_warnings
from accel.frame.caller import Line, user_line
from accel.frame.core import DataFrame, Series, lazy_state, plain

_COPIED: Final = (set, bytearray, np.ndarray, ExtensionArray)
_CHANGING: Final = (list, tuple, dict, *_COPIED)
_LOOKED_AT: Final = 1000  # longer lists are of values


class Origin:
    """A call of pandas whose arguments may come from other such calls.

    Parameters
    ----------
    function : callable
        pandas' own.
    args, kwargs
        What it is called with, as it is now; an ``Origin`` stands for its result.
    in_place : bool
        Whether the result is the first argument, changed.
    """

    __slots__ = ("_replayed", "args", "function", "in_place", "kwargs", "line")

    def __init__(
        self,
        function: Callable[..., Any],
        args: tuple[Any, ...],
        kwargs: dict[str, Any],
        *,
        in_place: bool = False,
        line: Line | None = None,
    ) -> None:
        self.function = function
        self.args = tuple(map(_as_now, args))
        self.kwargs = {name: _as_now(value) for name, value in kwargs.items()}
        self.in_place = in_place
        self.line = line
        self._replayed = False

    @staticmethod
    def note(
        result: Any,
        function: Callable[..., Any],
        self: Any,
        start: Callable[[], Any],
        args: tuple[Any, ...],
        kwargs: dict[str, Any],
    ) -> None:
        """Remember the call that a lazy ``result`` (or ``self``, changed in place) comes from.

        ``start`` returns what stands for ``self`` as it was before the call.
        """
        in_place = result is None
        target = self if in_place else result
        state = lazy_state(target)
        if state is None:
            return
        if state.origin is not None:
            if isinstance(state.origin, Origin):  # else a plain object
                state.origin.line = state.origin.line or user_line(3)
            return
        state.origin = Origin(
            function,
            (start(), *map(origin_of, args)),
            {name: origin_of(value) for name, value in kwargs.items()},
            in_place=in_place,
            line=user_line(3),
        )

    def compute(self, known: dict[int, Any] | None = None) -> Any:
        """Make the calls in plain pandas and return the result."""
        if known is None:
            with no_warnings():  # the calls were made before, and warned then
                return self.compute({})
        if id(self) in known:
            return known[id(self)]
        args = [_value_of(arg, known) for arg in self.args]
        kwargs = {name: _value_of(value, known) for name, value in self.kwargs.items()}
        if self.in_place:
            args[0] = args[0].copy(deep=False)
        result = self.function(*args, **kwargs)
        if self.in_place:
            result = args[0]
        known[id(self)] = result
        return result

    def replayed(self) -> Iterator[str]:
        """Return the names of the calls that lead here and that no replay has made before."""
        if not self._replayed:
            self._replayed = True
            yield self.function.__qualname__
            for value in (*self.args, *self.kwargs.values()):
                for item in value if type(value) in (list, tuple) else (value,):
                    if isinstance(item, Origin):
                        yield from item.replayed()


def start_of(obj: Any) -> Callable[[], Any]:
    """Return what gives ``origin_of(obj)`` as of now, also when a call has changed the object.

    Most calls want it never, and a snapshot of a frame takes longer than many a call.
    """
    manager = obj.__dict__.get("_mgr")
    if manager is not None:
        return lambda: plain(obj, manager)
    origin = origin_of(obj)
    return lambda: origin


def origin_of(value: Any) -> Any:
    """Return what stands for ``value`` in an origin's arguments."""
    if isinstance(value, (DataFrame, Series)) and type(value) in (DataFrame, Series):
        state = lazy_state(value)
        return plain(value) if state is None else state.origin
    if isinstance(value, (pandas.DataFrame, pandas.Series)):
        return plain(value)
    if isinstance(value, (list, tuple)) and any(
        isinstance(item, (pandas.DataFrame, pandas.Series)) for item in value
    ):
        items = [origin_of(item) for item in value]
        return tuple(items) if isinstance(value, tuple) else items
    if isinstance(value, dict):
        return _with_items(value, origin_of)
    return getattr(value, "origin", value)


def _as_now(value: Any) -> Any:
    """Return an argument that stays what it is: programs change lists, dicts and arrays later."""
    if isinstance(value, (list, tuple)):
        if not any(isinstance(item, _CHANGING) for item in value[:_LOOKED_AT]):
            return value if isinstance(value, tuple) else list(value)
        items = map(_as_now, value)
        return tuple(items) if isinstance(value, tuple) else list(items)
    if isinstance(value, dict):
        return _with_items(value, _as_now)
    return value.copy() if isinstance(value, _COPIED) else value


def _with_items(values: dict[Any, Any], change: Callable[[Any], Any]) -> dict[Any, Any]:
    """Return a dict of the same kind: what is missing in it may have a meaning, too."""
    result = copy.copy(values)
    for key, item in values.items():
        result[key] = change(item)
    return result


def _value_of(value: Any, known: dict[int, Any]) -> Any:
    if isinstance(value, Origin):
        return value.compute(known)
    if type(value) in (list, tuple):
        return type(value)(_value_of(item, known) for item in value)
    if isinstance(value, dict):
        return _with_items(value, lambda item: _value_of(item, known))
    return value
