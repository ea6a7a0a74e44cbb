"""Reductions of a whole column or frame: computed at the call."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from inspect import signature
from typing import Any, Final

import numpy as np
import pandas

from accel.frame import profile
from accel.frame.aggregation import COUNTS, is_numeric, result_dtype
from accel.frame.core import DataFrame, Series
from accel.frame.facts import check_assumptions, settled, sure
from accel.frame.intercept import on_frame, on_series
from accel.frame.lazy import held_dtype, state_of
from accel.frame.realise import to_array
from accel.frame.rows import count_rows
from accel.frame.run import check, execute
from accel.frame.state import BOOL, FrameState, SeriesState, State
from accel.plan.errors import Unsupported, refuse
from accel.plan.expr import Call, Expr, Literal
from accel.plan.nodes import Aggregate, Aggregation, Field
from accel.plan.tree import new_id

_REDUCTIONS: Final = ("sum", "mean", "min", "max", "count", "nunique", "any", "all", "std", "var",
                      "median", "prod")  # fmt: skip

# Of infinity less infinity, as NumPy does.
_WARNING: Final = ("sum", "mean", "median", "prod", "std", "var")


def reduce_columns(state: State, function: str, exprs: Sequence[Expr],
                   options: tuple[tuple[str, Any], ...] = ()) -> list[Any]:  # fmt: skip
    """Return one scalar an expression, of the type that pandas gives."""
    exprs = [sure(e) for e in exprs] if function in COUNTS else settled(state, exprs)
    check_assumptions(state.space.node, None)
    is_root = function == "std"  # of the variance as it was rounded
    aggregations = []
    for expr in exprs:
        dtype = result_dtype(function, expr.dtype, grouped=False)
        field = Field(new_id(), dtype, function)
        computed = "var" if is_root else function
        aggregations.append(Aggregation(field, computed, check(expr), options))
    with profile.timed():
        batch = execute(Aggregate(state.space.node, (), tuple(aggregations)), scalar=True)
    values = [_scalar(state, a, batch.columns[a.field.id]) for a in aggregations]
    return [np.sqrt(v) if is_root and v == v else v for v in values]


def _scalar(state: State, aggregation: Aggregation, vector: Any) -> Any:
    function, dtype = aggregation.function, aggregation.field.dtype
    values = to_array(vector, dtype)
    value = values[0]
    if function == "nunique":
        return int(value)
    if function in _WARNING and not np.isfinite(value) and _enough(state, aggregation):
        raise Unsupported("a result that is no number: pandas may warn")
    if function in ("min", "max") and dtype.kind == "f" and value == 0:
        _refuse_negative_zero(state, aggregation)
    if isinstance(value, np.floating) and value != value:
        return float("nan") if _of_nothing(state, aggregation) else value
    return value


def _refuse_negative_zero(state: State, aggregation: Aggregation) -> None:
    """Refuse an extreme of 0.0 and -0.0: which of them NumPy finds depends on where they lie."""
    expr = aggregation.arg
    assert expr is not None
    inverse = Call(expr.dtype, "truediv", (Literal(expr.dtype, 1.0), expr))
    is_negative = Call(BOOL, "eq", (inverse, Literal(expr.dtype, -np.inf)))
    if reduce_columns(state, "any", [is_negative])[0]:
        raise Unsupported("which zero is the extreme: NumPy looks")


def _enough(state: State, aggregation: Aggregation) -> bool:
    """Tell whether there are values enough for a result."""
    assert aggregation.arg is not None
    count = reduce_columns(state, "count", [aggregation.arg])[0]
    spread = aggregation.function in ("std", "var")
    return bool(count > (dict(aggregation.options).get("ddof", 1) if spread else 0))


def _of_nothing(state: State, aggregation: Aggregation) -> bool:
    """Tell whether there was nothing to reduce: pandas then answers with a constant of its own."""
    if aggregation.function == "mean":
        assert aggregation.arg is not None
        return bool(reduce_columns(state, "count", [aggregation.arg])[0] == 0)
    return count_rows(state.space) == 0


def _series(function: str) -> Callable[..., Any]:
    known = signature(getattr(pandas.Series, function)).parameters

    def handler(self: Series, *args: Any, **kwargs: Any) -> Any:
        options = _options(function, args, kwargs, known)
        held = held_dtype(self)
        if held is not None:
            _refuse_unordered(function, held)  # sooner than the rows are looked at
        state = state_of(self)
        assert isinstance(state, SeriesState)
        _refuse_unordered(function, state.expr.dtype)
        return reduce_columns(state, function, [state.expr], options)[0]

    return handler


def _refuse_unordered(function: str, dtype: Any) -> None:
    ordered = getattr(dtype, "kind", "O") in "biufmM" or isinstance(dtype, pandas.StringDtype)
    if function in ("min", "max") and not ordered:
        raise Unsupported(f"the engine has no {function}() of dtype {dtype}")


def _options(
    function: str, args: tuple[Any, ...], kwargs: dict[str, Any], known: Collection[str]
) -> tuple[tuple[str, Any], ...]:
    given = dict(kwargs)
    if args:
        raise Unsupported("arguments are given by position")
    if not all(name in known for name in given):
        raise Unsupported("pandas does not know an argument")
    axis, skipna = given.pop("axis", None), given.pop("skipna", True)
    refuse(axis=axis not in (None, 0, "index"), skipna=skipna is not True)
    options: tuple[tuple[str, Any], ...] = ()
    if function in ("std", "var") and "ddof" in given:
        options = (("ddof", given.pop("ddof")),)
    defaults = {"min_count": 0, "numeric_only": False, "dropna": True, "bool_only": False}
    for name, value in given.items():
        if name not in defaults or value is not defaults[name]:
            raise Unsupported(f"{name}={value!r} is not planned")
    return options


def _frame(function: str) -> Callable[..., Any]:
    known = signature(getattr(pandas.DataFrame, function)).parameters

    def handler(self: DataFrame, *args: Any, **kwargs: Any) -> Any:
        numeric_only = kwargs.pop("numeric_only", False) if "numeric_only" in known else False
        options = _options(function, args, kwargs, known)
        if kwargs.get("axis", 0) is None or not isinstance(numeric_only, bool):
            raise Unsupported("axis=None, or numeric_only= that is not a bool, is not planned")
        state = state_of(self)
        assert isinstance(state, FrameState)
        pairs = list(zip(state.labels, state.columns, strict=True))
        if numeric_only:
            pairs = [(n, e) for n, e in pairs if is_numeric(e.dtype)]
        exprs = [expr for _, expr in pairs]
        kinds = {getattr(e.dtype, "kind", "O") for e in exprs}
        if not exprs or (function not in COUNTS and not kinds <= set("iuf")):
            raise Unsupported(f"{function} of more than numbers: numeric_only=True is planned")
        values = reduce_columns(state, function, exprs, options)
        if function == "mean" and any(v != v for v in values) and count_rows(state.space):
            # of nothing but missing values: Python's NaN for a series, the block's for a frame
            made = [result_dtype(function, e.dtype, grouped=False) for e in exprs]
            values = [dtype.type(v) for dtype, v in zip(made, values, strict=True)]
        dtypes = [np.asarray(value).dtype for value in values]
        # pandas counts by apply, which gives the very labels
        labels = self.columns if function == "nunique" else state.labels.index.view()
        if numeric_only:
            labels = labels.take([k for k, e in enumerate(state.columns) if e in set(exprs)])
        return Series(values, index=labels, dtype=np.result_type(*dtypes))

    return handler


for _function in _REDUCTIONS:
    on_series(_function)(_series(_function))
    on_frame(_function)(_frame(_function))


@on_series("agg", "aggregate")
def aggregate(self: Series, func: Any = None, axis: Any = 0, *args: Any, **kwargs: Any) -> Any:
    if isinstance(func, str) and func in _REDUCTIONS and not args and axis in (0, "index"):
        return getattr(self, func)(**kwargs)
    raise Unsupported("the aggregation is not one name that the engine knows")
