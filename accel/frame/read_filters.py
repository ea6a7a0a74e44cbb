"""``filters=`` of ``read_parquet`` as calls on the lazy frame, where both mean the same."""

from __future__ import annotations

import functools
import operator
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, Final, TypeAlias

import numpy as np
import pandas

from accel.plan.errors import Unsupported

Term: TypeAlias = tuple[Any, str, Any]

# "!=" and "not in" are left to pyarrow: it drops nulls, which a float column cannot tell from NaN.
_OPERATORS: Final[dict[str, Callable[[Any, Any], Any]]] = {
    "=": operator.eq,
    "==": operator.eq,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "in": lambda column, values: column.isin(list(values)),
}


def alternatives(filters: Any) -> list[list[Term]]:
    """Return filters as a list of alternatives, each a list of terms that hold together.

    Raises
    ------
    Unsupported
        If they are not lists of (column, operator, value), such as a pyarrow expression.
    """
    if not isinstance(filters, list) or not filters:
        raise Unsupported("filters= that are no list")
    groups = filters if isinstance(filters[0], list) else [filters]
    for group in groups:
        if not isinstance(group, list) or not group or not all(map(_is_term, group)):
            raise Unsupported("filters= that are no lists of (column, operator, value)")
    return groups


def _is_term(term: Any) -> bool:
    if not isinstance(term, tuple) or len(term) != 3 or term[1] not in _OPERATORS:
        return False
    return isinstance(term[0], str)  # pyarrow fails at others


def names(groups: Sequence[Sequence[Term]]) -> list[Any]:
    """Return the columns that filters read, each once."""
    return list(dict.fromkeys(name for group in groups for name, _, _ in group))


def keep_rows(frame: Any, groups: Sequence[Sequence[Term]]) -> Any:
    """Return the rows of a lazy frame that satisfy an alternative, numbered anew.

    Raises
    ------
    Unsupported
        If pandas and pyarrow may compare a column with a value differently.
    """
    parts = [
        functools.reduce(operator.and_, [_condition(frame, *term) for term in group])
        for group in groups
    ]
    return frame[functools.reduce(operator.or_, parts)].reset_index(drop=True)


def _condition(frame: Any, name: Any, operation: str, value: Any) -> Any:
    if name not in frame.columns:
        raise Unsupported(f"a filter on {name!r}")
    column = frame[name]
    values = value if operation == "in" else [value]
    if not isinstance(values, (list, tuple, set)) or not values:
        raise Unsupported(f"a filter on {name!r} in {type(values).__name__}")
    if not all(_compares_alike(column.dtype, item) for item in values):
        raise Unsupported(f"a filter of {column.dtype} column {name!r} by {value!r}")
    return _OPERATORS[operation](column, value)


def _compares_alike(dtype: Any, value: Any) -> bool:
    if isinstance(dtype, pandas.StringDtype):
        return type(value) is str
    if not isinstance(dtype, np.dtype):
        return False
    if dtype.kind == "M":
        return isinstance(value, datetime) and value.tzinfo is None and value == value
    if dtype == np.int64:
        return type(value) is int and -(2**63) <= value < 2**63
    return dtype == np.float64 and type(value) in (int, float) and value == value
