"""The group-by sink."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from accel.execute.aggregate.chunk import Chunker, TaskState, join_leftovers
from accel.execute.aggregate.encoding import Key
from accel.execute.aggregate.merge import Merged, merge
from accel.execute.aggregate.ordering import appearance_order, key_order
from accel.execute.aggregate.ranking import rank_strings
from accel.execute.aggregate.results import AggSpec
from accel.execute.aggregate.work import KeySpec, Work
from accel.execute.batch import Batch, Columns
from accel.execute.keys import KeyColumn, restore
from accel.execute.scheduler import run_tasks
from accel.execute.sinks import empty_vector
from accel.execute.vector import Array, Vector


class AggregateSink:
    """Groups rows by key columns and aggregates each group.

    Parameters
    ----------
    keys : tuple of KeySpec
        The key columns, at least one.
    aggregations : tuple of AggSpec
        What to make of each group.
    sort
        Order groups by key, missing keys last; else by first appearance.
    dropna
        Leave rows out that miss a key.
    ordered
        Whether anyone can see the order of the groups; it is the same on every run even if not.

    Raises
    ------
    Unsupported
        If an aggregate does not exist for its dtype; from ``finish``, if pandas would give the
        result another dtype because of its values.
    """

    def __init__(
        self,
        keys: tuple[KeySpec, ...],
        aggregations: tuple[AggSpec, ...],
        sort: bool = True,
        dropna: bool = True,
        ordered: bool = True,
    ) -> None:
        self._keys = keys
        self._work = Work(aggregations)
        self._chunker = Chunker(keys, self._work, dropna)
        self._sort = sort
        self._ordered = ordered

    def start(self) -> TaskState:
        """Return the state of a new task."""
        return TaskState()

    def consume(self, state: TaskState, batch: Batch) -> None:
        """Take a batch of a task's rows, in order."""
        self._chunker.consume(state, batch)

    def finish(self, states: Sequence[TaskState]) -> Batch:
        """Return the key columns and the aggregates, a row a group."""
        join_leftovers(states)
        run_tasks(len(states), lambda k: self._chunker.flush(states[k]))
        chunks = [chunk for state in states for chunk in state.chunks if chunk.rows]
        if not chunks:
            return self._of_nothing()
        ranked = rank_strings(self._work, chunks)
        text = any(key.kind == "string" for key in self._keys)
        by_key = self._ordered and self._sort
        # Codes of strings depend on who met them first; the order of rows does not.
        number = not by_key and (self._ordered or text)
        merged = merge(self._chunker, chunks, ranked, by_key=not number, number=number)
        order: Array | None = None
        if number:
            order = appearance_order(merged.firsts)
        elif by_key and (text or not merged.in_word_order):
            order = key_order(merged.keys)
        return self._batch(merged, order)

    def _batch(self, merged: Merged, order: Array | None) -> Batch:
        columns = Columns()
        for key, groups in zip(self._keys, merged.keys, strict=True):
            columns[key.id] = _key_vector(key, groups)
        columns |= merged.results
        batch = Batch(len(merged.keys[0]), columns)
        return batch if order is None else batch.take(order)

    def _of_nothing(self) -> Batch:
        columns = Columns((key.id, empty_vector(key.dtype)) for key in self._keys)
        for spec, _, _ in self._work.recipes:
            columns[spec.out_id] = empty_vector(spec.out_dtype)
        return Batch(0, columns)


def _key_vector(spec: KeySpec, key: Key) -> Vector:
    if isinstance(key, KeyColumn):
        wide = key.ordinals.astype(np.int64, copy=False)
        return restore(wide, spec.kind, spec.dtype, key.dictionary)
    return key
