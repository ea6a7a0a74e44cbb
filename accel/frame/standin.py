"""Stand-ins: objects of pandas' own classes that ask a real one for all they do not plan."""

from __future__ import annotations

import copyreg
import functools
from collections.abc import Callable
from typing import Any, Final

from pandas.core.groupby.generic import DataFrameGroupBy, SeriesGroupBy

from accel.frame.core import adopt

# What in pandas' accessors, windows and readers names the classes of what it makes.
_MAKING: Final = (
    "_delegate_property_get", "_delegate_method", "isocalendar", "to_pydatetime", "extract", "cat",
    "corr", "cov", "read", "__next__", "__getitem__", "len", "flatten", "field", "explode",
    "to_dense",
)  # fmt: skip
_MADE: Final = ("codes", "components", "dtypes")  # likewise, of properties
# Those of groups.
_MAKING_GROUPS: Final = ("agg", "aggregate", "describe", "nunique", "value_counts")
WINDOWS: Final = ("rolling", "expanding", "ewm")  # methods that give windows


class Asked(property):
    """An attribute of a stand-in that the real object answers."""


def ask_for_the_rest(cls: type, base: type, real: Callable[[Any, str], Any]) -> None:
    """Let each attribute of ``base`` that ``cls`` inherits come from a real object.

    Parameters
    ----------
    cls : type
        A subclass of ``base`` that does not initialise it.
    base : type
        pandas' class.
    real : callable
        Returns the real object for a stand-in and the name that is asked for.
    """
    for name in dir(base):
        if name in ("__iter__", "__len__", "__dir__", "__repr__"):
            setattr(cls, name, _special(name, real))
        elif not name.startswith("__") and not _is_own(cls, base, name):
            setattr(cls, name, _attribute(name, real))


def _is_own(cls: type, base: type, name: str) -> bool:
    return any(name in c.__dict__ for c in cls.__mro__ if not issubclass(base, c))


def _special(name: str, real: Callable[[Any, str], Any]) -> Any:
    return lambda self: getattr(real(self, name), name)()


def _attribute(name: str, real: Callable[[Any, str], Any]) -> Asked:
    return Asked(
        lambda self: getattr(real(self, name), name),
        lambda self, value: setattr(real(self, name), name, value),
    )


def adopting(accessor: Any) -> Any:
    """Let an accessor, window or reader of pandas' that makes plain frames and series make ours."""
    kind: Any = type(accessor)
    object.__setattr__(accessor, "__class__", _adopting_class(kind))
    return accessor


def over_windows(original: Callable[..., Any]) -> Callable[..., Any]:
    """Return a method of pandas' that gives windows, for objects of our classes."""

    @functools.wraps(original)
    def windows(self: Any, *args: Any, **kwargs: Any) -> Any:
        return adopting(original(self, *args, **kwargs))

    return windows


def over_groups(original: Callable[..., Any]) -> Callable[..., Any]:
    """Return pandas' ``groupby`` for objects of our classes."""

    @functools.wraps(original)
    def groupby(self: Any, *args: Any, **kwargs: Any) -> Any:
        return adopting_groups(original(self, *args, **kwargs))

    return groupby


def adopting_groups(groups: Any) -> Any:
    """Let pandas' groups of an object of ours give ours, also where it makes frames of its own."""
    kind: Any = type(groups)
    if kind in (DataFrameGroupBy, SeriesGroupBy):
        groups.__class__ = _adopting_groups_class(kind)
    return groups


@functools.cache
def _adopting_groups_class(kind: Any) -> type:
    def adopted(original: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(original)
        def method(self: Any, /, *args: Any, **kwargs: Any) -> Any:
            return adopt(original(self, *args, **kwargs))

        return method

    def chosen(self: Any, key: Any) -> Any:
        return adopting_groups(kind.__getitem__(self, key))

    members: dict[str, Any] = {name: adopted(getattr(kind, name)) for name in _MAKING_GROUPS}
    members |= {name: over_windows(getattr(kind, name)) for name in WINDOWS}
    members |= {"__getitem__": chosen, **_as_pandas_has(kind)}
    return type(kind.__name__, (kind,), members)


def _as_pandas_has(kind: Any) -> dict[str, Any]:
    """Return what lets objects of a subclass be pickled and copied as those of pandas' class."""

    def reduced(self: Any, protocol: Any) -> Any:
        state = kind.__reduce_ex__(self, 2)[2:]
        return copyreg._reconstructor, (kind, object, None), *state  # type: ignore[attr-defined]

    return {"__reduce_ex__": reduced, "__module__": kind.__module__}


def _adopted(made: property) -> property:
    return property(lambda self: adopt(made.__get__(self)))


@functools.cache
def _adopting_class(kind: Any) -> type:
    def adopted(name: str) -> Any:
        def method(self: Any, *args: Any, **kwargs: Any) -> Any:
            return adopt(getattr(kind, name)(self, *args, **kwargs))

        return functools.wraps(getattr(kind, name))(method)

    members: dict[str, Any] = {name: adopted(name) for name in _MAKING if hasattr(kind, name)}
    for name in _MADE:
        if isinstance(made := getattr(kind, name, None), property):
            members[name] = _adopted(made)
    members |= _as_pandas_has(kind)
    return type(kind.__name__, (kind,), members)
