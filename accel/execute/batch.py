"""Batches: a few equally long vectors by column id.

A batch is a morsel on its way through a pipeline, or a whole materialised table.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from accel.execute.vector import Array, Deferred, Vector, concatenate, take
from accel.plan.errors import Unsupported

MOST_ROWS = 2**31 - 1  # of one batch: row numbers are int32


class Columns(dict[int, Vector]):
    """Vectors by column id; reading a deferred one loads it.

    ``raw`` reads without loading.
    """

    def __getitem__(self, key: int) -> Vector:
        stored: Any = dict.__getitem__(self, key)
        if type(stored) is not Deferred:
            return stored  # type: ignore[no-any-return]
        vector = self[key] = stored.load(stored.rows)
        return vector

    def items(self) -> Any:
        """Iterate over ids and loaded vectors."""
        return [(key, self[key]) for key in self]

    def values(self) -> Any:
        """Iterate over loaded vectors."""
        return [self[key] for key in self]

    def raw(self) -> Iterable[tuple[int, Any]]:
        """Iterate over ids and vectors, deferred ones as they are."""
        return dict.items(self)

    def keep(self, ids: Iterable[int]) -> Columns:
        """Return these columns alone, deferred ones as they are."""
        return Columns((key, dict.__getitem__(self, key)) for key in ids)


@dataclass(slots=True)
class Batch:
    """Equally long vectors by column id.

    Attributes
    ----------
    rows : int
        How many rows, also when there are no columns.
    columns : Columns
        The vectors; any dict of vectors will do to make a batch.
    """

    rows: int
    columns: Columns

    def __post_init__(self) -> None:
        if self.rows > MOST_ROWS:
            raise Unsupported(f"{self.rows:,} rows in one piece: row numbers have 32 bits")
        if type(self.columns) is not Columns:
            self.columns = Columns(self.columns)

    def take(self, rows: Array) -> Batch:
        """Gather ``rows`` (int32, all valid) of every column."""
        count = len(rows)
        columns = Columns()
        narrowed: dict[int, Array] = {}
        for key, vector in self.columns.raw():
            if type(vector) is not Deferred:
                columns[key] = vector.take(rows)
                continue
            old = vector.rows
            if old is None:
                new = rows
            else:
                if id(old) not in narrowed:
                    narrowed[id(old)] = take(old, rows)
                new = narrowed[id(old)]
            columns[key] = Deferred(vector.load, new, count)  # type: ignore[assignment]
        return Batch(count, columns)

    def slice(self, start: int, stop: int) -> Batch:
        """Return a view of the rows from ``start`` to ``stop``."""
        columns = Columns((key, vector.slice(start, stop)) for key, vector in self.columns.raw())
        return Batch(stop - start, columns)


def concatenate_batches(
    batches: Sequence[Batch], ids: Iterable[int], places: Mapping[int, Array] | None = None
) -> Batch:
    """Join batches end to end, keeping the columns ``ids``; ``batches`` must not be empty.

    ``places`` are arrays for columns of numbers to be written to.
    """
    places = places or {}
    pairs = ((k, concatenate([b.columns[k] for b in batches], places.get(k))) for k in ids)
    return Batch(sum(batch.rows for batch in batches), Columns(pairs))
