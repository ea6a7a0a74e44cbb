"""Operators of two operands and their method forms, on series and frames."""

from __future__ import annotations

import operator
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any, Final

import numpy as np
import pandas

from accel.frame.core import DataFrame, Series
from accel.frame.empty import empty_array
from accel.frame.facts import certain
from accel.frame.intercept import on_both, on_frame, on_series
from accel.frame.layout import Blocks, paired
from accel.frame.lazy import is_planned, lazy_frame, lazy_series, state_of
from accel.frame.literal import FLOAT32, in_dtype, literal
from accel.frame.run import check
from accel.frame.state import BOOL, FLOAT64, FrameState, SeriesState
from accel.frame.trial import dtype_by_trial
from accel.plan.errors import Unsupported, refuse
from accel.plan.expr import Call, DType, Expr, Literal

_OPERATORS: Final[dict[str, tuple[str, Callable[[Any, Any], Any]]]] = {
    "add": ("add", operator.add),
    "sub": ("sub", operator.sub),
    "mul": ("mul", operator.mul),
    "truediv": ("truediv", operator.truediv),
    "floordiv": ("floordiv", operator.floordiv),
    "mod": ("mod", operator.mod),
    "pow": ("pow", operator.pow),
    "eq": ("eq", operator.eq),
    "ne": ("ne", operator.ne),
    "lt": ("lt", operator.lt),
    "le": ("le", operator.le),
    "gt": ("gt", operator.gt),
    "ge": ("ge", operator.ge),
    "and": ("and", operator.and_),
    "or": ("or", operator.or_),
    "xor": ("xor", operator.xor),
}
_COMPARISONS: Final = frozenset(("eq", "ne", "lt", "le", "gt", "ge"))
_ALIASES: Final = {"mul": ("multiply",), "sub": ("subtract",), "truediv": ("div", "divide")}


def combine(op: str, left: Expr, right: Any, *, reflected: bool = False) -> Expr:
    """Return ``left op right`` for an expression and a literal or another expression."""
    if not isinstance(right, Expr):
        value = right
        right = literal(value, left.dtype)
        dtype = _dtype_with_value(op, left.dtype, value, right, reflected)
        if dtype == FLOAT32 and right.dtype == FLOAT64:
            right = in_dtype(value, FLOAT32)
    else:
        dtype = _dtype_of(op, left.dtype, right.dtype)
        if op in ("and", "or", "xor") and dtype == BOOL and BOOL not in (left.dtype, right.dtype):
            raise Unsupported(f"{op} of {left.dtype} and {right.dtype}: Python's integers")
    args = (right, left) if reflected else (left, right)
    return check(Call(dtype, op, args))


@lru_cache(maxsize=4096)
def _dtype_of(op: str, left: DType, right: DType) -> DType:
    empty = [pandas.Series(empty_array(dtype)) for dtype in (left, right)]
    return dtype_by_trial(_OPERATORS[op][1], *empty)


def _dtype_with_value(op: str, left: DType, value: Any, made: Literal, reflected: bool) -> DType:
    if op in _COMPARISONS and _are_comparable(left, value, made):
        return BOOL
    simple = type(value) in (int, float) and -100 < value < 100
    if simple and isinstance(left, np.dtype):
        # Among small numbers the type alone decides.
        return _dtype_with_simple(op, left, type(value)(1), reflected)
    return _apply_to_value(op, left, value, reflected)


def _are_comparable(left: DType, value: Any, made: Literal) -> bool:
    if isinstance(left, pandas.StringDtype):
        return isinstance(value, str)
    if not isinstance(left, np.dtype):
        return False
    if left.kind in "iufb":
        return isinstance(value, (int, float))
    return bool(left.kind == made.dtype.kind == "M")


@lru_cache(maxsize=4096, typed=True)
def _dtype_with_simple(op: str, left: DType, value: float, reflected: bool) -> DType:
    return _apply_to_value(op, left, value, reflected)


def _apply_to_value(op: str, left: DType, value: Any, reflected: bool) -> DType:
    empty = pandas.Series(empty_array(left))
    args = (value, empty) if reflected else (empty, value)
    return dtype_by_trial(_OPERATORS[op][1], *args)


def series_operand(state: SeriesState | FrameState, other: Any) -> Any:
    """Return what stands for ``other`` beside a series: an expression or a plain value.

    Raises
    ------
    Unsupported
        If pandas would have to align, or the operand is not one a plan knows.
    """
    if isinstance(other, pandas.Series):
        if not (is_planned(other) or type(other) is pandas.Series):
            raise Unsupported("the other operand is of a class that is not pandas' own")
        right = state_of(other)
        if not right.space.same_rows(state.space):
            raise Unsupported("operands of different rows have to be aligned")
        assert isinstance(right, SeriesState)
        return certain(right).expr
    if isinstance(other, (pandas.DataFrame, pandas.Index, np.ndarray, list, tuple, dict, set)):
        raise Unsupported(f"an operand is a {type(other).__name__}: pandas aligns it")
    if isinstance(other, pandas.api.extensions.ExtensionArray):
        raise Unsupported(f"an operand is a {type(other).__name__}: pandas aligns it")
    return other


def result_name(left: SeriesState, other: Any) -> Any:
    """Return the name of a combination, as pandas does."""
    if not isinstance(other, pandas.Series):
        return left.name
    from pandas.core.ops.common import _maybe_match_name

    return _maybe_match_name(_Named(left.name), _Named(other._name))


class _Named:
    __slots__ = ("name",)

    def __init__(self, name: Any) -> None:
        self.name = name


def _series_binary(op: str, reflected: bool, operator_form: bool) -> Callable[..., Any]:
    def handler(self: Series, other: Any, level: Any = None, fill_value: Any = None,
                axis: Any = 0) -> Any:  # fmt: skip
        refuse(level=level is not None, fill_value=fill_value is not None,
               axis=axis not in (0, "index"))  # fmt: skip
        if operator_form and isinstance(other, pandas.DataFrame):
            return NotImplemented
        state = certain(state_of(self))
        assert isinstance(state, SeriesState)
        right = series_operand(state, other)
        expr = combine(op, state.expr, right, reflected=reflected)
        result = lazy_series(SeriesState(state.space, expr, result_name(state, other)))
        return _in_range(op, [expr], result)

    return handler


def _in_range(op: str, exprs: Sequence[Expr], result: Any) -> Any:
    """Return a result; times are computed now, as pandas fails at the call if one is too large."""
    if op in ("add", "sub", "mul") and any(expr.dtype.kind in "mM" for expr in exprs):
        result._mgr  # noqa: B018 - reading computes
    return result


def _frame_binary(op: str, reflected: bool) -> Callable[..., Any]:
    def handler(self: DataFrame, other: Any, axis: Any = "columns", level: Any = None,
                fill_value: Any = None) -> Any:  # fmt: skip
        refuse(level=level is not None, fill_value=fill_value is not None,
               axis=axis not in ("columns", 1))  # fmt: skip
        state = certain(state_of(self))
        assert isinstance(state, FrameState)
        others, blocks = _frame_operands(state, other)
        exprs = [
            combine(op, left, right, reflected=reflected)
            for left, right in zip(state.columns, others, strict=True)
        ]
        result = lazy_frame(FrameState(state.space, tuple(exprs), state.labels, blocks))
        return _in_range(op, exprs, result)

    return handler


def _frame_operands(state: FrameState, other: Any) -> tuple[Sequence[Any], Blocks]:
    """Return the other operand of each column, and the blocks of the result."""
    if isinstance(other, pandas.DataFrame):
        if not (is_planned(other) or type(other) is pandas.DataFrame):
            raise Unsupported("the other operand is of a class that is not pandas' own")
        right = certain(state_of(other))
        assert isinstance(right, FrameState)
        if not right.space.same_rows(state.space):
            raise Unsupported("operands of different rows have to be aligned")
        if right.labels != state.labels or not state.labels.is_simple:
            raise Unsupported("operands of different columns have to be aligned")
        return right.columns, paired(state.blocks, right.blocks)
    if not pandas.api.types.is_scalar(other):
        raise Unsupported(f"an operand is a {type(other).__name__}: pandas aligns it")
    return [other] * len(state.columns), state.blocks


for _op in _OPERATORS:
    _named = (_op, *_ALIASES.get(_op, ()))
    _methods = [n for n in _named if hasattr(pandas.Series, n)]
    on_series(f"__{_op}__")(_series_binary(_op, False, True))
    on_frame(f"__{_op}__")(_frame_binary(_op, False))
    if _methods:
        on_series(*_methods)(_series_binary(_op, False, False))
        on_frame(*(n for n in _methods if hasattr(pandas.DataFrame, n)))(_frame_binary(_op, False))
    if _op not in _COMPARISONS:
        on_series(f"__r{_op}__")(_series_binary(_op, True, True))
        on_frame(f"__r{_op}__")(_frame_binary(_op, True))
        _reflected = [f"r{n}" for n in _named if hasattr(pandas.Series, f"r{n}")]
        if _reflected:
            on_series(*_reflected)(_series_binary(_op, True, False))
            on_frame(*_reflected)(_frame_binary(_op, True))


_UFUNCS: Final = {
    "add": "add", "subtract": "sub", "multiply": "mul", "divide": "truediv",
    "floor_divide": "floordiv", "remainder": "mod", "power": "pow", "equal": "eq",
    "not_equal": "ne", "less": "lt", "less_equal": "le", "greater": "gt",
    "greater_equal": "ge", "bitwise_and": "and", "bitwise_or": "or", "bitwise_xor": "xor",
}  # fmt: skip


@on_both("__array_ufunc__")
def ufunc(self: Any, function: np.ufunc, method: str, *inputs: Any, **kwargs: Any) -> Any:
    """NumPy's operators: ``np.float64(2) * series`` comes this way."""
    op = _UFUNCS.get(function.__name__)
    if op is None or method != "__call__" or kwargs or len(inputs) != 2:
        raise Unsupported(f"numpy.{function.__name__} is not planned")
    reflected = inputs[1] is self and inputs[0] is not self
    other = inputs[0] if reflected else inputs[1]
    if isinstance(self, pandas.DataFrame):
        return _frame_binary(op, reflected)(self, other)
    return _series_binary(op, reflected, False)(self, other)
