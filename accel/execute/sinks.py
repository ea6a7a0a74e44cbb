"""Sinks that only gather rows; those that compute lie in their own packages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

import numpy as np
import pandas as pd

from accel.execute import memory
from accel.execute.batch import Batch, Columns, concatenate_batches
from accel.execute.vector import Array, Fixed, Text, Vector
from accel.plan.expr import DType
from accel.plan.nodes import Field


class Sink(Protocol):
    """Where a pipeline's rows end."""

    def start(self) -> Any:
        """Return the state of a new task."""

    def consume(self, state: Any, batch: Batch) -> None:
        """Take a task's next batch."""

    def finish(self, states: list[Any]) -> Any:
        """Make the result of all tasks' states, which come in task order."""


def empty_vector(dtype: DType) -> Vector:
    """Return a vector of no rows, as the engine holds ``dtype``."""
    if isinstance(dtype, pd.StringDtype):
        return Text(np.empty(0, np.int64), np.empty(0, np.int32), ())
    if isinstance(dtype, pd.CategoricalDtype):
        return Fixed(np.empty(0, np.int32))
    return Fixed(np.empty(0, np.int64 if dtype.kind in "mM" else dtype))


def empty_batch(fields: Sequence[Field]) -> Batch:
    """Return a batch of no rows."""
    return Batch(0, Columns((f.id, empty_vector(f.dtype)) for f in fields))


def join_batches_of(states: list[list[Batch]], fields: Sequence[Field]) -> Batch:
    """Join the batches of every task's list, in task order.

    Columns of one dtype become the rows of one array, which pandas takes as it is.
    """
    batches = [batch for state in states for batch in state if batch.rows]
    if not batches:
        return empty_batch(fields)
    ids = [f.id for f in fields]
    if len(batches) == 1:
        return concatenate_batches(batches, ids)
    rows = sum(batch.rows for batch in batches)
    alike: dict[Any, list[int]] = {}
    for key in ids:
        vector = batches[0].columns[key]
        if isinstance(vector, Fixed):
            alike.setdefault(vector.data.dtype, []).append(key)
    places: dict[int, Array] = {}
    for dtype, keys in alike.items():
        whole = memory.empty(len(keys) * rows, dtype).reshape(len(keys), rows)
        places |= zip(keys, whole, strict=True)
    return concatenate_batches(batches, ids, places)


class CollectRunner:
    """Keeps columns, in order."""

    def __init__(self, fields: Sequence[Field]) -> None:
        self._fields = fields
        self._ids = [f.id for f in fields]

    def start(self) -> list[Batch]:
        """Return the list a task's batches go to."""
        return []

    def consume(self, state: list[Batch], batch: Batch) -> None:
        """Load the wanted columns and keep them."""
        state.append(Batch(batch.rows, Columns((key, batch.columns[key]) for key in self._ids)))

    def finish(self, states: list[list[Batch]]) -> Batch:
        """Join all batches."""
        return join_batches_of(states, self._fields)


@dataclass(slots=True)
class LimitState:
    """A task's first rows."""

    batches: list[Batch] = field(default_factory=list)
    rows: int = 0


class LimitRunner:
    """Keeps some rows from an offset on."""

    def __init__(self, offset: int, count: int, fields: Sequence[Field]) -> None:
        self._offset = offset
        self._count = count
        self._collect = CollectRunner(fields)

    def start(self) -> LimitState:
        """Return a task's state."""
        return LimitState()

    def consume(self, state: LimitState, batch: Batch) -> None:
        """Keep a batch unless the task has enough."""
        wanted = self._offset + self._count - state.rows
        if wanted > 0:
            self._collect.consume(state.batches, batch.slice(0, min(wanted, batch.rows)))
            state.rows += batch.rows

    def enough(self, states: list[LimitState]) -> bool:
        """Whether the first tasks' states hold all the rows wanted."""
        return sum(state.rows for state in states) >= self._offset + self._count

    def finish(self, states: list[LimitState]) -> Batch:
        """Join the batches and cut them."""
        whole = self._collect.finish([state.batches for state in states])
        start = min(self._offset, whole.rows)
        return whole.slice(start, min(start + self._count, whole.rows))
