"""Accessors by name: their modules are imported on first use, as operations are many.

They are not registered as pandas' ``register_series_accessor`` does it: that would take names such
as ``audio`` away from columns and rows that have them, in programs that know nothing of us.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

import pandas


class LazyAccessor:
    """Stands for an accessor class until somebody uses it.

    Parameters
    ----------
    place : str
        Where the class is, as ``"module:class"``.
    """

    def __init__(self, place: str) -> None:
        self._place = place

    def _load(self) -> Any:
        module, _, name = self._place.partition(":")
        return getattr(import_module(module), name)

    def __call__(self, obj: Any) -> Any:
        return self._load()(obj)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._load(), name)

    def __dir__(self) -> list[str]:
        return dir(self._load())


class AccessorAttribute:
    """An attribute of frames or series that makes an accessor; labels of that name go before it.

    What pandas does with attributes that it does not know is done with them here as well: they
    stand for labels, and can be set to anything.

    Parameters
    ----------
    name : str
        What comes after the dot.
    accessor : callable
        Makes it of a frame or series, or raises an ``AttributeError``.
    """

    def __init__(self, name: str, accessor: LazyAccessor) -> None:
        self._name = name
        self._accessor = accessor

    def __get__(self, obj: Any, owner: type | None = None) -> Any:
        if obj is None:
            return self._accessor
        if self._name in obj.__dict__:
            return obj.__dict__[self._name]
        if self._is_label(obj):
            return obj[self._name]
        return self._accessor(obj)

    def __set__(self, obj: Any, value: Any) -> None:
        if self._is_label(obj):
            obj[self._name] = value
        else:
            obj.__dict__[self._name] = value

    def __delete__(self, obj: Any) -> None:
        if self._name not in obj.__dict__:
            raise AttributeError(self._name)
        del obj.__dict__[self._name]

    def _is_label(self, obj: Any) -> bool:
        found: bool = obj._info_axis._can_hold_identifiers_and_holds_name(self._name)
        return found


def register(name: str, series: str, frame: str | None = None) -> None:
    """Give series, and frames if there is a class for them, the accessor ``name``.

    Parameters
    ----------
    name : str
        What comes after the dot.
    series, frame : str
        The classes, as ``"module:class"``.
    """
    _put(pandas.Series, name, series)
    if frame is not None:
        _put(pandas.DataFrame, name, frame)


def _put(cls: Any, name: str, place: str) -> None:
    setattr(cls, name, AccessorAttribute(name, LazyAccessor(place)))
    cls._accessors.add(name)  # dir() lists it where there is one
