"""Where rows come from: files, frames, kept results."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    import numpy as np

    from accel.execute.vector import Vector


@dataclass(frozen=True, slots=True)
class Statistics:
    """Least and greatest value of a column, as the engine holds them; None where unknown."""

    min: Any
    max: Any
    nulls: int | None = None
    distinct: int | None = None


class Reader(Protocol):
    """Loads columns of one partition for one task."""

    def load(
        self, name: Hashable, start: int, stop: int, rows: np.ndarray[Any, Any] | None
    ) -> Vector:
        """Return rows ``start`` to ``stop``, or of these only ``rows`` (int32, from ``start``)."""


class Partition(Protocol):
    """A stretch of a source's rows that is read by itself.

    Attributes
    ----------
    start, rows : int
        The first row's number in the source, and how many rows.
    """

    @property
    def start(self) -> int: ...

    @property
    def rows(self) -> int: ...

    def open(self) -> Reader:
        """Return a reader for one task."""

    def statistics(self, name: Hashable) -> Statistics | None:
        """Return what is known of a column's values: rows may be skipped because of it."""


class Source(Protocol):
    """Named columns in row order; hashed and compared by identity."""

    @property
    def names(self) -> Sequence[Hashable]: ...

    @property
    def dtypes(self) -> Sequence[Any]: ...

    @property
    def num_rows(self) -> int: ...

    @property
    def partitions(self) -> Sequence[Partition]: ...

    def statistics(self, name: Hashable) -> Statistics | None:
        """Return what is known, perhaps roughly, of a whole column: for estimates only."""


def merged_statistics(partitions: Sequence[Partition], name: Hashable) -> Statistics | None:
    """Return the statistics of a column over all partitions; None if one has none."""
    found = [partition.statistics(name) for partition in partitions]
    ranges = [(s.min, s.max) for s in found if s is not None and s.min is not None]
    if not ranges or len(ranges) < len(found):
        return None
    return Statistics(min(low for low, _ in ranges), max(high for _, high in ranges))
