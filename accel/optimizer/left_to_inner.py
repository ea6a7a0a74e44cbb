"""Left joins whose unmatched rows are filtered away."""

from __future__ import annotations

from typing import Final

from accel.plan.expr import Call, Column, Expr, conjuncts
from accel.plan.nodes import Filter, Join, Node, Project
from accel.plan.rewrite import bottom_up

# False, or missing, when an operand is missing.
_COMPARISONS: Final = frozenset(["eq", "lt", "le", "gt", "ge"])
_ARITHMETIC: Final = ("add", "sub", "mul", "truediv", "floordiv", "mod", "neg", "abs", "round")
_STRINGS: Final = ("str_slice", "str_len", "str_lower", "str_upper", "str_strip")
_DATES: Final = ("dt_year", "dt_month", "dt_day", "dt_quarter", "dt_dayofweek", "dt_dayofyear")
_TIMES: Final = ("dt_hour", "dt_minute", "dt_second", "dt_normalize")
_STRICT: Final = frozenset((*_ARITHMETIC, *_STRINGS, *_DATES, *_TIMES))
_TESTS: Final = frozenset(["str_contains", "str_contains_seq", "str_startswith", "str_endswith"])


def left_to_inner(root: Node) -> Node:
    """Make a left join inner when a filter above it fails for every row without a match.

    Examples
    --------
    >>> from accel.plan.examples import FLOAT, ids, table, where
    >>> from accel.plan.printing import format_plan
    >>> a, b = table("t", a=1), table("u", b=2, c=(3, FLOAT))
    >>> plan = where(Join(a, b, "left", ids(a, "a"), ids(b, "b"), ((2, FLOAT),)), "gt", "c", 0.5)
    >>> print(format_plan(plan))
    Filter c#3 > 0.5
      Join left on a#1 = b#2
        Scan t [a#1]
        Scan u [b#2, c#3]
    >>> print(format_plan(left_to_inner(plan)))
    Filter c#3 > 0.5
      Project [a#1, b#2 = astype(b#2), c#3]
        Join inner on a#1 = b#2
          Scan t [a#1]
          Scan u [b#2, c#3]
    """
    return bottom_up(root, _rewrite, Filter, remember=True)


def _rewrite(node: Node) -> Node:
    if not isinstance(node, Filter) or not isinstance(node.input, Join):
        return node
    join = node.input
    right = {f.id for f in join.right.schema}
    if join.how != "left" or not any(_rejects(p, right) for p in conjuncts(node.predicate)):
        return node
    inner = join.copy(how="inner", widened=())
    if not join.widened:
        return node.with_inputs((inner,))
    own = {f.id: f.column() for f in inner.schema}
    columns = tuple((f, _converted(own[f.id], f.dtype)) for f in join.schema)
    return node.with_inputs((Project(inner, columns),))


def _converted(column: Column, dtype: object) -> Expr:
    return column if column.dtype == dtype else Call(dtype, "astype", (column,))


def _rejects(predicate: Expr, columns: set[int]) -> bool:
    """Return whether the predicate is never true when all of ``columns`` are missing."""
    if not isinstance(predicate, Call):
        return False
    if predicate.op in _COMPARISONS or predicate.op in _TESTS:
        return any(_missing(arg, columns) for arg in predicate.args)
    if predicate.op == "and":
        return any(_rejects(arg, columns) for arg in predicate.args)
    if predicate.op == "or":
        return all(_rejects(arg, columns) for arg in predicate.args)
    if predicate.op == "invert":
        inner = predicate.args[0]
        asks = isinstance(inner, Call) and inner.op == "isna"
        return asks and _missing(inner.children[0], columns)
    return False


def _missing(expr: Expr, columns: set[int]) -> bool:
    """Return whether the value is missing when all of ``columns`` are."""
    if isinstance(expr, Column):
        return expr.id in columns
    return (
        isinstance(expr, Call)
        and expr.op in _STRICT
        and expr.dtype != bool
        and any(_missing(arg, columns) for arg in expr.args)
    )
