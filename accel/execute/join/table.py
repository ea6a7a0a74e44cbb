"""The build side of a join: gathered, indexed, and asked by the probe side."""

from __future__ import annotations

from collections.abc import Sequence

from accel.execute import memory
from accel.execute.join.coder import Coder
from accel.execute.join.index import Index, build_index
from accel.execute.join.keys import KeySpec
from accel.execute.scheduler import run_tasks
from accel.execute.vector import Array, Batch, concatenate
from accel.kernels.kernel import Kernel

_SELECT = Kernel("selection:select", "u1* i4* i8")
_UNMATCHED = Kernel("join_pairs:unmatched", "u1* i8 i4*")


class JoinTable:
    """A build side ready to be probed.

    Parameters
    ----------
    keys : sequence of KeySpec
        The key columns of the build side.
    batch : Batch
        Its rows, key columns among them.
    columns : sequence of int
        The columns that joins may ask for.

    Attributes
    ----------
    batch : Batch
        The build side's rows, in order.
    index : Index
        From key words to rows.
    """

    def __init__(self, keys: Sequence[KeySpec], batch: Batch, columns: Sequence[int]) -> None:
        self._coder = Coder(keys, batch)
        self.index: Index = build_index(self._coder.column)
        self.batch = Batch(batch.rows, batch.columns.keep(columns))

    def encode(self, batch: Batch, keys: Sequence[KeySpec]) -> Array:
        """Return the key words of a probe batch."""
        return self._coder.encode(batch, keys)

    def key_filter(self, keys: Sequence[KeySpec]) -> KeyFilter:
        """Return the test whether a row of another table, with key columns ``keys``, has a match."""
        return KeyFilter(self, keys)


class KeyFilter:
    """Tells early which rows a join can match, so that a scan drops the others (a semi-join).

    Exact: a row it keeps has a match. Cheap where the keys are dense (a bitmap).
    """

    def __init__(self, table: JoinTable, keys: Sequence[KeySpec]) -> None:
        self._table = table
        self._keys = tuple(keys)

    def mask(self, batch: Batch) -> tuple[Array, int]:
        """Return a uint8 mask of the batch's rows that have a match, and how many have."""
        return self._table.index.contains(self._table.encode(batch, self._keys))

    def select(self, batch: Batch) -> Array | None:
        """Return the rows that have a match (int32), None if all have."""
        mask, matched = self.mask(batch)
        return None if matched == batch.rows else set_rows(mask, matched)

    def reject(self, batch: Batch) -> Array | None:
        """Return the rows that have no match (int32), None if none has one."""
        mask, matched = self.mask(batch)
        return None if matched == 0 else clear_rows(mask, batch.rows - matched)


def set_rows(mask: Array, count: int) -> Array:
    """Return the row numbers where ``mask`` is set, of which there are ``count``."""
    rows = memory.empty(len(mask), "i4")
    _SELECT(mask, rows, len(mask))
    return rows[:count]


def clear_rows(mask: Array, count: int) -> Array:
    """Return the row numbers where ``mask`` is not set, of which there are ``count``."""
    rows = memory.empty(len(mask), "i4")
    _UNMATCHED(mask, len(mask), rows)
    return rows[:count]


class BuildSink:
    """Gathers the build side of a join.

    Parameters
    ----------
    keys : tuple of KeySpec
        Its key columns.
    columns : tuple of int
        The columns that the join's output, or what comes after, reads.
    """

    def __init__(self, keys: tuple[KeySpec, ...], columns: tuple[int, ...]) -> None:
        self._keys = keys
        self._columns = columns
        self._ids = tuple(dict.fromkeys((*(key.id for key in keys), *columns)))

    def start(self) -> list[Batch]:
        """Return the state of a task: its batches so far."""
        return []

    def consume(self, state: list[Batch], batch: Batch) -> None:
        """Take a batch; its columns are loaded here, in the task."""
        state.append(Batch(batch.rows, {key: batch.columns[key] for key in self._ids}))

    def finish(self, states: Sequence[list[Batch]]) -> JoinTable:
        """Join the tasks' batches in order and index them.

        ``states`` must hold a batch, though it may have no rows: an empty side has typed columns.
        """
        batches = [batch for state in states for batch in state]
        return JoinTable(self._keys, gather(batches, self._ids), self._columns)


def gather(batches: Sequence[Batch], ids: Sequence[int]) -> Batch:
    """Join batches end to end, column by column on the worker threads."""
    if len(batches) == 1:
        return batches[0]
    vectors = run_tasks(len(ids), lambda k: concatenate([b.columns[ids[k]] for b in batches]))
    rows = sum(batch.rows for batch in batches)
    return Batch(rows, dict(zip(ids, vectors, strict=True)))
