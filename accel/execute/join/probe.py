"""The probe side of a join: a stage that looks each row up and gathers what is kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final, Literal, TypeAlias

import numpy as np

from accel.execute import memory
from accel.execute.batch import Batch, Columns
from accel.execute.join.keys import KeySpec
from accel.execute.join.missing import take_or_missing, widen
from accel.execute.join.table import JoinTable, KeyFilter, clear_rows
from accel.execute.sinks import empty_vector
from accel.execute.vector import Array, Fixed, deferred_take
from accel.kernels.kernel import Kernel
from accel.plan.nodes import Field

How: TypeAlias = Literal["inner", "left", "semi", "anti"]

_MATCHED_PAIRS = Kernel("join_pairs:matched_pairs", "i4* i8 i4* i4*")
_EXPAND: Final = {
    (keep, listed): Kernel("join_pairs:make_expand", "i4* i4* i8 i4* i4* i4*", (keep, listed))
    for keep in (False, True)
    for listed in (False, True)
}
_MARK = Kernel("join_pairs:mark", "i4* i8 u1*")


class ProbeStage:
    """Join each batch of the probe side with a finished build side.

    Rows come out in probe order, those of one probe row in build order; where at most one build row
    has a key, no lookup is expanded, and where every probe row has a match its columns pass as they
    are.

    Parameters
    ----------
    table : JoinTable
        The build side.
    how : {"inner", "left", "semi", "anti"}
        ``left`` keeps probe rows without a match: pandas' left join if the right side was built,
        its right join if the left side was. ``semi`` and ``anti`` keep the probe rows that have a
        match, or have none.
    probe_keys : sequence of KeySpec
        The probe side's keys, matched with the build side's by :func:`match_keys`.
    keep_probe, keep_build : sequence of int
        The columns put out, of either side.
    widened : mapping of int to dtype
        Integer columns that become floats because some rows have no match: of the build side for
        ``left``, of the probe side for ``keep_unmatched``.
    keep_unmatched : bool
        Remember which build rows were found: the others follow from :meth:`remaining` when all
        batches have passed. So runs the left join whose left side was built (``inner``).
    build_row : int, optional
        Id of an extra int64 column that says which build row a row has (-1 for none): sorting by
        it, ties in order, gives the order of a join whose left side was built.

    Attributes
    ----------
    missed : bool
        Whether some probe row had no match so far. pandas keeps integers where all have one.
    """

    def __init__(
        self,
        table: JoinTable,
        how: How,
        probe_keys: Sequence[KeySpec],
        keep_probe: Sequence[int],
        keep_build: Sequence[int] = (),
        widened: Mapping[int, Any] | None = None,
        *,
        keep_unmatched: bool = False,
        build_row: int | None = None,
    ) -> None:
        self._built = table.batch
        self._lookup = table.lookup(probe_keys, rows=how in ("inner", "left"))
        self._how = how
        self._keys = tuple(probe_keys)
        self._keep_probe = tuple(keep_probe)
        self._keep_build = tuple(keep_build)
        self._widened = dict(widened or {})
        self._build_row = build_row
        self._filter = KeyFilter(table, self._keys) if how in ("semi", "anti") else None
        self._found = memory.zeros(table.batch.rows, np.uint8) if keep_unmatched else None
        self.missed = False

    def apply(self, batch: Batch) -> Batch:
        """Join one batch; called by many threads at once."""
        probe = Batch(batch.rows, batch.columns.keep(self._keep_probe))
        if self._filter is not None:
            semi = self._how == "semi"
            rows = self._filter.select(batch) if semi else self._filter.reject(batch)
            return probe if rows is None else probe.take(rows)
        words = self._lookup.coder.encode(batch, self._keys)
        match = self._match_distinct if self._lookup.index.distinct else self._match_repeated
        probe_rows, build_rows = match(words)
        if self._found is not None:
            _MARK(build_rows, len(build_rows), self._found)
            for key in self._keep_probe:
                if key in self._widened:
                    probe.columns[key] = widen(probe.columns[key], self._widened[key])
        if probe_rows is not None:
            probe = probe.take(probe_rows)
        return self._with_build(probe, build_rows)

    def _match_distinct(self, words: Array) -> tuple[Array | None, Array]:
        """Return pairs of rows; None for the probe's if all stay."""
        count = len(words)
        first, matched = self._lookup.index.match_one(words)
        if matched == count:
            return None, first
        if self._how == "left":
            self.missed = True
            return None, first
        probe, build = memory.empty(count, np.int32), memory.empty(count, np.int32)
        _MATCHED_PAIRS(first, count, probe, build)
        return probe[:matched], build[:matched]

    def _match_repeated(self, words: Array) -> tuple[Array | None, Array]:
        n = len(words)
        index = self._lookup.index
        first, count, total = index.match_many(words)
        keep = self._how == "left"
        if keep:
            missing = n - int(np.count_nonzero(count))
            total += missing
            self.missed |= missing > 0
        probe, build = memory.empty(total, np.int32), memory.empty(total, np.int32)
        rows = first if index.rows is None else index.rows
        _EXPAND[keep, index.rows is not None](first, count, n, rows, probe, build)
        return probe, build

    def _with_build(self, probe: Batch, rows: Array) -> Batch:
        columns = Columns(probe.columns.raw())
        built = self._built.columns
        for key in self._keep_build:
            if self._how == "left":
                columns[key] = take_or_missing(built[key], rows, self._widened.get(key))
            else:
                columns[key] = deferred_take(built[key], rows)
        if self._build_row is not None:
            columns[self._build_row] = Fixed(rows.astype(np.int64))
        return Batch(len(rows), columns)

    def unmatched(self) -> Array:
        """Return the build rows that no probe row has found (int32), after the last ``apply``."""
        if self._found is None:
            raise ValueError("made without keep_unmatched")
        return clear_rows(self._found, len(self._found) - int(np.count_nonzero(self._found)))

    def remaining(self, probe: Sequence[Field]) -> Batch:
        """Return the build rows that no probe row has found, as ``apply`` would put them out.

        Parameters
        ----------
        probe : sequence of Field
            The kept probe columns, with their own dtypes; they are missing in all these rows.
        """
        rows = self.unmatched()
        nothing = memory.empty(len(rows), np.int32)
        nothing.fill(-1)
        columns = Columns()
        for field in probe:
            source = empty_vector(field.dtype)
            columns[field.id] = take_or_missing(source, nothing, self._widened.get(field.id))
        return self._with_build(Batch(len(rows), columns), rows)
