"""What a sample says of a column in memory, for the optimizer's estimates."""

from __future__ import annotations

from typing import Any, Final

import numpy as np

from accel.execute.vector import Array, Coded, Fixed, Vector
from accel.plan.source import Statistics

_SAMPLE: Final = 16_384  # values looked at, evenly spread: a fraction of a millisecond
_NAT: Final = np.iinfo(np.int64).min


def sampled_statistics(vector: Vector, dtype: Any) -> Statistics | None:
    """Return about the least and greatest value of a column, and how many it has if they are few.

    Examples
    --------
    >>> sampled_statistics(Fixed(np.array([3, 1, 3])), np.dtype(int))
    Statistics(min=1, max=3, nulls=None, distinct=None)
    """
    if isinstance(vector, Coded):
        return Statistics(None, None, distinct=len(vector.dictionary))
    if not isinstance(vector, Fixed):
        return None
    if not isinstance(dtype, np.dtype):
        categories = getattr(dtype, "categories", None)
        return None if categories is None else Statistics(None, None, distinct=len(categories))
    values = vector.data[:: -(-len(vector.data) // _SAMPLE) or 1]
    if dtype.kind in "mM":
        values = values[values != _NAT]
    elif dtype.kind == "f":
        values = values[np.isfinite(values)]
    elif dtype.kind == "b":
        return Statistics(None, None, distinct=2)
    if not len(values):
        return None
    least, greatest = values.min().item(), values.max().item()
    return Statistics(least, greatest, distinct=_few(values, greatest - least))


def _few(values: Array, span: float) -> int | None:
    """Return how many distinct values there are if a sample tells: each must come up often."""
    if span < len(values) // 4 and values.dtype.kind in "iu":
        return None  # the range says as much
    found = len(np.unique(values))
    return found if found <= len(values) // 8 else None
