"""Values that an object makes once, when they are asked for."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from functools import cached_property as once
else:

    class once:  # noqa: N801 - used as a decorator
        """``functools.cached_property`` without a lock.

        That of Python 3.11 has one for all objects of a class, held while a value is made: threads
        would make no two at once, and a forked child might find it taken. Here two threads may both
        make a value, the same.
        """

        def __init__(self, make: Callable[[Any], Any]) -> None:
            self._make = make
            self._name = make.__name__
            self.__doc__ = make.__doc__

        def __get__(self, obj: Any, owner: type | None = None) -> Any:
            if obj is None:
                return self
            value = self._make(obj)
            return obj.__dict__.setdefault(self._name, value)


__all__ = ["once"]
