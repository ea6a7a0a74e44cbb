"""Aggregates: which functions go with which dtypes, and what they give."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
import pandas

from accel.frame.run import check
from accel.frame.state import BOOL, FLOAT64, INT64
from accel.plan.errors import Unsupported
from accel.plan.expr import Column, DType, Expr
from accel.plan.nodes import Field, Node, Project
from accel.plan.tree import new_id

COUNTS: Final = frozenset(("count", "size", "nunique"))
_SAME: Final = frozenset(("min", "max", "first", "last"))
_NUMERIC: Final = frozenset(("sum", "mean", "std", "var", "median", "prod", "any", "all"))


def result_dtype(function: str, dtype: DType, *, grouped: bool = True) -> DType:
    """Return the dtype of an aggregate of a column.

    Parameters
    ----------
    function : str
        Its name.
    dtype : numpy.dtype or ExtensionDtype
        The column's.
    grouped : bool, optional
        Whether by group; NumPy's rules apply to whole columns.

    Raises
    ------
    Unsupported
        If there is no such aggregate in plans.

    Examples
    --------
    >>> result_dtype("mean", np.dtype("int32"))
    dtype('float64')
    """
    if function in COUNTS:
        return INT64
    if function in _SAME:
        if isinstance(dtype, pandas.CategoricalDtype):
            raise Unsupported(f"the engine has no {function}() of dtype category")
        return dtype
    if function not in _NUMERIC or not isinstance(dtype, np.dtype) or dtype.kind not in "biuf":
        raise Unsupported(f"the engine has no {function}() of dtype {dtype}")
    if function in ("any", "all"):
        return BOOL
    if dtype.kind == "b" and function not in ("sum", "mean"):
        raise Unsupported(f"the engine has no {function}() of dtype bool")
    if function in ("sum", "prod"):
        if dtype.kind == "f":
            return dtype
        return np.dtype(np.uint64) if dtype.kind == "u" else INT64
    return dtype if dtype.kind == "f" else FLOAT64


def is_numeric(dtype: DType) -> bool:
    """Tell whether ``numeric_only`` leaves a column of ``dtype``.

    Examples
    --------
    >>> is_numeric(np.dtype("complex128")), is_numeric(np.dtype("M8[us]"))
    (True, False)
    """
    if isinstance(dtype, np.dtype):
        return dtype.kind in "biufc"
    return bool(dtype._is_numeric)


def as_columns(node: Node, exprs: Sequence[Expr]) -> tuple[Node, list[Column]]:
    """Return a node that has each expression as a column, and these columns."""
    added: dict[Expr, Field] = {}
    columns: list[Column] = []
    for expr in exprs:
        if isinstance(expr, Column):
            columns.append(expr)
            continue
        if expr not in added:
            added[check(expr)] = Field(new_id(), expr.dtype, "")
        columns.append(added[expr].column())
    if added:
        passing = tuple((field, field.column()) for field in node.schema)
        node = Project(node, (*passing, *((field, expr) for expr, field in added.items())))
    return node, columns
