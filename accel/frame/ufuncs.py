"""NumPy's functions on frames and series of ours, as pandas runs them on its own.

pandas' ``__array_ufunc__`` compares the very types of what it is given: operands of ours go there
as plain ones over the same managers.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

import pandas

from accel.frame.core import OURS, PLAIN, adopt


def over_plain(original: Callable[..., Any]) -> Callable[..., Any]:
    """Return pandas' ``__array_ufunc__`` for objects of our classes.

    What is given as ``out`` stays what it is, since pandas writes to it.
    """

    @functools.wraps(original)
    def array_ufunc(self: Any, ufunc: Any, method: str, /, *inputs: Any, **kwargs: Any) -> Any:
        if type(self) not in (*OURS, *PLAIN):  # a user's subclass of ours
            inputs = tuple([adopt(value) for value in inputs])
            return original(self, ufunc, method, *inputs, **kwargs)
        same: dict[int, Any] = {}
        first = _plain(self, same)
        inputs = tuple([_plain(value, same) for value in inputs])
        for name, value in kwargs.items():
            if name not in ("out", "out1", "out2"):
                kwargs[name] = _plain(value, same)
        result = original(first, ufunc, method, *inputs, **kwargs)
        return tuple(map(adopt, result)) if type(result) is tuple else adopt(result)

    return array_ufunc


def _plain(value: Any, same: dict[int, Any]) -> Any:
    """Return a plain object over the very manager of ``value``, one for each object.

    A copy of the manager would be another reader of its memory, and pandas would then copy what
    it writes to.
    """
    if type(value) not in OURS:
        return value
    known = same.get(id(value))
    if known is None:
        cls = PLAIN[OURS.index(type(value))]
        known = cls._from_mgr(value._mgr, value._mgr.axes)  # type: ignore[attr-defined]
        if isinstance(known, pandas.Series):
            object.__setattr__(known, "_name", value._name)
        known = same[id(value)] = known.__finalize__(value)
    return known
