"""What dtype pandas gives, found out on a series without rows."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from typing import Any

from accel.catching import caught_warnings
from accel.plan.errors import Unsupported
from accel.plan.expr import DType


def dtype_by_trial(operation: Callable[..., Any], *args: Any) -> DType:
    """Return the dtype of what an operation of pandas gives.

    Parameters
    ----------
    operation : callable
        A method or operator.
    *args
        What it is given, series without rows among it.

    Raises
    ------
    Unsupported
        If pandas warns: it is to do so once, at the call. Or if Arrow has no such operation for a
        dtype: another column may be the first that pandas comes to.

    Examples
    --------
    >>> import operator, pandas
    >>> dtype_by_trial(operator.truediv, pandas.Series([], dtype="int64"), 2)
    dtype('float64')
    """
    try:
        with caught_warnings(record=True) as caught:
            warnings.simplefilter("always")
            dtype: DType = operation(*args).dtype
    except NotImplementedError as error:
        raise Unsupported(str(error)) from error
    if caught:
        raise Unsupported(f"pandas warns: {caught[0].message}")
    return dtype
