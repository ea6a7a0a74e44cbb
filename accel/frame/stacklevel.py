"""pandas' warnings name the user's line, also where our frames lie between."""

from __future__ import annotations

import functools
import inspect
import os
import warnings
from collections.abc import Callable
from typing import Any, Final

import pandas
from pandas._libs import lib
from pandas.util import _exceptions

from accel.catching import caught_warnings
from accel.frame.core import OURS

_HERE: Final = os.path.dirname(os.path.dirname(os.path.abspath(__file__))) + os.sep
_PANDAS: Final = os.path.dirname(pandas.__file__) + os.sep
_TESTS: Final = os.path.join(_PANDAS, "tests") + os.sep


def _is_inside(path: str) -> bool:
    return path.startswith(_HERE) or (path.startswith(_PANDAS) and not path.startswith(_TESTS))


def level() -> int:
    """Return how many frames above the caller's caller the user's frame is."""
    frame = inspect.currentframe()
    assert frame is not None
    assert frame.f_back is not None
    frame = frame.f_back.f_back  # past pandas' find_stack_level
    count = 1
    while frame is not None and _is_inside(frame.f_code.co_filename):
        frame = frame.f_back
        count += 1
    return count


def _find_stack_level() -> int:
    from accel.frame.stacklevel import level

    return level()


def install() -> None:
    """Let pandas skip our frames as it skips its own.

    Its modules hold the function itself, so the function stays and runs other code.
    """
    _exceptions.find_stack_level()  # finds the folders, which others may read
    _exceptions.find_stack_level.__code__ = _find_stack_level.__code__
    name = "_check_inplace_deprecation"  # since pandas 3.1; counts two frames up, where ours lie
    for cls in OURS:
        if hasattr(cls, name):
            setattr(cls, name, _if_given(getattr(cls, name)))


def _if_given(original: Callable[..., Any]) -> Callable[..., Any]:
    """Catch warnings only where there may be one: that takes as long as a small call."""
    warning = at_user_line(original)

    @functools.wraps(original)
    def check(self: Any, inplace: Any, method: str) -> Any:
        return (original if inplace is lib.no_default else warning)(self, inplace, method)

    return check


def at_user_line(function: Callable[..., Any]) -> Callable[..., Any]:
    """Return a function whose warnings name the user's line."""

    @functools.wraps(function)
    def call(*args: Any, **kwargs: Any) -> Any:
        with caught_warnings(record=True) as caught:
            warnings.simplefilter("always")
            result = function(*args, **kwargs)
        for warning in caught:
            warnings.warn(warning.message, stacklevel=_exceptions.find_stack_level())
        return result

    return call
