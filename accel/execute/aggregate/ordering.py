"""The order of groups: by key, as pandas sorts them, or by first appearance."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from accel.execute.aggregate.encoding import Key
from accel.execute.interning import ranks, text_ranks
from accel.execute.keys import KeyColumn, Packing, Span, measure
from accel.execute.vector import Array, Text, take, take_or


def key_order(keys: Sequence[Key]) -> Array:
    """Return the groups in key order, the first key first, missing values last, as int32."""
    columns = [_ranked(key) for key in keys]
    packing = Packing.plan([column.span for column in columns])
    if packing is not None:
        return np.argsort(packing.pack(columns), kind="stable").astype(np.int32)
    passes: list[Array] = []
    for column in reversed(columns):
        passes += [column.ordinals, column.is_missing()]
    return np.lexsort(passes).astype(np.int32)


def _ranked(key: Key) -> KeyColumn:
    """Replace strings by their rank."""
    if isinstance(key, KeyColumn):
        if key.dictionary is None:
            return key
        dictionary = key.dictionary
        if len(dictionary) <= 4 * len(key):
            order = take_or(ranks(dictionary), key.ordinals.astype(np.int32, copy=False), -1)
            return KeyColumn(order, -1, measure(order, -1))
        codes = key.ordinals.astype(np.int32, copy=False)
        values = dictionary.values
        key = Text(take_or(values.starts, codes, 0), take_or(values.lengths, codes, -1), ())
    present = np.flatnonzero(key.lengths >= 0).astype(np.int32)
    order = np.full(len(key), -1, np.int32)
    found, count = text_ranks(key.take(present))
    order[present] = found
    span = Span(0, count - 1, (1 << max(count - 1, 0).bit_length()) - 1, len(present) < len(key))
    return KeyColumn(order, -1, span)


def appearance_order(firsts: Array) -> Array:
    """Return the groups by first appearance, as int32."""
    return np.argsort(firsts).astype(np.int32)


def reorder(key: Key, order: Array) -> Key:
    """Gather a key column's groups."""
    if isinstance(key, KeyColumn):
        return KeyColumn(take(key.ordinals, order), key.missing, key.span, key.dictionary)
    return key.take(order)
