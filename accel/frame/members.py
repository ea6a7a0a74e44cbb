"""``isin``: a few values, many values, or the values of another plan."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import pandas

from accel.frame.facts import certain
from accel.frame.lazy import is_lazy, is_planned, state_of
from accel.frame.literal import literal
from accel.frame.memory import memory_state
from accel.frame.run import check
from accel.frame.state import BOOL, SeriesState
from accel.plan.errors import Unsupported
from accel.plan.expr import Call, Expr, IsInPlan
from accel.plan.nodes import Field, Project
from accel.plan.tree import new_id

_FEW: Final = 64


def member(expr: Expr, values: Any) -> Expr:
    """Return whether a value is one of ``values``."""
    if isinstance(values, pandas.Series) and (is_planned(values) or is_lazy(values)):
        state = certain(state_of(values))
        assert isinstance(state, SeriesState)
        return _in_plan(expr, state)
    if isinstance(values, (pandas.Series, pandas.Index)):
        values = values.array
    if isinstance(values, (set, frozenset, tuple, range, dict, type({}.keys()))):
        values = list(values)
    if not isinstance(values, (list, np.ndarray, pandas.api.extensions.ExtensionArray)):
        raise TypeError(
            "only list-like objects are allowed to be passed to isin(), you passed a "
            f"`{type(values).__name__}`"
        )
    if len(values) <= _FEW:
        return _among(expr, list(values))
    return _in_plan(expr, _as_plan(values))


def _among(expr: Expr, values: list[Any]) -> Expr:
    kind = getattr(expr.dtype, "kind", "O") if isinstance(expr.dtype, np.dtype) else "O"
    found = []
    for value in values:
        if kind in "biuf":
            if isinstance(value, (bool, np.bool_)) != (kind == "b"):
                raise Unsupported(f"isin of numbers and {value!r}")
            if not isinstance(value, (int, float, np.number, np.bool_)) or value != value:
                raise Unsupported(f"isin of numbers and {value!r}")
            if kind in "iu" and isinstance(value, (float, np.floating)):
                raise Unsupported("isin of integers and floats")
        elif kind in "mM":
            item = literal(value, expr.dtype)
            if item.dtype != expr.dtype or isinstance(value, str):
                raise Unsupported("isin of times and values of another kind or unit")
            found.append(item.value)
            continue
        elif not isinstance(value, str):
            raise Unsupported(f"isin of {expr.dtype} and {value!r}")
        found.append(value.item() if isinstance(value, np.generic) else value)
    return check(Call(BOOL, "isin", (expr,), (("values", tuple(found)),)))


def _as_plan(values: Any) -> SeriesState:
    state = memory_state(pandas.Series(values)._mgr)  # type: ignore[attr-defined]
    assert isinstance(state, SeriesState)
    return state


def _in_plan(expr: Expr, other: SeriesState) -> Expr:
    if other.expr.dtype != expr.dtype or isinstance(expr.dtype, pandas.CategoricalDtype):
        raise Unsupported(f"isin of dtype {expr.dtype} and values of dtype {other.expr.dtype}")
    field = Field(new_id(), check(other.expr).dtype, "value")
    plan = Project(other.space.node, ((field, other.expr),))
    return check(IsInPlan(BOOL, expr, plan, field.id))
