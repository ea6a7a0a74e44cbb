"""The order of groups: by key, as pandas sorts them, or by first appearance."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from accel.execute.aggregate.encoding import Key
from accel.execute.keys import KeyColumn, measure
from accel.execute.packing import Packing
from accel.execute.sort.radix import argsort_words
from accel.execute.sort.text import ranks, text_ranks
from accel.execute.vector import Array, Text, take, take_or


def key_order(keys: Sequence[Key]) -> Array:
    """Return the groups in key order, the first key first, missing values last, as int32.

    A key is looked at only where those before it are equal: most often the first settles it.
    """
    n = len(keys[0])
    places = np.zeros(n, np.int64)
    tied = np.arange(n, dtype=np.int32)
    at = 0
    while at < len(keys) and len(tied):
        columns = [_ranked(keys[at].take(tied))]
        at += 1
        # Numbers are quick to add to the word; strings would first have to be ranked.
        while at < len(keys) and _is_number(keys[at]):
            more = keys[at].take(tied)
            assert isinstance(more, KeyColumn)
            if Packing.plan([c.span for c in (*columns, more)]) is None:
                break
            columns.append(more)
            at += 1
        packing = Packing.plan([column.span for column in columns])
        if packing is not None:
            tied = _refine(places, tied, [packing.pack(columns)])
        else:
            only = columns[0]
            tied = _refine(places, tied, [only.is_missing(), only.ordinals])
    order = np.empty(n, np.int32)
    order[places] = np.arange(n, dtype=np.int32)
    return order


def _is_number(key: Key) -> bool:
    return isinstance(key, KeyColumn) and key.dictionary is None


def _ranked(key: Key) -> KeyColumn:
    """Replace strings by their rank."""
    if isinstance(key, KeyColumn):
        if key.dictionary is None:
            return key
        dictionary = key.dictionary
        codes = key.ordinals.astype(np.int32, copy=False)
        if len(dictionary) <= 4 * len(key):
            order = take_or(ranks(dictionary), codes, -1)
            return KeyColumn(order, -1, measure(order, -1))
        values = dictionary.values
        key = Text(take_or(values.starts, codes, 0), take_or(values.lengths, codes, -1), ())
    order = text_ranks(key)[0]
    return KeyColumn(order, -1, measure(order, -1))


def appearance_order(firsts: Array) -> Array:
    """Return the groups by first appearance, as int32."""
    return argsort_words(firsts.astype(np.int64))


def _refine(ranks: Array, tied: Array, columns: Sequence[Array]) -> Array:
    """Tell rows of equal rank apart by further columns, in place.

    A rank is the number of rows that come before, so there is room between ranks for ties to be
    broken.

    Parameters
    ----------
    ranks : int64 ndarray
        All rows' ranks.
    tied : int32 ndarray
        The rows that share theirs with others, ascending.
    columns : sequence of ndarray
        These rows' values, the most significant column first; a single one is not negative.

    Returns
    -------
    int32 ndarray
        The rows that still share their rank.
    """
    before = take(ranks, tied)
    sorted_by = [*reversed(columns), before]
    if (before == before[0]).all():
        sorted_by.pop()
    if len(sorted_by) == 1:
        order = argsort_words(columns[0])
    else:
        order = np.lexsort(sorted_by).astype(np.int32)
    rows = take(tied, order)
    tie_starts = _changes([take(before, order)])
    starts = tie_starts | _changes([take(column, order) for column in columns])
    position = np.arange(len(order))
    first_of_tie = np.maximum.accumulate(np.where(tie_starts, position, 0))
    first_of_part = np.maximum.accumulate(np.where(starts, position, 0))
    ranks[rows] += first_of_part - first_of_tie
    alone = starts & np.append(starts[1:], True)
    return np.sort(rows[~alone])


def _changes(columns: Sequence[Array]) -> Array:
    """Mark the rows that differ from the row before; the first does."""
    marks = np.zeros(len(columns[0]), bool)
    marks[:1] = True
    for column in columns:
        marks[1:] |= column[1:] != column[:-1]
    return marks
