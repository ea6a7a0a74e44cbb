"""``ACCEL_VERIFY=1``: every plan that ran is made again in plain pandas and compared."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any, Final

import pandas
import pandas.testing

from accel.frame.caller import user_line
from accel.frame.memory import with_scans
from accel.frame.origin import Origin, origin_of
from accel.frame.state import FrameState, State

_local: Final = threading.local()


def verify(state: State, manager: Any) -> None:
    """Compare what a plan gave with what pandas gives for the same calls.

    Raises
    ------
    AssertionError
        At the first difference; it names the plan and the user's line.
    """
    if getattr(_local, "busy", False) or state.origin is None:
        return
    _local.busy = True
    try:
        expected = state.origin.compute()
        if isinstance(state, FrameState):
            got: Any = pandas.DataFrame._from_mgr(manager, manager.axes)  # type: ignore[attr-defined]
            pandas.testing.assert_frame_equal(got, expected, rtol=1e-9, atol=0)
        else:
            got = pandas.Series._from_mgr(manager, manager.axes)  # type: ignore[attr-defined]
            object.__setattr__(got, "_name", state.name)
            pandas.testing.assert_series_equal(got, expected, rtol=1e-9, atol=0)
    except AssertionError as difference:
        from accel.plan.printing import format_plan

        raise AssertionError(
            f"the plan recorded at {state.origin.line} differs from pandas: {difference}\n"
            f"{format_plan(with_scans(state.space.node))}"
        ) from difference
    finally:
        _local.busy = False


def verify_value(
    got: Any,
    function: Callable[..., Any],
    start: Any,
    args: tuple[Any, ...],
    kwargs: dict[str, Any],
) -> None:
    """Compare a scalar that a call gave at once with what pandas gives."""
    if not pandas.api.types.is_scalar(got) or got is None or getattr(_local, "busy", False):
        return
    _local.busy = True
    try:
        values = {name: origin_of(value) for name, value in kwargs.items()}
        expected = Origin(function, (start, *map(origin_of, args)), values).compute()
        pandas.testing.assert_series_equal(
            pandas.Series([got]), pandas.Series([expected]), rtol=1e-9, atol=0
        )
    except AssertionError as difference:
        text = f"{got!r} at {user_line()} differs from pandas' {expected!r}"
        raise AssertionError(text) from difference
    finally:
        _local.busy = False
