"""All chunks to the groups of the whole: partition, group and aggregate each part, put together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from accel.execute.aggregate.chunk import Chunk, Chunker
from accel.execute.aggregate.encoding import (
    Key,
    Layout,
    densify,
    determined,
    identity,
    lay_out,
)
from accel.execute.aggregate.grouping import Groups, group_sorted
from accel.execute.aggregate.partition import Partitions, Pieces
from accel.execute.keys import KeyColumn, Span, measure
from accel.execute.scheduler import run_tasks
from accel.execute.vector import (
    Array,
    Coded,
    Dictionary,
    Fixed,
    Text,
    Vector,
    as_text,
    concatenate,
    take,
)


@dataclass
class Merged:
    """The groups of the whole input.

    Attributes
    ----------
    keys : list of KeyColumn or Text
        Their keys.
    firsts : int64 ndarray
        What orders them by first appearance; empty if that was not asked for.
    results : dict of int to Vector
        Their aggregates, by column id.
    in_word_order : bool
        Whether they are in the order of words that are in key order.
    """

    keys: list[Key]
    firsts: Array
    results: dict[int, Vector]
    in_word_order: bool


class _NotDeterminedError(Exception):
    """A key that was to be determined by the others is not."""


def merge(
    chunker: Chunker,
    chunks: list[Chunk],
    ranked: dict[int, Dictionary],
    *,
    by_key: bool = False,
    number: bool = False,
    last: bool = False,
) -> Merged:
    """Merge chunks, of which there must be some.

    Parameters
    ----------
    ranked
        The dictionaries of inputs whose strings are given as ranks.
    by_key
        Whether groups in key order are of use.
    number
        Whether ``firsts`` is wanted.
    last
        Whether a group is to be represented by its last row; ``firsts`` then names that.
    """
    reduced = any(chunk.reduced for chunk in chunks)
    if reduced:
        _lift(chunker, chunks)
    payload = [Pieces([c.payload[k] for c in chunks]) for k in range(len(chunks[0].payload))]
    keys = _unify(chunker, chunks)
    try:
        return _merge(chunker, keys, payload, reduced, ranked, by_key, number, last)
    except _NotDeterminedError:
        specs = chunker.keys
        coded = [[chunker.coded(p, s) for p in ps] for ps, s in zip(keys, specs, strict=True)]
        return _merge(
            chunker, list(coded), payload, reduced, ranked, by_key, number, last, dense=True
        )


def _lift(chunker: Chunker, chunks: list[Chunk]) -> None:
    """Turn raw rows into the states of groups of one row, where other chunks have states."""

    def work(k: int) -> None:
        chunk = chunks[k]
        if not chunk.reduced:
            rows = identity(chunk.rows)
            chunk.payload = chunker.work.update(
                chunk.payload, Groups(chunk.rows, chunk.rows, rows, rows)
            )
            chunk.reduced = True

    run_tasks(len(chunks), work)


def _unify(chunker: Chunker, chunks: list[Chunk]) -> list[Sequence[Key]]:
    """Bring each key's pieces to one form: strings all to text, or to codes of one dictionary."""
    result: list[Sequence[Key]] = []
    for j, spec in enumerate(chunker.keys):
        pieces: list[Key] = [chunk.keys[j] for chunk in chunks]
        if any(isinstance(piece, Text) for piece in pieces):
            pieces = [_text(piece) for piece in pieces]
        else:
            known = {id(piece.dictionary) for piece in pieces if isinstance(piece, KeyColumn)}
            if len(known) > 1:
                pieces = [chunker.coded(piece, spec) for piece in pieces]
        result.append(pieces)
    return result


def _text(key: Key) -> Text:
    if isinstance(key, Text):
        return key
    assert key.dictionary is not None
    return Coded(key.ordinals, key.dictionary).decode()


def _whole(pieces: Sequence[Key]) -> Span | None:
    """Return the span of all pieces of a key."""
    total = Span()
    for piece in pieces:
        if isinstance(piece, Text):
            return None
        total |= piece.span
    return total


def _join(pieces: Sequence[Key]) -> Key:
    """Put a key's pieces end to end."""
    columns = [piece for piece in pieces if isinstance(piece, KeyColumn)]
    if not columns:
        joined = concatenate([piece for piece in pieces if isinstance(piece, Text)])
        return as_text(joined)
    vector = concatenate([Fixed(column.ordinals) for column in columns])
    assert isinstance(vector, Fixed)
    span = _whole(columns)
    assert span is not None
    return KeyColumn(vector.data, columns[0].missing, span, columns[0].dictionary)


def _merge(
    chunker: Chunker,
    keys: list[Sequence[Key]],
    payload: list[Pieces],
    reduced: bool,
    ranked: dict[int, Dictionary],
    by_key: bool,
    number: bool,
    last: bool,
    dense: bool = False,
) -> Merged:
    spans = [_whole(pieces) for pieces in keys]
    layout = lay_out(spans, chunker.wide)
    joined: dict[int, Key] = {}
    if dense and layout.passengers:
        joined = {j: _join(pieces) for j, pieces in enumerate(keys)}
        column = densify([c for c in joined.values() if isinstance(c, KeyColumn)])
        words, low, size = _cut(column.ordinals, keys[0]), 0, column.span.size
        check: tuple[int, ...] = ()
        gathered = tuple(range(len(keys)))
    else:
        joined = {j: _join(keys[j]) for j in layout.passengers}
        words = run_tasks(len(keys[0]), lambda k: layout.words([p[k] for p in keys]))
        low, size = layout.low, layout.size
        check = gathered = layout.passengers
    ordered = by_key and not gathered and layout.in_key_order
    partitions = Partitions(words, payload, low, size, number or bool(gathered))
    work = chunker.work

    def aggregate(k: int) -> _Piece | None:
        part = partitions.part(k)
        if not len(part.words):
            return None
        groups = group_sorted(part.words, part.low, part.size, ordered=ordered)
        if not all(determined(joined[j], groups, part.rows) for j in check):
            raise _NotDeterminedError
        states = (work.merge if reduced else work.update)(part.payload, groups)
        results = work.results(states, ranked)
        rows = groups.lasts() if last else groups.firsts
        heads = take(part.words, groups.firsts)
        if ordered and groups.order is not None:
            results = {column: v.take(groups.order) for column, v in results.items()}
            rows, heads = take(rows, groups.order), take(heads, groups.order)
        if len(part.rows):
            rows = take(part.rows, rows)
        return _Piece(Fixed(heads), Fixed(rows), results)

    found = [piece for piece in run_tasks(partitions.count, aggregate) if piece is not None]
    heads, firsts, results = _joined(found)
    columns: list[Key] = []
    for j, pieces in enumerate(keys):
        if j in gathered:
            columns.append(joined[j].take(firsts))
        else:
            columns.append(_unpacked(layout, j, heads, pieces[0], spans[j]))
    return Merged(columns, firsts, results, ordered and partitions.ascending)


@dataclass
class _Piece:
    """One partition's groups: their words, the rows that stand for them, their aggregates."""

    words: Vector
    rows: Vector
    results: dict[int, Vector]


def _joined(found: list[_Piece]) -> tuple[Array, Array, dict[int, Vector]]:
    """Put the partitions' groups end to end."""
    ids = list(found[0].results)
    columns = [[piece.words for piece in found], [piece.rows for piece in found]]
    columns += [[piece.results[k] for piece in found] for k in ids]
    words, rows, *results = run_tasks(len(columns), lambda k: concatenate(columns[k]))
    assert isinstance(words, Fixed)
    assert isinstance(rows, Fixed)
    return words.data, rows.data, dict(zip(ids, results, strict=True))


def _cut(words: Array, like: Sequence[Key]) -> list[Array]:
    """Cut joined words back into pieces."""
    stops = np.cumsum([len(piece) for piece in like])
    return np.split(words, stops[:-1])


def _unpacked(layout: Layout, j: int, words: Array, like: Key, span: Span | None) -> KeyColumn:
    """Take a key's ordinals out of the words that have it."""
    assert isinstance(like, KeyColumn)
    ordinals = words
    if layout.packing is not None:
        ordinals = layout.packing.unpack(words, layout.chosen.index(j), like.missing)
    known = span if span is not None else measure(ordinals, like.missing)
    return KeyColumn(ordinals, like.missing, known, like.dictionary)
