"""Rows on their way into a group-by: gathered to chunks, aggregated at once where that pays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from accel.execute.aggregate.encoding import (
    Key,
    densify,
    determined,
    group_rows,
    identity,
    lay_out,
    span_of,
)
from accel.execute.aggregate.grouping import Groups
from accel.execute.aggregate.work import KeySpec, Work
from accel.execute.batch import Batch, Columns, concatenate_batches
from accel.execute.interning import Interner
from accel.execute.keys import KeyColumn, key_column
from accel.execute.vector import Array, Coded, Text, Vector

CHUNK_ROWS: Final = 1 << 16
_SAMPLE: Final = 1 << 12
_FEW: Final = 1 << 9  # chunks this small are not worth a look
_RESTS: Final = 7  # chunks passed on unseen after one whose rows were nearly all different


@dataclass
class Chunk:
    """Rows, or the partial results of groups of rows (in order of first appearance).

    Attributes
    ----------
    keys : list of KeyColumn or Text
        The key columns.
    payload : list of Vector
        The accumulators' inputs, or their states.
    reduced : bool
        Whether it is states.
    """

    rows: int
    keys: list[Key]
    payload: list[Vector]
    reduced: bool


@dataclass
class TaskState:
    """What one task has seen: batches not looked at yet, and chunks made of earlier ones."""

    pending: list[Batch] = field(default_factory=list)
    pending_rows: int = 0
    chunks: list[Chunk] = field(default_factory=list)
    rests: int = 0
    reduces: bool = False
    independent: bool = False


def join_leftovers(states: Sequence[TaskState]) -> None:
    """Let batches that wait at the end of several tasks become one chunk, in row order.

    Tasks of a selective pipeline end with a few rows each.
    """
    first: TaskState | None = None
    for state in states:
        if first is None or state.chunks or first.pending_rows >= CHUNK_ROWS:
            first = state
        elif state.pending:
            first.pending += state.pending
            first.pending_rows += state.pending_rows
            state.pending, state.pending_rows = [], 0


def wait(state: TaskState, batch: Batch, needed: Sequence[int]) -> bool:
    """Put a batch's columns by until there is enough for a chunk; tell whether there is.

    Columns nobody has needed so far are loaded now, while all threads are at work.
    """
    if not batch.rows:
        return False
    columns = Columns((column, batch.columns[column]) for column in needed)
    state.pending.append(Batch(batch.rows, columns))
    state.pending_rows += batch.rows
    return state.pending_rows >= CHUNK_ROWS


class Chunker:
    """Makes chunks of batches.

    Parameters
    ----------
    keys : tuple of KeySpec
        The key columns; at least one.
    work : Work
        What is aggregated.
    dropna : bool
        Whether rows with a missing key are left out.
    """

    def __init__(self, keys: tuple[KeySpec, ...], work: Work, dropna: bool) -> None:
        self.keys = keys
        self.work = work
        self.dropna = dropna
        self.interners = {key.id: Interner() for key in keys if key.kind == "string"}
        self._all_text = len(self.interners) == len(keys)
        self._needed = list(dict.fromkeys([*(key.id for key in keys), *work.inputs]))

    def consume(self, state: TaskState, batch: Batch) -> None:
        """Take a batch; make a chunk once there is enough."""
        if wait(state, batch, self._needed):
            self.flush(state)

    def flush(self, state: TaskState) -> None:
        """Make a chunk of the batches that wait."""
        if not state.pending:
            return
        batch = concatenate_batches(state.pending, self._needed)
        state.pending, state.pending_rows = [], 0
        keys = self.keys_of(batch)
        if self.dropna and any(_has_missing(key) for key in keys):
            present = ~np.logical_or.reduce([_is_missing(key) for key in keys])
            batch = batch.take(np.flatnonzero(present).astype(np.int32))
            if not batch.rows:
                return
            keys = self.keys_of(batch)
        state.chunks.append(self._make(state, batch, keys))

    def keys_of(self, batch: Batch) -> list[Key]:
        """Return a batch's key columns."""
        return [self._key(batch.columns[key.id], key) for key in self.keys]

    def _key(self, vector: Vector, key: KeySpec) -> Key:
        if isinstance(vector, Text):
            if not self._all_text:
                return vector
            vector = self.interners[key.id].intern(vector)
        return key_column(vector, key.kind, alone=len(self.keys) == 1)

    def _make(self, state: TaskState, batch: Batch, keys: list[Key]) -> Chunk:
        payload = [batch.columns[column] for column in self.work.inputs]
        groups = self.worthwhile(state, keys) if self.work.mergeable else None
        if groups is None:
            return Chunk(batch.rows, keys, payload, False)
        keys = [key.take(groups.firsts) for key in keys]
        return Chunk(groups.count, keys, self.work.update(payload, groups), True)

    def worthwhile(self, state: TaskState, keys: list[Key]) -> Groups | None:
        """Group the rows if groups are much fewer than rows; a sample tells first."""
        n = len(keys[0])
        if n < _FEW:
            return None
        if state.rests:
            state.rests -= 1
            return None
        if n >= 4 * _SAMPLE and not state.reduces:
            sample = [_head(key, _SAMPLE) for key in keys]
            if self._group(state, sample).count > 0.9 * _SAMPLE:
                state.rests = _RESTS
                return None
        groups = self._group(state, keys)
        state.reduces = groups.count <= n // 2
        if state.reduces:
            return groups
        state.rests = _RESTS
        return None

    def _group(self, state: TaskState, keys: list[Key]) -> Groups:
        layout = lay_out([span_of(k) for k in keys], self.wide)
        if layout.passengers and not state.independent:
            groups = group_rows(keys, layout)
            rows = identity(len(keys[0]))
            if all(determined(keys[k], groups, rows) for k in layout.passengers):
                return groups
            state.independent = True
        if not layout.passengers:
            return group_rows(keys, layout)
        columns = [self.coded(key, spec) for key, spec in zip(keys, self.keys, strict=True)]
        layout = lay_out([c.span for c in columns], self.wide)
        if layout.passengers:
            columns = [densify(columns)]
            layout = lay_out([columns[0].span], [False])
        return group_rows(columns, layout)

    @property
    def wide(self) -> list[bool]:
        """Which keys are the last to be packed to a word."""
        return [key.kind == "float" for key in self.keys]

    def coded(self, key: Key, spec: KeySpec) -> KeyColumn:
        """Return a key column; strings get codes of this group-by's own dictionary."""
        if isinstance(key, Text):
            return key_column(self.interners[spec.id].intern(key), "string")
        if key.dictionary is not None and key.dictionary is not self.interners[spec.id].dictionary:
            coded = self.interners[spec.id].recode(Coded(key.ordinals, key.dictionary))
            return key_column(coded, "string")
        return key


def _head(key: Key, count: int) -> Key:
    if isinstance(key, Text):
        return key.slice(0, count)
    return KeyColumn(key.ordinals[:count], key.missing, key.span, key.dictionary, key.ascending)


def _has_missing(key: Key) -> bool:
    if isinstance(key, Text):
        return bool(len(key)) and int(key.lengths.min()) < 0
    return key.span.missing


def _is_missing(key: Key) -> Array:
    mask: Array = key.lengths < 0 if isinstance(key, Text) else key.is_missing()
    return mask
