"""Run the sinks over pandas data, cut into tasks and batches, and give pandas' own answer."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from accel.execute.aggregate import AggregateSink, AggSpec, DistinctSink, KeySpec, ReductionSink
from accel.execute.batch import Batch, Columns
from accel.execute.expression.texts import strings_of, text_of
from accel.execute.scheduler import run_tasks
from accel.execute.vector import Coded, Dictionary, Fixed, Text, Vector
from accel.plan.nodes import Field

Aggregates = Sequence[tuple[str, str | None]]  # (function, column)


def vector_of(series: pd.Series, dictionary: Dictionary | None = None) -> Vector:
    """A Series as the engine holds it; with a dictionary of its values, as codes."""
    if isinstance(series.dtype, pd.CategoricalDtype):
        return Fixed(series.cat.codes.to_numpy().astype(np.int32))
    if series.dtype == "str":
        if dictionary is None:
            return text_of([None if pd.isna(value) else value for value in series])
        number = {value: k for k, value in enumerate(strings_of(dictionary.values))}
        codes = [-1 if pd.isna(value) else number[value] for value in series]
        return Coded(np.array(codes, np.int32), dictionary)
    values = series.to_numpy()
    return Fixed(values.view(np.int64) if values.dtype.kind in "mM" else values.copy())


def dictionary_of(series: pd.Series) -> Dictionary:
    """A dictionary of a Series' strings, in no order."""
    return Dictionary(text_of(list(series.dropna().unique()[::-1])))


def series_of(vector: Vector, dtype: Any) -> pd.Series:
    """A vector as the Series it stands for."""
    if isinstance(vector, Coded | Text):
        text = vector.decode() if isinstance(vector, Coded) else vector
        return pd.Series(strings_of(text), dtype="str")
    if isinstance(dtype, pd.CategoricalDtype):
        return pd.Series(pd.Categorical.from_codes(vector.data, dtype=dtype))
    if dtype.kind in "mM":
        return pd.Series(vector.data.view(dtype))
    assert vector.data.dtype == dtype
    return pd.Series(vector.data)


def batches(frame: pd.DataFrame, tasks: int, size: int, coded: str = "no") -> list[list[Batch]]:
    """A frame's rows as tasks of batches; strings are coded in no, all or every second batch."""
    names = list(frame.columns)
    dictionaries = {n: dictionary_of(frame[n]) for n in names if frame[n].dtype == "str"}
    cuts = np.linspace(0, len(frame), tasks + 1).astype(int)
    result = []
    for start, stop in itertools.pairwise(cuts):
        task = []
        for k, first in enumerate(range(start, stop, size)):
            part = frame.iloc[first : min(first + size, stop)]
            use = coded == "all" or (coded == "mixed" and k % 2 == 1)
            columns = Columns(
                (j, vector_of(part[n], dictionaries.get(n) if use else None))
                for j, n in enumerate(names)
            )
            task.append(Batch(len(part), columns))
        result.append(task)
    return result


def run(sink: Any, parts: list[list[Batch]]) -> Batch:
    """Feed tasks of batches to a sink, as the executor does."""

    def task(k: int) -> Any:
        state = sink.start()
        for batch in parts[k]:
            sink.consume(state, batch)
        return state

    return sink.finish(run_tasks(len(parts), task))


def specs_of(
    frame: pd.DataFrame, dtypes: Sequence[Any], aggregates: Aggregates, options: Any = ()
) -> tuple[AggSpec, ...]:
    """The specs of aggregates, with the dtypes pandas' results have; ids count from 100."""
    names = list(frame.columns)
    return tuple(
        AggSpec(
            100 + k,
            function,
            None if column is None else names.index(column),
            None if column is None else frame[column].dtype,
            dtype,
            tuple(options),
        )
        for k, ((function, column), dtype) in enumerate(zip(aggregates, dtypes, strict=True))
    )


def expected_groups(
    frame: pd.DataFrame,
    keys: Sequence[str],
    aggregates: Aggregates,
    sort: bool = True,
    dropna: bool = True,
    **options: Any,
) -> pd.DataFrame:
    """What plain pandas gives: the key columns, then the aggregates."""
    grouped = frame.groupby(list(keys), sort=sort, dropna=dropna, observed=True)
    columns = []
    for function, column in aggregates:
        if column is None:
            columns.append(grouped.size())
        else:
            columns.append(getattr(grouped[column], function)(**options))
    result = pd.concat([c.rename(str(k)) for k, c in enumerate(columns)], axis=1).reset_index()
    for key in keys:
        result[key] = result[key].astype(frame[key].dtype)
    return result


def groups(
    frame: pd.DataFrame,
    keys: Sequence[str],
    aggregates: Aggregates,
    expected: pd.DataFrame,
    sort: bool = True,
    dropna: bool = True,
    ordered: bool = True,
    tasks: int = 3,
    size: int = 1000,
    coded: str = "no",
    **options: Any,
) -> pd.DataFrame:
    """What the sink gives, in the same form."""
    names = list(frame.columns)
    dtypes = [expected[str(k)].dtype for k in range(len(aggregates))]
    specs = specs_of(frame, dtypes, aggregates, options.items())
    key_specs = tuple(KeySpec(names.index(k), frame[k].dtype) for k in keys)
    sink = AggregateSink(key_specs, specs, sort, dropna, ordered)
    batch = run(sink, batches(frame, tasks, size, coded))
    columns = {k: series_of(batch.columns[names.index(k)], frame[k].dtype) for k in keys}
    for k, dtype in enumerate(dtypes):
        columns[str(k)] = series_of(batch.columns[100 + k], dtype)
    return pd.DataFrame(columns)


def check_groups(
    frame: pd.DataFrame,
    keys: Sequence[str],
    aggregates: Aggregates,
    tolerance: float = 1e-12,
    **options: Any,
) -> None:
    """Assert that the sink's groups are pandas'; floats agree to a relative ``tolerance``."""
    of_sink = ("tasks", "size", "coded", "ordered")
    asked = {name: value for name, value in options.items() if name not in of_sink}
    expected = expected_groups(frame, keys, aggregates, **asked)
    found = groups(frame, keys, aggregates, expected, **options)
    if not options.get("ordered", True):
        found, expected = (f.sort_values(list(keys), ignore_index=True) for f in (found, expected))
    pd.testing.assert_frame_equal(found, expected, rtol=tolerance, atol=0)


def reduce(
    frame: pd.DataFrame,
    aggregates: Aggregates,
    dtypes: Sequence[Any],
    tasks: int = 3,
    size: int = 1000,
    coded: str = "no",
    **options: Any,
) -> list[Any]:
    """The sink's reductions, as Python values."""
    found = [np.dtype(d) if isinstance(d, str) and d != "str" else d for d in dtypes]
    specs = specs_of(frame, found, aggregates, options.items())
    batch = run(ReductionSink(specs), batches(frame, tasks, size, coded))
    assert batch.rows == 1
    return [
        series_of(batch.columns[100 + k], pd.api.types.pandas_dtype(d)).iloc[0]
        for k, d in enumerate(found)
    ]


def distinct(
    frame: pd.DataFrame,
    keys: Sequence[str],
    keep: Any,
    tasks: int = 3,
    size: int = 1000,
    coded: str = "no",
) -> pd.DataFrame:
    """The sink's distinct rows."""
    names = list(frame.columns)
    specs = tuple(KeySpec(names.index(k), frame[k].dtype) for k in keys)
    fields = tuple(Field(j, frame[n].dtype, n) for j, n in enumerate(names))
    batch = run(DistinctSink(specs, keep, fields), batches(frame, tasks, size, coded))
    return pd.DataFrame(
        {n: series_of(batch.columns[j], frame[n].dtype) for j, n in enumerate(names)}
    )
