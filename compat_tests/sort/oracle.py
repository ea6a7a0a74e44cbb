"""Sorts of pandas frames through the engine, in tasks and batches of odd sizes."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from accel.execute.batch import Batch, Columns
from accel.execute.expression.texts import strings_of, text_of
from accel.execute.scheduler import run_tasks
from accel.execute.sort import SortKey, SortSink, TopSink
from accel.execute.vector import Coded, Dictionary, Fixed, Vector
from accel.plan.nodes import Field

ROW = 99
ROW_FIELD = Field(ROW, np.dtype("int64"))


def vector_of(series: pd.Series, dictionary: Dictionary | None = None) -> Vector:
    """A Series as the engine holds it; with a dictionary of its values, by code."""
    if isinstance(series.dtype, pd.CategoricalDtype):
        return Fixed(series.cat.codes.to_numpy().astype(np.int32))
    if series.dtype == "str":
        strings = [None if pd.isna(value) else value for value in series]
        if dictionary is None:
            return text_of(strings)
        number = {value: k for k, value in enumerate(strings_of(dictionary.values))}
        return Coded(np.array([number.get(s, -1) for s in strings], np.int32), dictionary)
    values = series.to_numpy()
    return Fixed(values.view(np.int64).copy() if values.dtype.kind in "mM" else values.copy())


def dictionary_of(series: pd.Series) -> Dictionary:
    """A dictionary of a Series' strings, in an order of its own."""
    return Dictionary(text_of(list(series.dropna().unique()[::-1])))


def sorted_rows(
    frame: pd.DataFrame,
    keys: Sequence[str],
    ascending: Sequence[bool],
    na_position: str,
    *,
    limit: int | None = None,
    tasks: int = 3,
    size: int = 11,
    coded: bool = False,
) -> list[int]:
    """Return the row numbers in the engine's order."""
    numbers = {name: k for k, name in enumerate(frame.columns)}
    columns = Columns()
    for name, k in numbers.items():
        column = frame[name]
        use = coded and column.dtype == "str"
        columns[k] = vector_of(column, dictionary_of(column) if use else None)
    columns[ROW] = Fixed(np.arange(len(frame)))
    whole = Batch(len(frame), columns)
    specs = [
        SortKey(numbers[name], frame[name].dtype, up)
        for name, up in zip(keys, ascending, strict=True)
    ]
    last = na_position == "last"
    if limit is None:
        sink: SortSink | TopSink = SortSink(specs, last, [ROW_FIELD])
    else:
        sink = TopSink(specs, last, limit, [ROW_FIELD])
    cuts = np.linspace(0, len(frame), tasks + 1).astype(int)

    def task(k: int):
        state = sink.start()
        for start in range(cuts[k], cuts[k + 1], size):
            sink.consume(state, whole.slice(start, min(start + size, cuts[k + 1])))
        return state

    result = sink.finish(run_tasks(tasks, task)).columns[ROW]
    return result.data.tolist()


def expected_rows(
    frame: pd.DataFrame, keys: Sequence[str], ascending: Sequence[bool], na_position: str
) -> list[int]:
    """Return the row numbers in pandas' order, ties of a single key in input order."""
    plain = frame.reset_index(drop=True)
    if len(keys) > 1:
        ordered = plain.sort_values(list(keys), ascending=list(ascending), na_position=na_position)
        return ordered.index.tolist()
    key = plain[keys[0]]
    if key.dtype == "str":
        # pandas' sort of strings is not stable even when asked to be: sort by their ranks.
        key = key.rank(method="dense").astype("float64")
    up = ascending[0]
    return key.sort_values(kind="stable", ascending=up, na_position=na_position).index.tolist()


def check(
    frame: pd.DataFrame,
    keys: Sequence[str],
    ascending: Sequence[bool],
    na_position: str = "last",
    *,
    limit: int | None = None,
    size: int = 11,
    coded: bool = False,
) -> None:
    """Compare the engine's order with pandas'."""
    wanted = expected_rows(frame, keys, ascending, na_position)
    got = sorted_rows(frame, keys, ascending, na_position, limit=limit, size=size, coded=coded)
    assert got == (wanted if limit is None else wanted[:limit])
