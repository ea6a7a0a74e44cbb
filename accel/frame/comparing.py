"""``pandas.testing`` takes our classes and pandas' own for the same."""

from __future__ import annotations

import functools
from typing import Any

from pandas._testing import asserters

from accel.frame.core import OURS, PLAIN


def install() -> None:
    """Let a frame of ours equal a plain one, as results and unpickled frames are compared."""
    original = asserters.assert_class_equal

    @functools.wraps(original)
    def assert_class_equal(left: Any, right: Any, *args: Any, **kwargs: Any) -> None:
        __tracebackhide__ = True
        kinds = {type(left), type(right)}
        if not any(kinds == set(pair) for pair in zip(OURS, PLAIN, strict=True)):
            original(left, right, *args, **kwargs)

    asserters.assert_class_equal = assert_class_equal
