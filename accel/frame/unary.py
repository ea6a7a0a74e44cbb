"""Operators and methods of one operand: ``-x``, ``~x``, ``abs``, ``round``."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any

import numpy as np
import pandas
from pandas.api.types import is_numeric_dtype

from accel.frame.empty import empty_array
from accel.frame.facts import certain
from accel.frame.intercept import LeftToPandasError, on_both
from accel.frame.lazy import is_lazy, lazy_frame, lazy_series, state_of
from accel.frame.literal import is_position
from accel.frame.run import check
from accel.frame.state import FrameState, SeriesState
from accel.frame.trial import dtype_by_trial
from accel.plan.errors import Unsupported
from accel.plan.expr import Call, DType, Expr


def map_columns(obj: Any, change: Callable[[Expr], Expr]) -> Any:
    """Return a frame or series with every column changed."""
    state = certain(state_of(obj))
    if isinstance(state, SeriesState):
        return lazy_series(SeriesState(state.space, change(state.expr), state.name))
    columns = tuple(map(change, state.columns))
    return lazy_frame(FrameState(state.space, columns, state.labels, state.blocks))


@lru_cache(maxsize=1024)
def _dtype_after(dtype: DType, method: str, *args: Any) -> DType:
    return dtype_by_trial(getattr(pandas.Series(empty_array(dtype)), method), *args)


def _unary(op: str, method: str) -> Callable[[Any], Any]:
    def handler(self: Any) -> Any:
        return map_columns(self, lambda e: check(Call(_dtype_after(e.dtype, method), op, (e,))))

    return handler


on_both("__neg__")(_unary("neg", "__neg__"))
on_both("__abs__", "abs")(_unary("abs", "abs"))


@on_both("__invert__")
def invert(self: Any) -> Any:
    if state_of(self).space.rows == 0:
        raise Unsupported("of no rows, pandas gives the same memory again")
    return _unary("invert", "__invert__")(self)


@on_both("__pos__")
def positive(self: Any) -> Any:
    def same(expr: Expr) -> Expr:
        _dtype_after(expr.dtype, "__pos__")  # pandas' own errors
        return check(expr)

    return map_columns(self, same)


@on_both("round", "__round__")
def round_(self: Any, decimals: Any = 0, *args: Any, **kwargs: Any) -> Any:
    if args or kwargs or not is_position(decimals):
        raise Unsupported("decimals= is not one number")
    places = int(decimals)
    if not is_lazy(self) and all(e.dtype.kind != "f" for e in state_of(self).exprs()):
        raise LeftToPandasError  # nothing to compute

    def rounded(expr: Expr) -> Expr:
        if getattr(expr.dtype, "kind", "O") in "mM":
            raise Unsupported("rounding times: pandas warns that this does nothing")
        if not isinstance(expr.dtype, np.dtype) or expr.dtype.kind not in "iufb":
            left = isinstance(self, pandas.DataFrame) and not is_numeric_dtype(expr.dtype)
            return expr if left else _refuse(expr)
        if expr.dtype.kind != "f" and places >= 0:
            return (
                expr
                if expr.dtype.kind != "b" or isinstance(self, pandas.DataFrame)
                else _refuse(expr)
            )
        return check(Call(expr.dtype, "round", (expr,), (("decimals", places),)))

    return map_columns(self, rounded)


def _refuse(expr: Expr) -> Expr:
    raise Unsupported(f"the engine does not round values of dtype {expr.dtype}")
