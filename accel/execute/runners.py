"""From the specs of a physical plan to the objects that run them: one entry a spec."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import singledispatch
from typing import Any

from accel.execute import aggregate, expression, join, sort
from accel.execute.batch import Batch, Columns
from accel.execute.scan import BATCH_ROWS, TASK_ROWS, ScanRunner, even_ranges, load_row_numbers
from accel.execute.sinks import CollectRunner, LimitRunner
from accel.execute.stages import FilterRunner, ProjectRunner, Stage
from accel.physical import pipeline as specs
from accel.plan.expr import Expr, IsInPlan, rebuild
from accel.plan.nodes import Field


class BatchRunner:
    """Rows that lie in memory."""

    def __init__(self, batch: Batch) -> None:
        self._batch = batch

    def tasks(self) -> Sequence[tuple[int, int]]:
        """Return ranges of rows."""
        return [r for r in even_ranges(self._batch.rows, TASK_ROWS) if r[1] > r[0]]

    def batches(self, task: tuple[int, int]) -> Iterator[Batch]:
        """Yield views of a range."""
        start, stop = task
        for first, last in even_ranges(stop - start, BATCH_ROWS):
            yield self._batch.slice(start + first, start + last)


class ConcatRunner:
    """Several results in turn, their columns under common ids."""

    def __init__(self, parts: Sequence[Batch]) -> None:
        self._parts = [BatchRunner(part) for part in parts]

    def tasks(self) -> Sequence[tuple[BatchRunner, tuple[int, int]]]:
        """Return each part's ranges, parts in turn."""
        return [(part, task) for part in self._parts for task in part.tasks()]

    def batches(self, task: tuple[BatchRunner, tuple[int, int]]) -> Iterator[Batch]:
        """Yield views of a range."""
        part, rows = task
        return part.batches(rows)


class KeySetRunner:
    """Collects a column and makes the set of its values."""

    def __init__(self, key: Field) -> None:
        self._key = key
        self._collect = CollectRunner((key,))

    def start(self) -> list[Batch]:
        """Return the list a task's batches go to."""
        return self._collect.start()

    def consume(self, state: list[Batch], batch: Batch) -> None:
        """Keep a batch's values."""
        self._collect.consume(state, batch)

    def finish(self, states: list[list[Batch]]) -> expression.KeySet:
        """Make the set."""
        values = self._collect.finish(states).columns[self._key.id]
        return expression.KeySet(values, self._key.dtype)


@singledispatch
def make_source(spec: Any, results: Mapping[int, Any]) -> Any:
    """Return what yields a source's batches."""
    raise TypeError(f"not a source: {spec!r}")


@make_source.register
def _(spec: specs.ScanSource, results: Mapping[int, Any]) -> ScanRunner:
    return ScanRunner(spec.scan, lambda e: expression.Predicate(*_with_sets(e, results)))


@make_source.register
def _(spec: specs.ResultSource, results: Mapping[int, Any]) -> BatchRunner:
    batch: Batch = results[spec.pipeline]
    columns = batch.columns.keep(f.id for f in spec.fields if f.id != spec.row_id)
    if spec.row_id is not None:
        columns[spec.row_id] = load_row_numbers(0, batch.rows, None)
    return BatchRunner(Batch(batch.rows, columns))


@make_source.register
def _(spec: specs.ConcatSource, results: Mapping[int, Any]) -> ConcatRunner:
    parts = []
    for part, ids in zip(spec.parts, spec.columns, strict=True):
        batch: Batch = results[part]
        pairs = zip(spec.fields, ids, strict=True)
        parts.append(Batch(batch.rows, Columns((f.id, batch.columns[k]) for f, k in pairs)))
    return ConcatRunner(parts)


@make_source.register
def _(spec: specs.OuterJoinSource, results: Mapping[int, Any]) -> BatchRunner:
    left_on, right_on = _match(spec.left_on, spec.right_on)
    joined = join.outer_join(
        results[spec.left].batch,
        results[spec.right].batch,
        left_on,
        right_on,
        [f.id for f in spec.fields],
        dict(spec.widened),
    )
    return BatchRunner(joined)


@singledispatch
def make_stage(spec: Any, results: Mapping[int, Any]) -> Stage:
    """Return what applies a stage to batches."""
    raise TypeError(f"not a stage: {spec!r}")


@make_stage.register
def _(spec: specs.FilterStage, results: Mapping[int, Any]) -> FilterRunner:
    return FilterRunner(expression.Predicate(*_with_sets(spec.predicate, results)), spec.keep)


@make_stage.register
def _(spec: specs.ProjectStage, results: Mapping[int, Any]) -> ProjectRunner:
    columns: list[tuple[int, Expr]] = []
    sets: dict[IsInPlan, expression.KeySet] = {}
    for key, e in spec.columns:
        changed, asked = _with_sets(e, results)
        columns.append((key, changed))
        sets |= asked
    return ProjectRunner(columns, lambda outputs: expression.Evaluator(outputs, sets))


@make_stage.register
def _(spec: specs.ProbeStage, results: Mapping[int, Any]) -> join.ProbeStage:
    probe_on, _ = _match(spec.probe_on, spec.build_on)
    return join.ProbeStage(
        results[spec.build],
        spec.how,
        probe_on,
        [f.id for f in spec.keep_probe],
        [f.id for f in spec.keep_build],
        dict(spec.widened),
        build_row=spec.build_row,
    )


@singledispatch
def make_sink(spec: Any) -> Any:
    """Return what takes a pipeline's rows."""
    raise TypeError(f"not a sink: {spec!r}")


@make_sink.register
def _(spec: specs.CollectSink) -> CollectRunner:
    return CollectRunner(spec.fields)


@make_sink.register
def _(spec: specs.LimitSink) -> LimitRunner:
    return LimitRunner(spec.offset, spec.count, spec.fields)


@make_sink.register
def _(spec: specs.AggregateSink) -> Any:
    recipes = tuple(
        aggregate.AggSpec(
            out_id=a.field.id,
            function=a.function,
            in_id=None if a.arg is None else a.arg.id,
            in_dtype=None if a.arg is None else a.arg.dtype,
            out_dtype=a.field.dtype,
            options=a.options,
        )
        for a in spec.aggregations
    )
    if not spec.keys:
        return aggregate.ReductionSink(recipes)
    keys = tuple(aggregate.KeySpec(f.id, f.dtype) for f in spec.keys)
    return aggregate.AggregateSink(keys, recipes, spec.sort, spec.dropna, spec.ordered)


@make_sink.register
def _(spec: specs.BuildSink) -> join.BuildSink:
    return join.BuildSink(spec.keys, spec.fields)


@make_sink.register
def _(spec: specs.KeySetSink) -> KeySetRunner:
    return KeySetRunner(spec.key)


@make_sink.register
def _(spec: specs.SortSink) -> Any:
    pairs = zip(spec.keys, spec.ascending, strict=True)
    keys = [sort.SortKey(f.id, f.dtype, ascending) for f, ascending in pairs]
    if spec.limit is None:
        return sort.SortSink(keys, spec.na_last, spec.fields)
    return sort.TopSink(keys, spec.na_last, spec.limit, spec.fields)


@make_sink.register
def _(spec: specs.DistinctSink) -> Any:
    keys = tuple(aggregate.KeySpec(f.id, f.dtype) for f in spec.keys)
    return aggregate.DistinctSink(keys, spec.keep, spec.fields)


def _match(
    keys: Sequence[Field], others: Sequence[Field]
) -> tuple[tuple[join.KeySpec, ...], tuple[join.KeySpec, ...]]:
    return join.match_keys([(f.id, f.dtype) for f in keys], [(f.id, f.dtype) for f in others])


def _with_sets(
    expr: Expr, results: Mapping[int, Any]
) -> tuple[Expr, dict[IsInPlan, expression.KeySet]]:
    """Return the expression as the evaluator takes it, and the key sets it asks."""
    sets: dict[IsInPlan, expression.KeySet] = {}

    def change(e: Expr) -> Expr:
        if not isinstance(e, specs.KeySetLookup):
            return e
        lookup = IsInPlan(e.dtype, e.arg, e.pipeline, 0)
        sets[lookup] = results[e.pipeline]
        return lookup

    return rebuild(expr, change), sets
