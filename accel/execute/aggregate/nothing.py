"""What aggregates are of no rows."""

from __future__ import annotations

from typing import Any, Final

import numpy as np

from accel.execute.aggregate.results import AggSpec
from accel.execute.keys import NAT, kind_of
from accel.execute.vector import Fixed, Text, Vector
from accel.plan.errors import Unsupported

_VALUES: Final[dict[str, Any]] = {
    "sum": 0,
    "prod": 1,
    "count": 0,
    "size": 0,
    "nunique": 0,
    "any": False,
    "all": True,
}


def of_nothing(spec: AggSpec) -> Vector:
    """Return an aggregate of no rows, a vector of one row.

    Raises
    ------
    Unsupported
        If it is missing and the result's dtype has no missing value: pandas changes the dtype.
    """
    kind = kind_of(spec.out_dtype)
    if spec.function in _VALUES and spec.option("min_count", 0) <= 0:
        dtype = np.int64 if kind == "time" else spec.out_dtype
        return Fixed(np.array([_VALUES[spec.function]], dtype))
    if kind == "string":
        return Text(np.zeros(1, np.int64), np.full(1, -1, np.int32), ())
    if kind == "category":
        return Fixed(np.full(1, -1, np.int32))
    if kind == "time":
        return Fixed(np.array([NAT]))
    if kind == "float":
        return Fixed(np.full(1, np.nan, spec.out_dtype))
    raise Unsupported(f"{spec.function} of an empty column of {spec.in_dtype}")
