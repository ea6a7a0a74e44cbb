"""Scans: a source's partitions as batches, filtered before most columns are decoded.

Partitions that statistics rule out are skipped. In the others the predicate's columns are loaded
first, one group of conjuncts at a time; every other column is deferred, so that what later stages
drop is never decoded.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np

from accel.execute import memory
from accel.execute.batch import Batch, Columns
from accel.execute.expression import Predicate
from accel.execute.prune import may_match
from accel.execute.vector import Array, Deferred, Fixed
from accel.kernels.kernel import Kernel
from accel.plan.expr import Expr, columns_of, conjunction, conjuncts
from accel.plan.nodes import Scan
from accel.plan.source import Partition, Reader

BATCH_ROWS = 1 << 17
TASK_ROWS = 1 << 17

_IOTA = Kernel("selection:iota", "i8* i8 i8")


@dataclass(frozen=True, slots=True)
class ScanTask:
    """Rows ``start`` to ``stop`` of one partition."""

    partition: Partition
    start: int
    stop: int


def even_ranges(rows: int, size: int) -> list[tuple[int, int]]:
    """Cut ``rows`` rows into nearly equal ranges of at most ``size``.

    Examples
    --------
    >>> even_ranges(10, 4)
    [(0, 3), (3, 6), (6, 10)]
    """
    count = max(1, -(-rows // size))
    cuts = [rows * k // count for k in range(count + 1)]
    return list(itertools.pairwise(cuts))


class ScanRunner:
    """Runs one Scan node; shared by all threads."""

    def __init__(self, scan: Scan, make_predicate: Callable[[Expr], Predicate]) -> None:
        self._scan = scan
        self._names = {field.id: name for field, name in scan.columns}
        parts = conjuncts(scan.predicate) if scan.predicate is not None else []
        self._conjuncts = parts
        self._steps = [make_predicate(group) for group in group_by_columns(parts)]

    def tasks(self) -> list[ScanTask]:
        """Return the tasks, in row order; partitions that cannot match are left out."""
        names = self._names
        return [
            ScanTask(partition, start, stop)
            for partition in self._scan.source.partitions
            if may_match(partition, self._conjuncts, names)
            for start, stop in even_ranges(partition.rows, TASK_ROWS)
            if stop > start
        ]

    def batches(self, task: ScanTask) -> Iterator[Batch]:
        """Yield the surviving rows of a task, batch by batch."""
        reader = task.partition.open()
        for first, last in even_ranges(task.stop - task.start, BATCH_ROWS):
            batch = self._open_batch(task, reader, task.start + first, task.start + last)
            for step in self._steps:
                rows = step.select(batch)
                if rows is not None:
                    if len(rows) == 0:
                        break
                    batch = batch.take(rows)
            else:
                yield batch

    def _open_batch(self, task: ScanTask, reader: Reader, start: int, stop: int) -> Batch:
        count = stop - start
        columns = Columns()
        for key, name in self._names.items():
            load = partial(_load, reader, name, start, stop)
            columns[key] = Deferred(load, None, count)  # type: ignore[assignment]
        if self._scan.row_id is not None:
            load_rows = partial(load_row_numbers, task.partition.start + start, count)
            columns[self._scan.row_id] = Deferred(load_rows, None, count)  # type: ignore[assignment]
        return Batch(count, columns)


def _load(reader: Reader, name: Any, start: int, stop: int, rows: Array | None) -> Any:
    return reader.load(name, start, stop, rows)


def load_row_numbers(first: int, count: int, rows: Array | None) -> Fixed:
    if rows is not None:
        return Fixed(np.add(rows, first, dtype=np.int64))
    out = memory.empty(count, np.int64)
    _IOTA(out, first, count)
    return Fixed(out)


def group_by_columns(parts: Sequence[Expr]) -> list[Expr]:
    """Join the conjuncts that read the same columns, groups in order of first appearance."""
    groups: dict[frozenset[int], list[Expr]] = {}
    for part in parts:
        groups.setdefault(frozenset(columns_of(part)), []).append(part)
    return [conjunction(group) for group in groups.values()]
