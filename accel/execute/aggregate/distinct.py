"""Distinct rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

import numpy as np

from accel.execute.aggregate.chunk import CHUNK_ROWS, Chunk, Chunker, TaskState, join_leftovers
from accel.execute.aggregate.merge import merge
from accel.execute.aggregate.work import KeySpec, Work
from accel.execute.batch import Batch, concatenate_batches
from accel.execute.scheduler import run_tasks
from accel.execute.sinks import empty_batch
from accel.plan.nodes import Field


@dataclass
class DistinctState(TaskState):
    """Adds the rows that chunks of keys belong to."""

    kept: list[Batch] = field(default_factory=list)


class DistinctSink:
    """Keeps the first or last row of each combination of keys, in row order.

    Parameters
    ----------
    keys : tuple of KeySpec
        The columns that make rows differ; missing values equal each other.
    keep : {"first", "last"}
        Which of equal rows stays.
    fields : sequence of Field
        The columns to keep.
    """

    def __init__(
        self, keys: tuple[KeySpec, ...], keep: Literal["first", "last"], fields: Sequence[Field]
    ) -> None:
        self._chunker = Chunker(keys, Work(()), dropna=False)
        self._last = keep == "last"
        self._fields = fields
        self._ids = list(dict.fromkeys([*(f.id for f in fields), *(key.id for key in keys)]))

    def start(self) -> DistinctState:
        """Return the state of a new task."""
        return DistinctState()

    def consume(self, state: DistinctState, batch: Batch) -> None:
        """Take a batch of a task's rows, in order."""
        if batch.rows:
            for key in self._chunker.keys:
                batch.columns[key.id]  # loaded now, while all threads are at work
            state.pending.append(batch)
            state.pending_rows += batch.rows
            if state.pending_rows >= CHUNK_ROWS:
                self._flush(state)

    def _flush(self, state: DistinctState) -> None:
        """Drop the repetitions among the rows that wait."""
        if not state.pending:
            return
        batch = concatenate_batches(state.pending, self._ids)
        state.pending, state.pending_rows = [], 0
        keys = self._chunker.keys_of(batch)
        groups = self._chunker.worthwhile(state, keys)
        if groups is not None:
            rows = np.sort(groups.lasts()) if self._last else groups.firsts
            keys = [key.take(rows) for key in keys]
            batch = batch.take(rows)
        state.chunks.append(Chunk(batch.rows, keys, [], False))
        state.kept.append(batch)

    def finish(self, states: Sequence[DistinctState]) -> Batch:
        """Return the rows that stay."""
        join_leftovers(states)
        run_tasks(len(states), lambda k: self._flush(states[k]))
        chunks = [chunk for state in states for chunk in state.chunks]
        if not chunks:
            return empty_batch(self._fields)
        merged = merge(self._chunker, chunks, {}, number=True, last=self._last)
        kept = [batch for state in states for batch in state.kept]
        rows = concatenate_batches(kept, [f.id for f in self._fields])
        return rows.take(np.sort(merged.firsts))
