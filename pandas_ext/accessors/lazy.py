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
        if obj._info_axis._can_hold_identifiers_and_holds_name(self._name):
            raise AttributeError(self._name)  # now pandas looks among the labels
        return self._accessor(obj)


def register(name: str, series: str, frame: str | None = None) -> None:
    """Give series, and frames if there is a class for them, the accessor ``name``.

    Parameters
    ----------
    name : str
        What comes after the dot.
    series, frame : str
        The classes, as ``"module:class"``.
    """
    setattr(pandas.Series, name, AccessorAttribute(name, LazyAccessor(series)))
    if frame is not None:
        setattr(pandas.DataFrame, name, AccessorAttribute(name, LazyAccessor(frame)))
