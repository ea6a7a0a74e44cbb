"""Elementwise methods on values: ``isna``, ``fillna``, ``where``, ``between``, ``astype``."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas

from accel.frame.arithmetic import combine, result_name, series_operand
from accel.frame.core import Series
from accel.frame.facts import certain, sure
from accel.frame.intercept import on_both, on_series
from accel.frame.layout import one_each
from accel.frame.lazy import held_dtype, lazy_series, state_of
from accel.frame.literal import in_dtype, is_position, literal
from accel.frame.magnitude import magnitude
from accel.frame.members import member
from accel.frame.run import check
from accel.frame.select import wrap
from accel.frame.state import BOOL, FrameState, SeriesState
from accel.frame.unary import map_columns
from accel.plan.errors import Unsupported, refuse
from accel.plan.expr import Call, DType, Expr, Literal


def over_columns(obj: Any, change: Any) -> Any:
    """Return a frame or series with every column changed, whatever the true dtypes are."""
    state = state_of(obj)
    if isinstance(state, SeriesState):
        return lazy_series(SeriesState(state.space, change(state.expr), state.name))
    columns = tuple(map(change, state.columns))
    return wrap(FrameState(state.space, columns, state.labels, state.blocks))


def is_missing(expr: Expr) -> Expr:
    """Return whether a value is missing."""
    return check(Call(BOOL, "isna", (sure(expr),)))


def invert(expr: Expr) -> Expr:
    """Return ``not expr``."""
    return Call(BOOL, "invert", (expr,))


@on_both("isna", "isnull")
def isna(self: Any) -> Any:
    return over_columns(self, is_missing)


@on_both("notna", "notnull")
def notna(self: Any) -> Any:
    return over_columns(self, lambda expr: invert(is_missing(expr)))


@on_both("fillna")
def fillna(self: Any, value: Any, *, axis: Any = None, inplace: bool = False,
           limit: Any = None) -> Any:  # fmt: skip
    refuse(axis=axis not in (None, 0, "index"), inplace=inplace, limit=limit is not None)
    if not pandas.api.types.is_scalar(value):
        raise Unsupported(f"values are filled from a {type(value).__name__}: one value is planned")

    def filled(expr: Expr) -> Expr:
        if isinstance(expr.dtype, np.dtype) and expr.dtype.kind in "biu":
            return sure(expr)
        return choose(invert(is_missing(expr)), expr, _filling(value, expr.dtype))

    return map_columns(self, filled)


def _filling(value: Any, dtype: DType) -> Literal:
    return exact(value, dtype)


def exact(value: Any, dtype: DType) -> Literal:
    """Return a literal that pandas would put into a column without changing its dtype.

    Raises
    ------
    Unsupported
        If the column would change its dtype, or the plan cannot hold the value.
    """
    kind = getattr(dtype, "kind", "O") if isinstance(dtype, np.dtype) else "O"
    if isinstance(dtype, pandas.CategoricalDtype):
        return literal(value, dtype)
    fits = {
        "f": isinstance(value, (int, float, np.integer, np.floating))
        and not isinstance(value, bool),
        "i": is_position(value),
        "u": is_position(value),
        "b": isinstance(value, (bool, np.bool_)),
    }.get(kind, True)
    result = in_dtype(value, dtype) if fits else None
    if result is None or (kind in "iuf" and not _same(result.value, value)):
        raise Unsupported(f"{value!r} would change a column of dtype {dtype}")
    return result


def _same(stored: Any, value: Any) -> bool:
    return bool(stored == value or value != value)


def choose(condition: Expr, value: Expr, other: Expr) -> Expr:
    """Return ``value`` where the condition is true, else ``other``."""
    return check(Call(value.dtype, "where", (condition, value, other)))


def chosen(self: Series, cond: Any, other: Any, *, flipped: bool) -> Any:
    """Return the values where a condition holds (or does not, if ``flipped``), else others."""
    state = certain(state_of(self))
    assert isinstance(state, SeriesState)
    if not isinstance(cond, pandas.Series):
        raise Unsupported("the condition is not a Series")
    condition = series_operand(state, cond)
    if not isinstance(condition, Expr) or condition.dtype != BOOL:
        raise Unsupported("the condition is not of dtype bool")
    if flipped:
        condition = invert(condition)
    dtype = state.expr.dtype
    kind = getattr(dtype, "kind", "O")
    if isinstance(other, pandas.Series):
        replacement = series_operand(state, other)
        if replacement.dtype != dtype:
            raise Unsupported("the other column is of another dtype")
    elif other is None or other is np.nan or other is pandas.NA:
        if isinstance(dtype, np.dtype) and kind == "f":
            replacement = Literal(dtype, float("nan"))
        elif isinstance(dtype, pandas.StringDtype):
            replacement = Literal(dtype, None)
        else:
            raise Unsupported(f"missing values would change a column of dtype {dtype}")
    else:
        replacement = exact(other, dtype)
    return lazy_series(
        SeriesState(state.space, choose(condition, state.expr, replacement), state.name)
    )


@on_series("where")
def where(self: Series, cond: Any, other: Any = np.nan, *, inplace: bool = False, axis: Any = None,
          level: Any = None) -> Any:  # fmt: skip
    refuse(inplace=inplace, axis=axis is not None, level=level is not None)
    return chosen(self, cond, other, flipped=False)


@on_series("mask")
def mask(self: Series, cond: Any, other: Any = np.nan, *, inplace: bool = False, axis: Any = None,
         level: Any = None) -> Any:  # fmt: skip
    refuse(inplace=inplace, axis=axis is not None, level=level is not None)
    return chosen(self, cond, other, flipped=True)


@on_series("between")
def between(self: Series, left: Any, right: Any, inclusive: str = "both") -> Any:
    operators = {"both": ("ge", "le"), "left": ("ge", "lt"), "right": ("gt", "le"),
                 "neither": ("gt", "lt")}  # fmt: skip
    if inclusive not in operators:
        raise Unsupported(f"inclusive={inclusive!r}")
    state = certain(state_of(self))
    assert isinstance(state, SeriesState)
    low, high = operators[inclusive]
    above = combine(low, state.expr, series_operand(state, left))
    below = combine(high, state.expr, series_operand(state, right))
    name = state.name
    if isinstance(left, pandas.Series) or isinstance(right, pandas.Series):
        name = result_name(state, left) if isinstance(left, pandas.Series) else name
        if isinstance(right, pandas.Series) and right.name != name:
            name = None
    return lazy_series(SeriesState(state.space, Call(BOOL, "and", (above, below)), name))


@on_series("isin")
def isin(self: Series, values: Any) -> Any:
    state = certain(state_of(self))
    assert isinstance(state, SeriesState)
    return lazy_series(SeriesState(state.space, member(state.expr, values), state.name))


@on_series("clip")
def clip(self: Series, lower: Any = None, upper: Any = None, *, axis: Any = None,
         inplace: bool = False, **kwargs: Any) -> Any:  # fmt: skip
    state = certain(state_of(self))
    assert isinstance(state, SeriesState)
    refuse(axis=axis is not None, inplace=inplace, **dict.fromkeys(kwargs, True))
    if state.expr.dtype.kind not in "iuf":
        raise Unsupported(f"the engine does not clip values of dtype {state.expr.dtype}")
    expr = state.expr
    bounds = [bound for bound in (lower, upper) if bound is not None]
    if any(not isinstance(bound, (int, float)) or bound != bound for bound in bounds):
        raise Unsupported("a bound is not a number")
    if len(bounds) == 2:
        lower, upper = min(bounds), max(bounds)  # as pandas does
    for op, bound in (("lt", lower), ("gt", upper)):
        if bound is None:
            continue
        beyond = combine(op, expr, bound)
        expr = choose(invert(beyond), expr, exact(bound, expr.dtype))
    return lazy_series(SeriesState(state.space, expr, state.name))


@on_both("astype")
def astype(self: Any, dtype: Any, *, copy: Any = None, errors: str = "raise") -> Any:
    refuse(errors=errors != "raise", copy=copy is not None)
    held = held_dtype(self)
    if held is not None and not isinstance(dtype, dict):
        _refuse_extension(held, pandas.api.types.pandas_dtype(dtype))  # before a look at the rows
    state = certain(state_of(self))
    if isinstance(state, FrameState) and isinstance(dtype, dict):
        refuse(dtype=not all(isinstance(label, (str, int)) for label in dtype))
        if any(label not in state.labels for label in dtype):
            raise KeyError(
                "Only a column name can be used for the key in a dtype mappings argument."
            )
        columns = [
            cast(state, expr, dtype[label]) if label in dtype else expr
            for label, expr in zip(state.labels, state.columns, strict=True)
        ]
        blocks = one_each(len(columns))
        return wrap(FrameState(state.space, tuple(columns), state.labels, blocks))
    if isinstance(dtype, dict):
        raise Unsupported("a dict of dtypes for a Series")
    return map_columns(self, lambda expr: cast(state, expr, dtype))


def _refuse_extension(source: Any, target: Any) -> None:
    is_plain = isinstance(target, np.dtype) and isinstance(source, np.dtype)
    if target != source and not is_plain:
        raise Unsupported(f"the engine does not convert {source} to {target}")


def cast(state: FrameState | SeriesState, expr: Expr, dtype: Any) -> Expr:
    """Return a column as another dtype, if that cannot fail whatever the data are.

    Raises
    ------
    Unsupported
        If it may, or if NumPy may warn of numbers that are too large.
    """
    target = pandas.api.types.pandas_dtype(dtype)
    source = expr.dtype
    if target == source:
        return expr
    _refuse_extension(source, target)
    safe = (source.kind in "biu" and target.kind in "biuf") or (
        source.kind == "f" and target.kind == "f"
    )
    if not safe or (target.kind == "f" and target.itemsize < 4):
        raise Unsupported(f"whether {source} can become {target} depends on the data")
    narrower = source.kind == "f" and target.itemsize < source.itemsize
    if narrower and magnitude(state.space.node, sure(expr)) > float(np.finfo(target).max):
        raise Unsupported("a number may be too large: pandas warns")
    return check(Call(target, "astype", (sure(expr),)))
