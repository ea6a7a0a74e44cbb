"""Sinks that order rows: all of them, or the first few."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from accel.execute.batch import Batch, Columns
from accel.execute.sinks import empty_batch
from accel.execute.sort.gather import join_batches, take_rows
from accel.execute.sort.keys import SortKey, bound_words, rows_within
from accel.execute.sort.order import sort_rows
from accel.execute.vector import Array, Fixed
from accel.plan.nodes import Field


class SortSink:
    """Orders rows by keys; ties keep their order.

    Parameters
    ----------
    keys : sequence of SortKey
        What to sort by, the first key first.
    na_last : bool
        Whether missing values come last, else first, whatever the direction.
    fields : sequence of Field
        The columns of the result.
    """

    def __init__(self, keys: Sequence[SortKey], na_last: bool, fields: Sequence[Field]) -> None:
        self._keys = tuple(keys)
        self._na_last = na_last
        self._fields = fields
        self._ids = [f.id for f in fields]
        self._wanted = list(dict.fromkeys([*self._ids, *(key.id for key in keys)]))

    def start(self) -> list[Batch]:
        """Return the list a task's batches go to."""
        return []

    def consume(self, state: list[Batch], batch: Batch) -> None:
        """Load the wanted columns and keep them."""
        state.append(Batch(batch.rows, Columns((k, batch.columns[k]) for k in self._wanted)))

    def finish(self, states: Sequence[list[Batch]]) -> Batch:
        """Order all rows."""
        batches = [batch for state in states for batch in state]
        if not batches:
            return empty_batch(self._fields)
        whole = join_batches(batches, self._wanted, release=True)
        rows = sort_rows(whole, self._keys, self._na_last)
        return take_rows(Batch(whole.rows, whole.columns.keep(self._ids)), rows)


@dataclass(slots=True)
class TopState:
    """Rows of a task that may be among the first.

    Attributes
    ----------
    bound : int or None
        The first key's word of the last row that is among the first so far; rows beyond are out.
    """

    batches: list[Batch] = field(default_factory=list)
    rows: int = 0
    bound: int | None = None


class TopSink:
    """Keeps the first ``limit`` rows of the order that :class:`SortSink` makes.

    Rows are dropped as they come by the first key alone; only now and then are the others ordered.
    Columns not read for that stay deferred until the end.
    """

    def __init__(
        self, keys: Sequence[SortKey], na_last: bool, limit: int, fields: Sequence[Field]
    ) -> None:
        self._sort = SortSink(keys, na_last, fields)
        self._keys = tuple(keys)
        self._na_last = na_last
        self._limit = limit
        self._wanted = list(dict.fromkeys([*(f.id for f in fields), *(key.id for key in keys)]))
        self._most = max(4 * limit, 1 << 13)
        # What some task has found to be enough; others may use it, though ties may still win there.
        self._bound: int | None = None

    def start(self) -> TopState:
        """Return a task's state."""
        return TopState()

    def consume(self, state: TopState, batch: Batch) -> None:
        """Keep the rows that may be among the first."""
        batch = Batch(batch.rows, batch.columns.keep(self._wanted))
        if not self._limit:
            return
        rows = self._candidates(state, batch)
        if len(rows) < batch.rows:
            if not len(rows):
                return
            batch = batch.take(rows)
        state.batches.append(batch)
        state.rows += batch.rows
        unbounded = state.bound is None and self._bound is None
        if state.rows > self._most or (unbounded and state.rows >= self._limit):
            self._narrow(state)

    def _words(self, batch: Batch) -> Array:
        key = self._keys[0]
        vector, several = batch.columns[key.id], len(self._keys) > 1
        return bound_words(vector, key.dtype, key.ascending, self._na_last, several)

    def _candidates(self, state: TopState, batch: Batch) -> Array:
        key, several = self._keys[0], len(self._keys) > 1
        vector = batch.columns[key.id]
        own, shared = state.bound, self._bound
        if own is not None and (shared is None or own <= shared):
            bound = own
            if not several and isinstance(vector, Fixed):
                # This task's first rows all come before this batch, and only the word tells.
                bound = own - 1
        elif shared is not None:
            bound = shared
        elif batch.rows > self._limit:
            words = self._words(batch).view(np.uint64)
            bound = int(np.partition(words, self._limit - 1)[self._limit - 1])
        else:
            return np.arange(batch.rows, dtype=np.int32)
        if bound < 0:
            return np.empty(0, np.int32)
        return rows_within(vector, key, self._na_last, several, bound)

    def _narrow(self, state: TopState) -> None:
        """Drop all but the first ``limit`` rows, and note where they end."""
        ids = [key.id for key in self._keys]
        joined = join_batches(state.batches, ids)
        first = np.sort(sort_rows(joined, self._keys, self._na_last)[: self._limit])
        state.batches = _split_rows(state.batches, first)
        state.rows = len(first)
        words = self._words(joined.take(first)).view(np.uint64)
        bound = int(words.max())
        state.bound = bound
        self._bound = bound if self._bound is None else min(self._bound, bound)

    def finish(self, states: Sequence[TopState]) -> Batch:
        """Order what the tasks kept and cut it."""
        whole = self._sort.finish([self._load(state) for state in states])
        return whole.slice(0, min(self._limit, whole.rows))

    def _load(self, state: TopState) -> list[Batch]:
        loaded: list[Batch] = self._sort.start()
        for batch in state.batches:
            self._sort.consume(loaded, batch)
        return loaded


def _split_rows(batches: Sequence[Batch], rows: Array) -> list[Batch]:
    """Keep ascending ``rows``, counted through all batches, of each batch."""
    kept = []
    start = 0
    for batch in batches:
        a, b = np.searchsorted(rows, [start, start + batch.rows])
        if b > a:
            kept.append(batch.take(rows[a:b] - np.int32(start)))
        start += batch.rows
    return kept
