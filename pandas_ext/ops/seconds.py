"""Times as users give them."""

from __future__ import annotations

import datetime
import math
from fractions import Fraction
from typing import Any

import numpy as np
import pandas


def seconds(value: Any, name: str) -> float:
    """Return a number of seconds, or a timedelta, as seconds.

    Parameters
    ----------
    value : float, Timedelta, timedelta or timedelta64
        The time.
    name : str
        What to call it in messages.

    Raises
    ------
    TypeError
        If it is no time.
    ValueError
        If it is negative or not a number.

    Examples
    --------
    >>> seconds(datetime.timedelta(minutes=1), "start")
    60.0
    """
    if isinstance(value, np.timedelta64):
        value = value / np.timedelta64(1, "s")
    elif isinstance(value, datetime.timedelta):  # pandas' Timedelta, with its nanoseconds, too
        value = value.total_seconds()
    if isinstance(value, (bool, str)) or not hasattr(value, "__float__"):
        raise TypeError(f"{name} is a number of seconds or a timedelta, not {value!r}")
    result = float(value)
    if math.isnan(result) or result < 0:
        raise ValueError(f"{name} is a time of at least 0 seconds, not {value!r}")
    return result


def timedelta(time: Fraction | float | None) -> pandas.Timedelta | None:
    """Return seconds as a timedelta, to the nearest nanosecond."""
    return None if time is None else pandas.Timedelta(round(time * 10**9), "ns")
