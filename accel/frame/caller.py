"""Who called: the user's line, and the pandas method that it went through."""

from __future__ import annotations

import sys
from types import FrameType
from typing import Final, NamedTuple

_OURS: Final = ("pandas", "accel")
_USERS: Final = ("pandas.tests.", "pandas.conftest")  # pandas' tests call it as programs do


class Line(NamedTuple):
    """A place in the user's program."""

    file: str
    number: int

    def __str__(self) -> str:
        return f"{self.file}:{self.number}"


def _package(frame: FrameType) -> str:
    name: str = frame.f_globals.get("__name__", "")
    return "" if name.startswith(_USERS) else name.partition(".")[0]


def user_line(depth: int = 1) -> Line:
    """Return the innermost line that is neither pandas' nor ours."""
    frame: FrameType | None = sys._getframe(depth)
    last = frame
    while frame is not None:
        if _package(frame) not in _OURS:
            return Line(frame.f_code.co_filename, frame.f_lineno)
        last, frame = frame, frame.f_back
    assert last is not None
    return Line(last.f_code.co_filename, last.f_lineno)


def called_method(depth: int = 1) -> str:
    """Return the qualified name of the pandas function that the user called."""
    frame: FrameType | None = sys._getframe(depth)
    name = ""
    while frame is not None and (package := _package(frame)) in _OURS:
        if package == "pandas":
            name = frame.f_code.co_qualname
        frame = frame.f_back
    return name


def from_pandas(depth: int = 2) -> bool:
    """Tell whether the caller of the caller is pandas' own code."""
    name: str = sys._getframe(depth).f_globals.get("__name__", "")
    return name.startswith("pandas.") and not name.startswith(_USERS)


def from_program(depth: int = 2) -> bool:
    """Tell whether the caller of the caller is neither pandas' code nor ours."""
    return _package(sys._getframe(depth)) not in (*_OURS, "pandas_ext")


def within(function: str) -> int:
    """Return how often a function of that name is running since the user's line."""
    frame: FrameType | None = sys._getframe(1)
    count = 0
    while frame is not None and _package(frame) in _OURS:
        count += frame.f_code.co_name == function
        frame = frame.f_back
    return count


def through_user(error: BaseException) -> bool:
    """Tell whether an error came out of code that is neither pandas' nor ours."""
    step = error.__traceback__
    while step is not None:
        if _package(step.tb_frame) not in _OURS:
            return True
        step = step.tb_next
    return False
