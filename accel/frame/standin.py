"""Stand-ins: objects of pandas' own classes that ask a real one for all they do not plan."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


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


def _attribute(name: str, real: Callable[[Any, str], Any]) -> property:
    return property(
        lambda self: getattr(real(self, name), name),
        lambda self, value: setattr(real(self, name), name, value),
    )
