"""Evaluate plan expressions over pandas data, and pandas data as the engine's vectors."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
from hypothesis import settings

from accel.execute.batch import Batch
from accel.execute.expression import Evaluator, Predicate
from accel.execute.expression.texts import strings_of, text_of
from accel.execute.vector import Coded, Dictionary, Fixed, Text, Vector
from accel.plan.expr import Call, Column, Expr, Literal

BOOL = np.dtype(bool)
STR = pd.Series(["x"], dtype="str").dtype
RELAXED = settings(deadline=None, max_examples=60)  # a first example compiles kernels
SIZES = (0, 1, 7, 65, 4097)


def column(number: int, dtype: Any) -> Column:
    """A column, by id and a dtype given by name or otherwise."""
    return Column(pd.api.types.pandas_dtype(dtype), number)


def literal(dtype: Any, value: Any) -> Literal:
    """A literal of a dtype given by name or otherwise."""
    return Literal(pd.api.types.pandas_dtype(dtype), value)


def call(dtype: Any, op: str, *args: Expr, **options: Any) -> Call:
    """A call with its result's dtype given by name or otherwise."""
    return Call(pd.api.types.pandas_dtype(dtype), op, args, tuple(options.items()))


def vector_of(series: pd.Series, coded: bool = False) -> Vector:
    """A Series as the engine holds it."""
    if isinstance(series.dtype, pd.CategoricalDtype):
        return Fixed(series.cat.codes.to_numpy().astype(np.int32))
    if series.dtype == "str":
        strings = [None if pd.isna(value) else value for value in series]
        if not coded:
            return text_of(strings)
        distinct = list(dict.fromkeys(s for s in strings if s is not None))
        codes = [-1 if s is None else distinct.index(s) for s in strings]
        return Coded(np.array(codes, np.int32), Dictionary(text_of(distinct)))
    values = series.to_numpy()
    return Fixed(values.view(np.int64) if values.dtype.kind in "mM" else values.copy())


def series_of(vector: Vector, dtype: Any) -> pd.Series:
    """A vector as the Series it stands for."""
    if isinstance(vector, Coded | Text):
        text = vector.decode() if isinstance(vector, Coded) else vector
        return pd.Series(strings_of(text), dtype="str")
    if isinstance(dtype, pd.CategoricalDtype):
        return pd.Series(pd.Categorical.from_codes(vector.data, dtype=dtype))
    if np.dtype(dtype).kind in "mM":
        return pd.Series(vector.data.view(dtype))
    assert vector.data.dtype == dtype
    return pd.Series(vector.data)


def batch_of(columns: Mapping[int, pd.Series], coded: bool = False) -> Batch:
    """Columns by id as a batch."""
    rows = len(next(iter(columns.values())))
    return Batch(rows, {key: vector_of(series, coded) for key, series in columns.items()})


def evaluate(expr: Expr, columns: Mapping[int, pd.Series], coded: bool = False) -> pd.Series:
    """Evaluate an expression over columns by id."""
    result = Evaluator({0: expr}).apply(batch_of(columns, coded))
    assert result.rows == len(next(iter(columns.values())))
    return series_of(result.columns[0], expr.dtype)


def select(expr: Expr, columns: Mapping[int, pd.Series], coded: bool = False) -> list[int]:
    """Give the rows where a predicate is true."""
    rows = Predicate(expr).select(batch_of(columns, coded))
    if rows is None:
        return list(range(len(next(iter(columns.values())))))
    assert rows.dtype == np.int32
    return rows.tolist()


def assert_equal(result: pd.Series, expected: pd.Series) -> None:
    """Assert that values are equal to the bit (any NaN is any NaN; zeros have a sign)."""
    assert result.dtype == expected.dtype
    pd.testing.assert_series_equal(
        result, expected, check_exact=True, check_names=False, check_index=False
    )
    if expected.dtype.kind == "f":
        zeros = (expected == 0).to_numpy()
        signs = [np.signbit(s.to_numpy()[zeros]).tolist() for s in (result, expected)]
        assert signs[0] == signs[1]
