"""The build side of a join: gathered, indexed, and asked by the probe side."""

from __future__ import annotations

import threading
from collections.abc import Sequence

from accel.execute import memory
from accel.execute.batch import Batch, Columns
from accel.execute.join.coder import Coder
from accel.execute.join.index import Index, build_index
from accel.execute.join.keys import KeySpec
from accel.execute.sinks import empty_batch
from accel.execute.sort.gather import join_batches
from accel.execute.vector import Array
from accel.kernels.kernel import Kernel
from accel.plan.nodes import Field

_SELECT = Kernel("selection:select", "u1* i4* i8")
_UNMATCHED = Kernel("join_pairs:unmatched", "u1* i8 i4*")


class JoinTable:
    """A build side ready to be probed.

    How keys are compared depends on both sides' dtypes, so that an index is made when the first
    probe asks for it, and kept.

    Parameters
    ----------
    keys : sequence of Field
        The key columns.
    batch : Batch
        The build side's rows in order, key columns among its columns.
    """

    def __init__(self, keys: Sequence[Field], batch: Batch) -> None:
        self.keys = tuple(keys)
        self.batch = batch
        self._lookups: dict[tuple[tuple[str, int], ...], Lookup] = {}
        self._lock = threading.Lock()

    def lookup(self, keys: Sequence[KeySpec], rows: bool = True) -> Lookup:
        """Return the way from a probe's key columns to rows.

        Parameters
        ----------
        keys : sequence of KeySpec
            The other side's keys, as :func:`match_keys` made them.
        rows : bool
            False if only whether there is a match will be asked.
        """
        way = tuple((key.kind, key.other_factor) for key in keys)
        with self._lock:
            if way not in self._lookups:
                vectors = [self.batch.columns[key.id] for key in self.keys]
                self._lookups[way] = Lookup(Coder(vectors, keys))
            if rows:
                self._lookups[way].index.prepare()
            return self._lookups[way]

    def key_filter(self, keys: Sequence[KeySpec]) -> KeyFilter:
        """Return the test whether rows with key columns ``keys`` have a match here."""
        return KeyFilter(self, keys)


class Lookup:
    """An index and how to ask it.

    Attributes
    ----------
    coder : Coder
        Makes one word of a batch's keys.
    index : Index
        From words to build rows.
    """

    def __init__(self, coder: Coder) -> None:
        self.coder = coder
        self.index: Index = build_index(coder.column, coder.split)


class KeyFilter:
    """Tells early which rows a join can match, so that a scan drops the others (a semi-join).

    Exact: a row it keeps has a match. Cheap where the keys are dense (a bitmap).
    """

    def __init__(self, table: JoinTable, keys: Sequence[KeySpec]) -> None:
        self._lookup = table.lookup(keys, rows=False)
        self._keys = tuple(keys)

    def mask(self, batch: Batch) -> tuple[Array, int]:
        """Return a uint8 mask of the batch's rows that have a match, and how many have."""
        return self._lookup.index.contains(self._lookup.coder.encode(batch, self._keys))

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
    keys : sequence of Field
        Its key columns.
    fields : sequence of Field
        The columns that the join's output, or what comes after, reads.
    """

    def __init__(self, keys: Sequence[Field], fields: Sequence[Field]) -> None:
        self._keys = tuple(keys)
        self._fields = tuple({f.id: f for f in (*keys, *fields)}.values())
        self._ids = [f.id for f in self._fields]

    def start(self) -> list[Batch]:
        """Return the state of a task: its batches so far."""
        return []

    def consume(self, state: list[Batch], batch: Batch) -> None:
        """Take a batch; its columns are loaded here, in the task."""
        columns = Columns((key, batch.columns[key]) for key in self._ids)
        state.append(Batch(batch.rows, columns))

    def finish(self, states: Sequence[list[Batch]]) -> JoinTable:
        """Join the tasks' batches in order."""
        batches = [batch for state in states for batch in state]
        if not batches:
            return JoinTable(self._keys, empty_batch(self._fields))
        return JoinTable(self._keys, join_batches(batches, self._ids, release=True))
