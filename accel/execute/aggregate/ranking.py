"""Strings that are counted or compared, as codes or ranks of one dictionary."""

from __future__ import annotations

from accel.execute.aggregate.chunk import Chunk
from accel.execute.aggregate.holistic import DistinctCount, GreatestText, LeastText
from accel.execute.aggregate.work import Work
from accel.execute.interning import Interner
from accel.execute.keys import kind_of
from accel.execute.scheduler import run_tasks
from accel.execute.sort.text import ranks
from accel.execute.vector import Coded, Dictionary, Fixed, Text, take_or


def rank_strings(work: Work, chunks: list[Chunk]) -> dict[int, Dictionary]:
    """Turn strings that are counted or compared into codes, or ranks, of one dictionary a column.

    Returns the dictionaries of columns that became ranks.
    """
    ranked: dict[int, Dictionary] = {}
    if work.mergeable:
        return ranked
    for k, column in enumerate(work.inputs):
        if kind_of(work.dtypes[column]) != "string":
            continue
        users = [a for a in work.accumulators if a.input == column]
        if not any(isinstance(a, DistinctCount | LeastText | GreatestText) for a in users):
            continue
        _to_codes(chunks, k)
        if any(isinstance(a, LeastText | GreatestText) for a in users):
            ranked[column] = _to_ranks(chunks, k)
    return ranked


def _to_codes(chunks: list[Chunk], k: int) -> None:
    vectors = [chunk.payload[k] for chunk in chunks]
    known = {id(v.dictionary) if isinstance(v, Coded) else None for v in vectors}
    if len(known) == 1 and None not in known:
        return
    interner = Interner()

    def work(j: int) -> None:
        vector = chunks[j].payload[k]
        if isinstance(vector, Coded):
            chunks[j].payload[k] = interner.recode(vector)
        elif isinstance(vector, Text):
            chunks[j].payload[k] = interner.intern(vector)

    run_tasks(len(chunks), work)


def _to_ranks(chunks: list[Chunk], k: int) -> Dictionary:
    first = chunks[0].payload[k]
    assert isinstance(first, Coded)
    order = ranks(first.dictionary)
    for chunk in chunks:
        vector = chunk.payload[k]
        assert isinstance(vector, Coded)
        chunk.payload[k] = Fixed(take_or(order, vector.codes, -1))
    return first.dictionary
