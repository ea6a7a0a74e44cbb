"""The local executor: runs a physical plan's pipelines on this machine's threads."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from accel.execute import runners
from accel.execute.batch import Batch
from accel.execute.scheduler import run_tasks
from accel.execute.sinks import LimitRunner, Sink
from accel.execute.stages import Stage
from accel.optimizer.driver import optimize
from accel.physical.engine import choose_engine
from accel.physical.lower import lower
from accel.physical.pipeline import PhysicalPlan, Pipeline
from accel.plan.nodes import Node
from accel.settings import options


class SourceRunner(Protocol):
    """Where a pipeline's rows come from."""

    def tasks(self) -> Sequence[Any]:
        """Return the tasks, in row order."""

    def batches(self, task: Any) -> Iterator[Batch]:
        """Yield a task's batches, in row order."""


@dataclass(slots=True)
class PipelineTime:
    """How long a pipeline ran, over how many tasks."""

    number: int
    tasks: int
    seconds: float


def execute(node: Node, times: list[PipelineTime] | None = None) -> Batch:
    """Optimise, lower and run a plan.

    Parameters
    ----------
    node
        The plan as recorded.
    times
        A list that receives one entry a pipeline.

    Returns
    -------
    Batch
        The node's columns by id.

    Raises
    ------
    NotImplementedError
        ``options.engine`` names an engine that is not built yet.
    """
    choose_engine(node)  # raises if the engine that was asked for is not there
    plan = optimize(node, verified=options.verify) if options.optimize else node
    return run(lower(plan), times)


def run(plan: PhysicalPlan, times: list[PipelineTime] | None = None) -> Batch:
    """Run a physical plan; results that nobody reads any more are dropped on the way."""
    results: dict[int, Any] = {}
    for number, pipeline in enumerate(plan.pipelines):
        started = time.perf_counter()
        results[number], tasks = _run_pipeline(pipeline, results)
        for done in plan.drops[number]:
            del results[done]
        if times is not None:
            times.append(PipelineTime(number, tasks, time.perf_counter() - started))
    batch: Batch = results[len(plan.pipelines) - 1]
    return Batch(batch.rows, batch.columns.keep(f.id for f in plan.fields))


def _run_pipeline(pipeline: Pipeline, results: Mapping[int, Any]) -> tuple[Any, int]:
    source = runners.make_source(pipeline.source, results)
    stages = [runners.make_stage(stage, results) for stage in pipeline.stages]
    sink = runners.make_sink(pipeline.sink)
    tasks = source.tasks()
    task = _task(source, tasks, stages, sink)
    if isinstance(sink, LimitRunner):
        return sink.finish(_run_until_enough(sink, task, len(tasks))), len(tasks)
    return sink.finish(run_tasks(len(tasks), task)), len(tasks)


def _task(
    source: SourceRunner, tasks: Sequence[Any], stages: Sequence[Stage], sink: Sink
) -> Callable[[int], Any]:
    def task(k: int) -> Any:
        state = sink.start()
        for batch in source.batches(tasks[k]):
            for stage in stages:
                if batch.rows == 0:
                    break
                batch = stage.apply(batch)
            if batch.rows:
                sink.consume(state, batch)
        return state

    return task


def _run_until_enough(sink: LimitRunner, task: Callable[[int], Any], count: int) -> list[Any]:
    """Run tasks a few at a time and stop once the first ones hold the rows wanted."""
    states: list[Any] = []
    wave = 1
    while len(states) < count and not sink.enough(states):
        first = len(states)
        states += run_tasks(min(wave, count - first), lambda k: task(first + k))  # noqa: B023
        wave *= 2
    return states
