"""What was handed to pandas although it was asked of a plan, and why."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final

from accel.frame import tally
from accel.frame.caller import Line, called_method, user_line

# What a program calls to get at the data: that the plan runs then is no fallback.
_OUTPUTS: Final = frozenset(
    [
        "__repr__",
        "__str__",
        "_repr_html_",
        "__len__",
        "__iter__",
        "__array__",
        "__bool__",
        "__contains__",
        "__next__",
        "__reduce__",
        "__reduce_ex__",
        "__getstate__",
        "__arrow_c_stream__",
        "__dataframe__",
        "__init__",
        "_repr_data_resource_",
        "values",
        "array",
        "index",
        "axes",
        "shape",
        "size",
        "empty",
        "items",
        "iterrows",
        "itertuples",
        "item",
        "tolist",
        "to_list",
        "to_csv",
        "to_parquet",
        "to_feather",
        "to_pickle",
        "to_numpy",
        "to_dict",
        "to_json",
        "to_records",
        "to_string",
        "to_html",
        "to_latex",
        "to_markdown",
        "to_sql",
        "to_excel",
        "to_hdf",
        "to_orc",
        "to_stata",
        "to_xml",
        "to_clipboard",
        "to_arrow",
        "info",
        "plot",
        "hist",
        "boxplot",
        "memory_usage",
        "nbytes",
        "equals",
        "__finalize__",
        "concat",
        "plain",
        "read_parquet",
        "iat",
        "at",
        "loc",
        "iloc",
        "__getitem__",
        "__setitem__",
        "keys",
        "assert_frame_equal",
        "assert_series_equal",
        "_assert_attr_equal",
        "assert_index_equal",
        "axis_property",
        "attrs",
        "flags",
        "copy",
    ]
)


@dataclass(frozen=True, slots=True)
class Fallback:
    """One call that pandas ran on computed data.

    Attributes
    ----------
    line : Line
        The user's line.
    call : str
        The pandas method.
    reason : str
        What the plan lacked.
    seconds : float
        What pandas took, computing its input included.
    """

    line: Line
    call: str
    reason: str
    seconds: float

    def __str__(self) -> str:
        return f"{self.line}: {self.call} ran in pandas ({self.seconds:.3f} s): {self.reason}"


class Fallbacks(list[Fallback]):
    """The fallbacks of this process, oldest first; prints one a line."""

    def __repr__(self) -> str:
        return "\n".join(map(str, self)) if self else "no fallbacks"


PLAN: Final = "the plan"  # the name of a call that is a plan made again

_recorded: Final = Fallbacks()
_local: Final = threading.local()
_MOST: Final = 10_000


def explain_fallbacks(*, clear: bool = False) -> Fallbacks:
    """Return what ran in pandas instead of the engine: line, call, reason, seconds.

    Parameters
    ----------
    clear : bool, optional
        Forget them afterwards.

    Examples
    --------
    >>> import accel
    >>> accel.explain_fallbacks(clear=True)  # doctest: +SKIP
    no fallbacks
    """
    result = Fallbacks(_recorded)
    if clear:
        _recorded.clear()
    return result


def record(call: str, reason: str, seconds: float, line: Line | None = None) -> None:
    """Add one."""
    if len(_recorded) < _MOST:
        _recorded.append(Fallback(line or user_line(2), call, reason, seconds))


@contextmanager
def timed() -> Iterator[None]:
    """Record the computing of an object inside a pandas method that is not an output."""
    if getattr(_local, "handed_over", False):
        yield
        return
    call = called_method(3)
    if not call or call.rpartition(".")[2] in _OUTPUTS:
        yield
        return
    line = user_line(3)
    started = time.perf_counter()
    yield
    record(call, "not planned: pandas reads the data", time.perf_counter() - started, line)


def hand_over(call: str, reason: str, run: Callable[[], Any], line: Line | None = None) -> Any:
    """Run a call in pandas and record it, once also where pandas' own code calls on."""
    if getattr(_local, "handed_over", False):
        return run()
    if call != PLAN:
        tally.note(tally.PANDAS, call, reason)
    line = line or user_line(2)
    started = time.perf_counter()
    _local.handed_over = True
    try:
        return run()
    finally:
        _local.handed_over = False
        record(call, reason, time.perf_counter() - started, line)
