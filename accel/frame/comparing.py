"""Where classes are compared, our classes and pandas' own are the same: ``pandas.testing``."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from pandas._testing import asserters

from accel.frame.core import OURS, PLAIN, adopt


def _comparing(original: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(original)
    def compare(self: Any, other: Any, *args: Any, **kwargs: Any) -> Any:
        return original(self, adopt(other), *args, **kwargs)

    return compare


def install() -> None:
    """Let a frame of ours equal a plain one, as results and unpickled frames are compared."""
    for cls in OURS:
        setattr(cls, "compare", _comparing(cls.compare))  # noqa: B010 - mypy
    original = asserters.assert_class_equal

    @functools.wraps(original)
    def assert_class_equal(left: Any, right: Any, *args: Any, **kwargs: Any) -> None:
        __tracebackhide__ = True
        kinds = {type(left), type(right)}
        if not any(kinds == set(pair) for pair in zip(OURS, PLAIN, strict=True)):
            original(left, right, *args, **kwargs)

    asserters.assert_class_equal = assert_class_equal
