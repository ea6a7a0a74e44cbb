"""Which kernels compute which operation on which kinds of columns.

The tables of the topical modules, merged. What is not in them is Unsupported, and the text says
which operation on which dtypes; that text is the reason a fallback gives.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from accel.execute.expression import (
    arithmetic,
    calendar,
    categories,
    comparison,
    conversion,
    letters,
    logic,
    membership,
    strings,
)
from accel.execute.expression.builder import Builder, Value, literal, placeholder
from accel.execute.expression.host import Host
from accel.execute.expression.kinds import kind_of
from accel.execute.expression.rule import Entry, Key
from accel.plan.errors import Unsupported
from accel.plan.expr import Call, Expr, IsInPlan, Literal, walk

_TOPICS: Final = (
    arithmetic, calendar, categories, comparison, conversion, letters, logic, membership, strings,
)  # fmt: skip
TABLE: Final[dict[Key, Entry]] = {key: e for topic in _TOPICS for key, e in topic.RULES.items()}


def entry_of(call: Call) -> Entry:
    """Return what computes a call.

    Raises
    ------
    Unsupported
        If there is nothing for the operation on these dtypes.
    """
    kinds = tuple(kind_of(arg.dtype) for arg in call.args)
    if call.op == "astype":
        kinds = (*kinds, kind_of(call.dtype))
    entry = TABLE.get((call.op, kinds))
    if entry is None:
        dtypes = ", ".join(str(arg.dtype) for arg in call.args)
        target = f" to {call.dtype}" if call.op == "astype" else ""
        raise Unsupported(f"the engine lacks {call.op} of {dtypes}{target}")
    return entry


def emit(builder: Builder, expr: Expr) -> Value:
    """Add the kernel calls of an expression to a builder."""
    if isinstance(expr, IsInPlan):
        return membership.is_in_plan(builder, expr)
    if isinstance(expr, Call):
        entry = entry_of(expr)
        if not isinstance(entry, Host):
            return entry(builder, expr)
    raise Unsupported(f"the engine cannot compute {expr}")


def check(expr: Expr, sets: Mapping[Any, Any] | None = None) -> None:
    """Find out whether the engine can compute an expression; nothing is compiled.

    Parameters
    ----------
    expr : Expr
        The expression. What was found computable is not looked at again.
    sets : mapping of IsInPlan to KeySet, optional
        The keys, where they are there already.

    Raises
    ------
    Unsupported
        If it lacks an operation for the dtypes at hand, naming both.

    Examples
    --------
    >>> import numpy as np
    >>> from accel.plan.expr import Column
    >>> text = Column(np.dtype(object), 1)
    >>> check(Call(np.dtype(bool), "eq", (text, text)))
    Traceback (most recent call last):
    accel.plan.errors.Unsupported: the engine has no columns of dtype object
    """
    for node in walk(expr):
        if not node.__dict__.get("_computable"):
            _check_node(node, sets or {})
            object.__setattr__(node, "_computable", True)


def _check_node(node: Expr, sets: Mapping[Any, Any]) -> None:
    kind_of(node.dtype)
    if isinstance(node, IsInPlan):
        membership.check_plan_keys(node, sets.get(node))
    elif isinstance(node, Call):
        entry = entry_of(node)
        if isinstance(entry, Host):
            entry.check(node)
        else:
            # the call alone is recorded, its operands taken as given
            entry(Builder(placeholder, emit, {}, dry=True), node)
    elif isinstance(node, Literal) and kind_of(node.dtype) != "category":
        literal(node)  # a category's is checked where it is used
