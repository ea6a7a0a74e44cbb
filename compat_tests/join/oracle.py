"""Joins of pandas frames through the engine, in tasks and batches of odd sizes."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from accel.execute.batch import Batch, Columns, concatenate_batches
from accel.execute.expression.texts import strings_of, text_of
from accel.execute.join import BuildSink, JoinTable, ProbeStage, match_keys, outer_join
from accel.execute.scheduler import run_tasks
from accel.execute.vector import Coded, Dictionary, Fixed, Text, Vector
from accel.plan.nodes import Field

RIGHT = 100  # column ids of the right side start here
BUILD_ROW = 999


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
    values = series.to_numpy("M8[ns]" if isinstance(series.dtype, pd.DatetimeTZDtype) else None)
    if values.dtype.kind in "mM":
        return Fixed(values.view(np.int64).copy())
    return Fixed(values.copy())


def series_of(vector: Vector, dtype: Any) -> pd.Series:
    """A vector as the Series it stands for."""
    if isinstance(vector, Coded | Text):
        text = vector.decode() if isinstance(vector, Coded) else vector
        return pd.Series(strings_of(text), dtype="str")
    if isinstance(dtype, pd.CategoricalDtype):
        return pd.Series(pd.Categorical.from_codes(vector.data, dtype=dtype))
    if isinstance(dtype, np.dtype) and dtype.kind in "mM":
        return pd.Series(vector.data.view(dtype))
    assert vector.data.dtype == dtype
    return pd.Series(vector.data)


def fields_of(frame: pd.DataFrame, first: int) -> list[Field]:
    """Fields of a frame's columns, ids counting from ``first``."""
    return [Field(first + k, dtype) for k, dtype in enumerate(frame.dtypes)]


def batch_of(frame: pd.DataFrame, first: int, dictionary: Dictionary | None = None) -> Batch:
    """A frame as one batch."""
    columns = Columns(
        (first + k, vector_of(frame.iloc[:, k], dictionary)) for k in range(frame.shape[1])
    )
    return Batch(len(frame), columns)


def tasks_of(batch: Batch, tasks: int, size: int) -> list[list[Batch]]:
    """Cut a batch into tasks of batches."""
    cuts = np.linspace(0, batch.rows, tasks + 1).astype(int)
    return [
        [batch.slice(k, min(k + size, stop)) for k in range(start, stop, size)]
        for start, stop in itertools.pairwise(cuts)
    ]


def build(keys: Sequence[Field], fields: Sequence[Field], tasks: list[list[Batch]]) -> JoinTable:
    """Run a build sink over tasks."""
    sink = BuildSink(keys, fields)

    def task(k: int) -> list[Batch]:
        state = sink.start()
        for batch in tasks[k]:
            sink.consume(state, batch)
        return state

    return sink.finish(run_tasks(len(tasks), task))


def widening(frame: pd.DataFrame, first: int) -> dict[int, Any]:
    """The integer columns, which become floats without a match."""
    kinds = {k: t.kind for k, t in enumerate(frame.dtypes) if isinstance(t, np.dtype)}
    return {first + k: np.dtype(np.float64) for k, kind in kinds.items() if kind in "iu"}


def join(
    left: pd.DataFrame,
    right: pd.DataFrame,
    on: Sequence[str],
    how: str,
    *,
    build_left: bool = False,
    tasks: int = 2,
    size: int = 7,
    dictionaries: tuple[Dictionary | None, Dictionary | None] = (None, None),
) -> pd.DataFrame:
    """Join through the engine; the result's columns are the left's, then the right's ``right_``.

    With ``build_left`` the right side streams past a table of the left one, and order is restored.
    """
    sides = [(left, 0, dictionaries[0]), (right, RIGHT, dictionaries[1])]
    if build_left or how == "right":
        sides.reverse()
    (probe, p, probe_dictionary), (built, b, build_dictionary) = sides
    probe_fields, build_fields = fields_of(probe, p), fields_of(built, b)
    probe_batch = batch_of(probe, p, probe_dictionary)
    build_batch = batch_of(built, b, build_dictionary)
    keys = [build_fields[built.columns.get_loc(name)] for name in on]
    probe_keys = [probe_fields[probe.columns.get_loc(name)] for name in on]
    pairs = ([(f.id, f.dtype) for f in keys], [(f.id, f.dtype) for f in probe_keys])
    build_on, probe_on = match_keys(*pairs)
    wide = widening(built, b) if how in ("left", "right", "outer") else {}
    late = build_left and how == "left"
    if late:
        wide = widening(probe, p)
    if how == "outer":
        wide |= widening(probe, p)
        ids = [f.id for f in (*probe_fields, *build_fields)]
        result = outer_join(probe_batch, build_batch, probe_on, build_on, ids, wide)
    else:
        table = build(keys, build_fields, tasks_of(build_batch, tasks, size))
        stage = ProbeStage(
            table,
            "inner" if late else "left" if how == "right" else how,
            probe_on,
            [f.id for f in probe_fields],
            [] if how in ("semi", "anti") else [f.id for f in build_fields],
            wide,
            keep_unmatched=late,
            build_row=BUILD_ROW if build_left else None,
        )
        pieces = [piece for task in tasks_of(probe_batch, tasks, size) for piece in task]
        joined = run_tasks(len(pieces), lambda k: stage.apply(pieces[k]))
        if late:
            joined.append(stage.remaining(probe_fields))
        if not joined:
            joined = [stage.apply(probe_batch)]
        result = concatenate_batches(joined, list(joined[0].columns))
        if build_left:
            rows = result.columns[BUILD_ROW].data
            result = result.take(np.argsort(rows, kind="stable").astype(np.int32))
    fields = fields_of(left, 0)
    names = list(left.columns)
    if how not in ("semi", "anti"):
        fields += fields_of(right, RIGHT)
        names += [f"right_{name}" for name in right.columns]
    columns = [series_of(result.columns[f.id], wide.get(f.id, f.dtype)) for f in fields]
    return pd.DataFrame(dict(zip(names, columns, strict=True)))


def expected(left: pd.DataFrame, right: pd.DataFrame, on: Sequence[str], how: str) -> pd.DataFrame:
    """What pandas makes of the join, keys of both sides apart."""
    rows = {"_left": np.arange(len(left)), "_right": np.arange(len(right))}
    a = left[list(on)].assign(_left=rows["_left"])
    b = right[list(on)].assign(_right=rows["_right"])
    if how in ("semi", "anti"):
        found = a.merge(b, on=list(on), how="inner")["_left"]
        return left[left.reset_index().index.isin(found) == (how == "semi")].reset_index(drop=True)
    merged = a.merge(b, on=list(on), how=how)
    sides = []
    for frame, name in ((left, "_left"), (right, "_right")):
        wanted = merged[name]
        side = frame.take(wanted.fillna(0).astype(int)) if len(frame) else frame.reindex(wanted)
        side = side.reset_index(drop=True)
        optional = how == "outer" or how == {"_left": "right", "_right": "left"}[name]
        for column in side.columns if optional else ():
            dtype = side[column].dtype
            if isinstance(dtype, np.dtype) and dtype.kind in "iu":
                side[column] = side[column].astype("float64")
            side.loc[wanted.isna().to_numpy(), column] = None
        sides.append(side)
    sides[1].columns = [f"right_{name}" for name in right.columns]
    return pd.concat(sides, axis=1)


def check(
    left: pd.DataFrame, right: pd.DataFrame, on: Sequence[str], how: str, **how_run: Any
) -> None:
    """Compare the engine's join with pandas'."""
    got = join(left, right, on, how, **how_run)
    pd.testing.assert_frame_equal(got, expected(left, right, on, how))
