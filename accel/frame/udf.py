"""Functions of the user: the plainest of them are read and become expressions.

``lambda v: v in ("a", "b")`` or ``lambda v: v > LIMIT`` compares the value with constants: it has
no side effect, cannot fail, and gives the same as the comparison of the column. Its bytecode shows
that. Any other function runs in pandas, at the call, once a row and in order.
"""

from __future__ import annotations

import dis
import math
import types
from collections.abc import Iterable
from typing import Any, Final

import numpy as np
import pandas

from accel.frame.arithmetic import combine
from accel.frame.core import Series
from accel.frame.facts import certain
from accel.frame.intercept import on_series
from accel.frame.lazy import lazy_series, state_of
from accel.frame.members import member
from accel.frame.reduce import aggregate
from accel.frame.rows import has_rows
from accel.frame.state import BOOL, INT64, SeriesState
from accel.plan.errors import Unsupported
from accel.plan.expr import Call, Expr

_COMPARISONS: Final = {"==": "eq", "!=": "ne", "<": "lt", "<=": "le", ">": "gt", ">=": "ge"}
_MIRRORED: Final = {"eq": "eq", "ne": "ne", "lt": "gt", "le": "ge", "gt": "lt", "ge": "le"}
_IGNORED: Final = frozenset(("RESUME", "NOP", "CACHE", "COPY_FREE_VARS", "TO_BOOL"))
_SIMPLE: Final = (str, int, float)
_WHOLE: Final = 1 << 53  # up to here, floats have all integers


@on_series("apply")
def apply(self: Series, func: Any, *args: Any, **kwargs: Any) -> Any:
    """``Series.apply``: the name of a reduction is a call of it."""
    if isinstance(func, str):
        return aggregate(self, func, 0, *args, **kwargs)
    return map_values(self, func, *args, **kwargs)


@on_series("map")
def map_values(self: Series, *args: Any, **kwargs: Any) -> Any:
    """``Series.map(f)`` of a function that only compares."""
    if len(args) != 1 or kwargs or not isinstance(args[0], types.FunctionType):
        raise Unsupported("what is called is no plain function of the value")
    state = certain(state_of(self))
    assert isinstance(state, SeriesState)
    condition = translated(args[0], state.expr)
    if not has_rows(state.space.node):
        raise Unsupported("of no rows pandas makes a column of the input's dtype")
    return lazy_series(SeriesState(state.space, condition, state.name))


def translated(function: types.FunctionType, argument: Expr) -> Expr:
    """Return the expression that gives what ``function`` gives for each value.

    Raises
    ------
    Unsupported
        If the function is not one comparison of its argument with constants.
    """
    code = function.__code__
    if code.co_argcount != 1 or code.co_kwonlyargcount or code.co_flags & (0x04 | 0x08 | 0x20):
        raise Unsupported("the function takes more than the value")
    _check_argument(argument)
    stack: list[Any] = []
    for step in dis.get_instructions(code):
        name = step.opname
        if name in _IGNORED:
            continue
        if name.startswith("LOAD_FAST") and step.argval == code.co_varnames[0]:
            stack.append(argument)
        elif name == "LOAD_CONST":
            stack.append(step.argval)
        elif name in ("LOAD_GLOBAL", "LOAD_DEREF"):
            stack.append(_outer_value(function, str(step.argval)))
        elif name == "COMPARE_OP" and len(stack) >= 2:
            right, left = stack.pop(), stack.pop()
            stack.append(_compared(str(step.argval), left, right))
        elif name == "CONTAINS_OP" and len(stack) >= 2:
            right, left = stack.pop(), stack.pop()
            stack.append(_contained(left, right, negated=bool(step.arg)))
        elif name == "UNARY_NOT" and stack and isinstance(stack[-1], Expr):
            stack.append(_negated(stack.pop()))
        elif name == "RETURN_VALUE" and len(stack) == 1 and _is_condition(stack[0]):
            condition: Expr = stack[0]
            return condition
        else:
            raise Unsupported("the function does more than compare the value with constants")
    raise Unsupported("the function does more than compare the value with constants")


def _is_condition(value: Any) -> bool:
    return isinstance(value, Call) and value.dtype == BOOL


def _check_argument(argument: Expr) -> None:
    """Refuse dtypes whose values a function sees as something else than the engine does."""
    dtype = argument.dtype
    if isinstance(dtype, pandas.StringDtype):
        return
    if dtype in (np.dtype(np.int64), np.dtype(np.float64)):
        return
    raise Unsupported(f"a function of values of dtype {dtype} is not planned")


def _outer_value(function: types.FunctionType, name: str) -> Any:
    """Return the present value of a global or closed-over name, if it can never change."""
    closure = dict(zip(function.__code__.co_freevars, function.__closure__ or (), strict=True))
    if name in closure:
        value = closure[name].cell_contents
    elif name in function.__globals__:
        value = function.__globals__[name]
    else:
        raise Unsupported("the function uses something that may change: constants are planned")
    if type(value) in _SIMPLE or (
        type(value) in (tuple, frozenset) and all(type(item) in _SIMPLE for item in value)
    ):
        return value
    raise Unsupported("the function uses something that may change: constants are planned")


def _compared(symbol: str, left: Any, right: Any) -> Expr:
    op = _COMPARISONS.get(symbol.removeprefix("bool(").removesuffix(")"))
    if op is None or isinstance(left, Expr) == isinstance(right, Expr):
        raise Unsupported("the function does more than compare the value with constants")
    if not isinstance(left, Expr):
        left, right, op = right, left, _MIRRORED[op]
    is_text = isinstance(left.dtype, pandas.StringDtype)
    if type(right) not in _SIMPLE or isinstance(right, str) != is_text:
        raise Unsupported("the function compares with a constant of another type")
    if is_text and op not in ("eq", "ne"):
        raise Unsupported("the function orders texts, and may meet a missing one")
    _check_exact(left, [right])
    return combine(op, left, right)


def _contained(left: Any, right: Any, *, negated: bool) -> Expr:
    if not isinstance(left, Expr) or type(right) not in (tuple, frozenset):
        raise Unsupported("the function does more than compare the value with constants")
    _check_exact(left, right)
    found = member(left, right)
    return _negated(found) if negated else found


def _check_exact(left: Expr, values: Iterable[Any]) -> None:
    """Refuse to compare integers with floats where these have not all integers, as Python has."""
    kind = int if left.dtype == INT64 else float
    for value in values:
        is_other = isinstance(value, (int, float)) and not isinstance(value, kind)
        if is_other and _WHOLE <= abs(value) < math.inf:
            raise Unsupported("Python compares large integers with floats exactly, columns do not")


def _negated(condition: Expr) -> Expr:
    if not _is_condition(condition):
        raise Unsupported("the function does more than compare the value with constants")
    return Call(BOOL, "invert", (condition,))
