"""Aggregates of all rows: no keys, one group."""

from __future__ import annotations

from collections.abc import Sequence

from accel.execute.aggregate.chunk import Chunk, TaskState, join_leftovers, wait
from accel.execute.aggregate.grouping import one_group
from accel.execute.aggregate.nothing import of_nothing
from accel.execute.aggregate.ranking import rank_strings
from accel.execute.aggregate.results import AggSpec
from accel.execute.aggregate.work import Work
from accel.execute.batch import Batch, Columns, concatenate_batches
from accel.execute.scheduler import run_tasks
from accel.execute.vector import concatenate


class ReductionSink:
    """Aggregates all rows to one.

    Parameters
    ----------
    aggregations : tuple of AggSpec
        What to make of the rows.

    Raises
    ------
    Unsupported
        If an aggregate does not exist for its dtype; from ``finish``, if pandas would give the
        result another dtype because of its values.
    """

    def __init__(self, aggregations: tuple[AggSpec, ...]) -> None:
        self._specs = aggregations
        self._work = Work(aggregations)

    def start(self) -> TaskState:
        """Return the state of a new task."""
        return TaskState()

    def consume(self, state: TaskState, batch: Batch) -> None:
        """Take a batch of a task's rows, in order."""
        if wait(state, batch, self._work.inputs):
            self._flush(state)

    def finish(self, states: Sequence[TaskState]) -> Batch:
        """Return the aggregates, in one row."""
        join_leftovers(states)
        run_tasks(len(states), lambda k: self._flush(states[k]))
        chunks = [chunk for state in states for chunk in state.chunks]
        if not chunks:
            return Batch(1, Columns((spec.out_id, of_nothing(spec)) for spec in self._specs))
        ranked = rank_strings(self._work, chunks)
        width = len(chunks[0].payload)
        payload = [concatenate([c.payload[k] for c in chunks]) for k in range(width)]
        groups = one_group(sum(chunk.rows for chunk in chunks))
        combine = self._work.merge if self._work.mergeable else self._work.update
        return Batch(1, Columns(self._work.results(combine(payload, groups), ranked)))

    def _flush(self, state: TaskState) -> None:
        if not state.pending:
            return
        batch = concatenate_batches(state.pending, self._work.inputs)
        state.pending, state.pending_rows = [], 0
        payload = [batch.columns[column] for column in self._work.inputs]
        if self._work.mergeable:
            states = self._work.update(payload, one_group(batch.rows))
            state.chunks.append(Chunk(1, [], states, True))
        else:
            state.chunks.append(Chunk(batch.rows, [], payload, False))
