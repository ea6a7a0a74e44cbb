"""Gathering many rows of many columns on all threads."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from accel.execute import memory
from accel.execute.batch import Batch, Columns
from accel.execute.scheduler import run_tasks
from accel.execute.vector import Array, Coded, Fixed, Text, Vector, concatenate
from accel.kernels.kernel import Kernel

_CHUNK: Final = 1 << 17
_TAKE: Final = {
    width: Kernel("selection:take", f"{code}* i4* {code}* i8")
    for width, code in {1: "u1", 2: "u2", 4: "u4", 8: "u8"}.items()
}


def take_rows(batch: Batch, rows: Array) -> Batch:
    """Gather ``rows`` (int32, all valid) of every column, many rows and columns side by side."""
    count = len(rows)
    sources: list[Array] = []
    for vector in batch.columns.values():
        sources += _arrays(vector)
    outputs = [memory.empty(count, source.dtype) for source in sources]
    chunks = -(-count // _CHUNK)

    def gather(task: int) -> None:
        k, chunk = divmod(task, chunks)
        a, b = chunk * _CHUNK, min((chunk + 1) * _CHUNK, count)
        _TAKE[sources[k].dtype.itemsize](sources[k], rows[a:b], outputs[k][a:b], b - a)

    run_tasks(len(sources) * chunks, gather)
    left = iter(outputs)
    columns = Columns()
    for key, vector in batch.columns.items():
        if isinstance(vector, Fixed):
            columns[key] = Fixed(next(left))
        elif isinstance(vector, Coded):
            columns[key] = Coded(next(left), vector.dictionary)
        else:
            columns[key] = Text(next(left), next(left), vector.owners)
    return Batch(count, columns)


def _arrays(vector: Vector) -> list[Array]:
    if isinstance(vector, Fixed):
        return [vector.data]
    if isinstance(vector, Coded):
        return [vector.codes]
    return [vector.starts, vector.lengths]


def join_batches(batches: Sequence[Batch], ids: Sequence[int], release: bool = False) -> Batch:
    """Join batches end to end, of which there must be one, columns side by side.

    With ``release``, each batch loses a column once that is copied: half the memory at the peak.
    """
    rows = sum(batch.rows for batch in batches)
    if len(batches) == 1:
        return Batch(rows, batches[0].columns.keep(ids))

    def join(k: int) -> Vector:
        vectors = [batch.columns[ids[k]] for batch in batches]
        for batch in batches if release else ():
            del batch.columns[ids[k]]
        return concatenate(vectors)

    vectors = run_tasks(len(ids), join)
    return Batch(rows, Columns(zip(ids, vectors, strict=True)))
