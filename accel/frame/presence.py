"""Which columns are sure to have no missing value.

``.str.len()`` and the fields of dates are integers in pandas, or floats where a value is missing
at the time of the call; rows that are dropped later do not change that. So they are planned where
it is known, from footers or by a look at the column a plan starts from, that nothing is missing.
"""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any, Final
from weakref import WeakKeyDictionary

import numpy as np

from accel.frame.memory import Memory
from accel.frame.run import execute
from accel.frame.state import BOOL
from accel.plan.errors import Unsupported
from accel.plan.expr import Call, Column, Expr, Literal, conjuncts, walk
from accel.plan.nodes import (
    Aggregate,
    Concat,
    Distinct,
    Enumerate,
    Field,
    Filter,
    Join,
    Limit,
    Node,
    Project,
    Scan,
    Sort,
)
from accel.plan.tree import new_id

# Missing only where an argument is.
_KEEPING: Final = frozenset(
    ("add", "dt_normalize", "str_lower", "str_slice", "str_strip", "str_upper", "sub")
)
_NAT: Final = np.iinfo(np.int64).min
_FALSE_FOR_MISSING: Final = frozenset(("eq", "ge", "gt", "le", "lt"))

_known: Final[WeakKeyDictionary[Any, dict[Hashable, bool]]] = WeakKeyDictionary()


def require_present(node: Node, expr: Expr) -> None:
    """Refuse to go on if a value may be missing.

    Raises
    ------
    Unsupported
        If one is, or that is not known.
    """
    if not _is_present(node, expr):
        raise Unsupported("a value may be missing, which makes another dtype or order")


def _is_present(node: Node, expr: Expr) -> bool:
    if isinstance(expr, Column):
        return _column_is(node, expr.id)
    if isinstance(expr, Literal):
        return expr.value is not None and expr.value != _NAT
    if isinstance(expr, Call) and expr.op == "where":  # what ``fillna`` becomes
        condition, value, other = expr.args
        return _is_present(node, other) and (
            _says_present(condition, value) or _is_present(node, value)
        )
    return (
        isinstance(expr, Call)
        and expr.op in _KEEPING
        and all(_is_present(node, arg) for arg in expr.args)
    )


def _column_is(node: Node, key: int) -> bool:
    match node:
        case Scan():
            names = {field.id: (name, field) for field, name in node.columns}
            return key == node.row_id or _none_missing(node.source, *names[key])
        case Project():
            return _is_present(node.input, {f.id: e for f, e in node.columns}[key])
        case Filter() if any(_drops_missing(part, key) for part in conjuncts(node.predicate)):
            return True
        case Enumerate() if key == node.id:
            return True
        case Filter() | Enumerate() | Distinct() | Sort() | Limit():
            return _column_is(node.input, key)
        case Aggregate() if key in node.keys:
            return node.dropna or _column_is(node.input, key)
        case Join():
            on_left = any(field.id == key for field in node.left.schema)
            if node.how == "outer" or node.how == ("right" if on_left else "left"):
                return False
            return _column_is(node.left if on_left else node.right, key)
        case Concat():
            place = [field.id for field in node.fields].index(key)
            parts = zip(node.parts, node.columns, strict=True)
            return all(_column_is(part, keys[place]) for part, keys in parts)
        case Memory():
            return _column_is(node.scan(), key)
    return False


def _drops_missing(part: Expr, key: int) -> bool:
    """Tell whether a condition is false where a column is missing."""
    if not isinstance(part, Call):
        return False
    if part.op in _FALSE_FOR_MISSING:
        return any(isinstance(arg, Column) and arg.id == key for arg in part.args)
    return any(_says_present(part, e) for e in walk(part) if isinstance(e, Column) and e.id == key)


def _says_present(condition: Expr, value: Expr) -> bool:
    """Tell whether a condition is ``value.notna()``."""
    if not isinstance(condition, Call) or condition.op != "invert":
        return False
    inner = condition.args[0]
    return isinstance(inner, Call) and inner.op == "isna" and inner.args[0] == value


def _none_missing(source: Any, name: Hashable, field: Field) -> bool:
    """Tell whether a source's column has no missing value: its footers say so, or it is read."""
    known = _known.setdefault(source, {})
    if name not in known:
        told = [partition.statistics(name) for partition in source.partitions]
        if all(s is not None and s.nulls is not None for s in told):
            known[name] = not any(s.nulls for s in told)
        else:
            column = field.column()
            missing = Filter(Scan(source, ((field, name),)), Call(BOOL, "isna", (column,)))
            found = Field(new_id(), field.dtype, field.name)
            rows = execute(Limit(Project(missing, ((found, column),)), 1)).rows
            known[name] = rows == 0
    return known[name]
