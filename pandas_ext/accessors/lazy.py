"""Accessors by name: their modules are imported on first use, as operations are many."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from pandas.api.extensions import register_dataframe_accessor, register_series_accessor


class LazyAccessor:
    """Stands for an accessor class until somebody uses it.

    Parameters
    ----------
    module, name : str
        Where the class is.
    """

    def __init__(self, module: str, name: str) -> None:
        self._module = module
        self._name = name

    def _load(self) -> Any:
        return getattr(import_module(self._module), self._name)

    def __call__(self, obj: Any) -> Any:
        return self._load()(obj)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._load(), name)

    def __dir__(self) -> list[str]:
        return dir(self._load())


def register(name: str, series: str, frame: str | None = None) -> None:
    """Register the accessor ``name`` of series and, if there is one, of frames.

    Parameters
    ----------
    name : str
        What comes after the dot.
    series, frame : str
        The classes, as ``"module:class"``.
    """
    register_series_accessor(name)(LazyAccessor(*series.split(":")))
    if frame is not None:
        register_dataframe_accessor(name)(LazyAccessor(*frame.split(":")))
