"""Left joins of which only the unmatched rows are kept."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pandas as pd

from accel.plan.expr import Call, Column, Expr, Literal, conjunction, conjuncts
from accel.plan.nodes import Field, Filter, Join, Node, Project
from accel.plan.rewrite import bottom_up


def left_to_anti(root: Node) -> Node:
    """Make an anti join of a left join filtered by ``isna`` of a column that has no missing values.

    Such a column is one of integers at the right side. The right columns are missing in all rows
    that remain.

    Examples
    --------
    >>> from accel.plan.examples import FLOAT, ids, table, where
    >>> from accel.plan.printing import format_plan
    >>> a, b = table("t", a=1), table("u", b=2)
    >>> plan = where(Join(a, b, "left", ids(a, "a"), ids(b, "b"), ((2, FLOAT),)), "isna", "b")
    >>> print(format_plan(plan))
    Filter isna(b#2)
      Join left on a#1 = b#2
        Scan t [a#1]
        Scan u [b#2]
    >>> print(format_plan(left_to_anti(plan)))
    Project [a#1, b#2 = nan]
      Join anti on a#1 = b#2
        Scan t [a#1]
        Scan u [b#2]
    """
    return bottom_up(root, _rewrite, Filter, remember=True)


def _rewrite(node: Node) -> Node:
    if not isinstance(node, Filter) or not isinstance(node.input, Join):
        return node
    join = node.input
    if join.how != "left":
        return node
    full = {f.id for f in join.right.schema if getattr(f.dtype, "kind", "") in "iub"}
    parts = conjuncts(node.predicate)
    rest = [part for part in parts if not _is_missing(part, full)]
    right = {f.id for f in join.right.schema}
    columns = [(f, _missing_value(f) if f.id in right else f.column()) for f in join.schema]
    if len(rest) == len(parts) or any(e is None for _, e in columns):
        return node
    anti = join.copy(how="anti", widened=())
    result: Node = Project(anti, tuple((f, e) for f, e in columns if e is not None))
    return Filter(result, conjunction(rest)) if rest else result


def _is_missing(part: Expr, columns: set[int]) -> bool:
    if not isinstance(part, Call) or part.op != "isna":
        return False
    arg = part.args[0]
    return isinstance(arg, Column) and arg.id in columns


def _missing_value(field: Field) -> Expr | None:
    """Return the missing value of a type as pandas puts it in unmatched rows; None if unknown."""
    dtype: Any = field.dtype
    if isinstance(dtype, pd.StringDtype):
        return Literal(dtype, None)
    if isinstance(dtype, np.dtype) and dtype.kind == "f":
        return Literal(dtype, math.nan)
    if isinstance(dtype, np.dtype) and dtype.kind in "mM":
        return Literal(dtype, np.iinfo(np.int64).min)
    return None
