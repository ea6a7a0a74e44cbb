"""Outer joins: both sides are at hand, and the result is ordered by key."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np
import pandas as pd

from accel.execute import memory
from accel.execute.batch import Batch, Columns
from accel.execute.join.keys import KeySpec, words
from accel.execute.join.missing import take_or_missing
from accel.execute.join.probe import ProbeStage
from accel.execute.join.table import JoinTable
from accel.execute.scheduler import run_tasks
from accel.execute.sort.keys import key_words
from accel.execute.sort.order import order_by
from accel.execute.vector import Array, Fixed, Vector, concatenate, take
from accel.plan.nodes import Field

_CHUNK: Final = 1 << 16


def outer_join(
    left: Batch,
    right: Batch,
    left_on: Sequence[KeySpec],
    right_on: Sequence[KeySpec],
    ids: Sequence[int],
    widened: Mapping[int, Any],
    ordered: bool = True,
) -> Batch:
    """Join two batches, keeping the rows of both that have no match.

    Rows come out as pandas puts them: by key, within a key by left row and then by right row. A key
    that only one side has is found in that side's key columns; the other's are missing there.

    Parameters
    ----------
    left, right : Batch
        The sides, key columns among their columns.
    left_on, right_on : sequence of KeySpec
        The keys, as :func:`match_keys` makes them.
    ids : sequence of int
        The columns put out, of either side.
    widened : mapping of int to dtype
        Columns that become floats where a side has no row.
    ordered : bool
        False if any order will do: left rows in order, then the right rows without a match.

    Raises
    ------
    Unsupported
        If a boolean column would have missing values.
    """
    left_rows, right_rows = _pairs(left, right, left_on, right_on)
    if ordered:
        columns = [
            _key_words(left.columns[a.id], a, left_rows, right.columns[b.id], b, right_rows)
            for a, b in zip(left_on, right_on, strict=True)
        ]
        order = order_by(columns)
        left_rows, right_rows = take(left_rows, order), take(right_rows, order)

    def gather(k: int) -> Vector:
        key = ids[k]
        if key in left.columns:
            return take_or_missing(left.columns[key], left_rows, widened.get(key))
        return take_or_missing(right.columns[key], right_rows, widened.get(key))

    vectors = run_tasks(len(ids), gather)
    return Batch(len(left_rows), Columns(zip(ids, vectors, strict=True)))


def _pairs(
    left: Batch, right: Batch, left_on: Sequence[KeySpec], right_on: Sequence[KeySpec]
) -> tuple[Array, Array]:
    """Return the row of each side for every row of the result, -1 where a side has none."""
    table = JoinTable([Field(key.id, key.dtype) for key in right_on], right)
    row = 1 + max(key.id for key in left_on)
    stage = ProbeStage(table, "left", left_on, [row], keep_unmatched=True, build_row=row + 1)
    keys = left.columns.keep([key.id for key in left_on])

    def probe(task: int) -> tuple[Array, Array]:
        start, stop = task * _CHUNK, min((task + 1) * _CHUNK, left.rows)
        piece = Batch(left.rows, keys).slice(start, stop)
        piece.columns[row] = Fixed(np.arange(start, stop, dtype=np.int32))
        found = stage.apply(piece)
        return _data(found, row), _data(found, row + 1)

    pairs = run_tasks(-(-left.rows // _CHUNK), probe)
    alone = stage.unmatched()
    none = memory.empty(len(alone), np.int32)
    none.fill(-1)
    left_rows = np.concatenate([*(a for a, _ in pairs), none]).astype(np.int32, copy=False)
    return left_rows, np.concatenate([*(b for _, b in pairs), alone]).astype(np.int32)


def _data(batch: Batch, key: int) -> Array:
    vector = batch.columns[key]
    assert isinstance(vector, Fixed)
    return vector.data


def _key_words(
    left: Vector, a: KeySpec, left_rows: Array, right: Vector, b: KeySpec, right_rows: Array
) -> Array:
    """Return sort words of the key of each row of the result, from the side that has a row."""
    unsigned = isinstance(a.dtype, np.dtype) and a.dtype.kind == b.dtype.kind == "u"
    both = concatenate([_comparable(left, a, unsigned), _comparable(right, b, unsigned)])
    rows = np.where(left_rows >= 0, left_rows, right_rows + np.int32(len(left)))
    dtype: Any = np.dtype(np.float64) if a.kind == "float" else a.dtype
    # pandas takes strings and NaN that are missing for greater than all others, but goes by the
    # numbers behind missing datetimes and categories, which are the least there are.
    last = a.kind != "integer"
    return key_words(both.take(rows), dtype, True, last)


def _comparable(vector: Vector, key: KeySpec, unsigned: bool) -> Vector:
    """Return key values in the type and unit of both sides."""
    if not isinstance(vector, Fixed) or isinstance(key.dtype, pd.CategoricalDtype):
        return vector
    if key.kind == "float":
        return Fixed(vector.data.astype(np.float64))
    if unsigned:
        return Fixed(vector.data.astype(np.uint64))
    return Fixed(words(vector.data, "integer", key.factor))
