"""Sources, columns and expressions for tests of plans."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import Any

import numpy as np
import pandas as pd

from accel.plan.expr import Call, Column, Expr, Literal
from accel.plan.nodes import Field, Scan
from accel.plan.source import Reader, Statistics

BOOL = np.dtype(bool)
INT = np.dtype(np.int64)
FLOAT = np.dtype(np.float64)
STR = pd.StringDtype(na_value=np.nan)


class FakePartition:
    """Rows that only have statistics."""

    def __init__(self, rows: int, ranges: dict[Hashable, tuple[Any, Any]]) -> None:
        self.start = 0
        self.rows = rows
        self._ranges = ranges

    def open(self) -> Reader:
        raise AssertionError("plans are not run here")

    def statistics(self, name: Hashable) -> Statistics | None:
        return Statistics(*self._ranges[name]) if name in self._ranges else None


class FakeSource:
    """A named table of so many rows; ``frame`` holds the values where a test runs the plan."""

    def __init__(
        self,
        name: str,
        rows: int = 1000,
        ranges: dict[Hashable, tuple[Any, Any]] | None = None,
        frame: pd.DataFrame | None = None,
    ) -> None:
        self._name = name
        self.num_rows = rows if frame is None else len(frame)
        self.partitions = [FakePartition(self.num_rows, ranges or {})]
        self.frame = frame
        self.names: Sequence[Hashable] = []
        self.dtypes: Sequence[Any] = []

    def __str__(self) -> str:
        return self._name


def scan(source: FakeSource, **columns: tuple[int, Any]) -> Scan:
    """Scan columns of a source: ``scan(t, a=(1, INT))`` reads a as column 1."""
    fields = tuple((Field(key, dtype, name), name) for name, (key, dtype) in columns.items())
    return Scan(source, fields)


def ints(name: str, **columns: int) -> Scan:
    """Scan integer columns of a fake table: ``ints("t", a=1, b=2)``."""
    return scan(FakeSource(name), **{column: (key, INT) for column, key in columns.items()})


def col(key: int, dtype: Any = INT, name: str = "") -> Column:
    """Return a column reference."""
    return Column(dtype, key, name)


def lit(value: Any) -> Literal:
    """Return a literal of the dtype its value has."""
    kinds: dict[type, Any] = {bool: BOOL, int: INT, float: FLOAT, str: STR}
    return Literal(kinds[type(value)], value)


def call(op: str, *args: Expr, dtype: Any = BOOL, **options: Any) -> Call:
    """Return a call, of bool unless told otherwise."""
    return Call(dtype, op, args, tuple(options.items()))
