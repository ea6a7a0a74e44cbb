"""Columns as the engine holds them.

``Fixed`` is any fixed-width column; ``Text`` is strings by address and length, wherever the bytes
lie; ``Coded`` is strings by their code in a dictionary; ``Deferred`` is what nobody has needed yet.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import numpy as np

from accel.execute import memory
from accel.kernels.kernel import Kernel

Array: TypeAlias = np.ndarray[Any, Any]
_WIDTHS = {1: "u1", 2: "u2", 4: "u4", 8: "u8"}
_TAKE = {
    width: Kernel("selection:take", f"{code}* i4* {code}* i8") for width, code in _WIDTHS.items()
}
_TAKE_OR = {
    width: Kernel("selection:take_or", f"{code}* i4* {code} {code}* i8")
    for width, code in _WIDTHS.items()
}


@dataclass(slots=True)
class Fixed:
    """A fixed-width column.

    Attributes
    ----------
    data : ndarray
        1-D, contiguous; bool, an integer or a float. Datetimes and timedeltas are their int64
        (NaT the smallest), categoricals their int32 codes (-1 missing).
    """

    data: Array

    def __len__(self) -> int:
        return len(self.data)

    def take(self, rows: Array) -> Fixed:
        """Gather ``rows`` (int32, all valid)."""
        return Fixed(take(self.data, rows))

    def slice(self, start: int, stop: int) -> Fixed:
        """Return a view of the rows from ``start`` to ``stop``."""
        return Fixed(self.data[start:stop])


@dataclass(slots=True)
class Text:
    """Strings in UTF-8, by reference.

    Attributes
    ----------
    starts : int64 ndarray
        Address of each string's first byte.
    lengths : int32 ndarray
        Length in bytes, -1 where the string is missing (its address is then 0).
    owners : tuple
        What keeps the bytes alive.
    """

    starts: Array
    lengths: Array
    owners: tuple[Any, ...]

    def __len__(self) -> int:
        return len(self.lengths)

    def take(self, rows: Array) -> Text:
        """Gather ``rows`` (int32, all valid)."""
        return Text(take(self.starts, rows), take(self.lengths, rows), self.owners)

    def slice(self, start: int, stop: int) -> Text:
        """Return a view of the rows from ``start`` to ``stop``."""
        return Text(self.starts[start:stop], self.lengths[start:stop], self.owners)


@dataclass(slots=True, eq=False)
class Dictionary:
    """Distinct strings. It may grow at its end while a scan runs; codes once given never change.

    Attributes
    ----------
    values : Text
        The strings, distinct and none missing; replaced (never edited) when the dictionary grows.
    derived : dict
        What was computed of the values, by expression: predicates, ranks.
    """

    values: Text
    derived: dict[Any, Any] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.values)


@dataclass(slots=True)
class Coded:
    """Strings by dictionary code.

    Attributes
    ----------
    codes : int32 ndarray
        Position in the dictionary, -1 where the string is missing.
    dictionary : Dictionary
        The strings.
    """

    codes: Array
    dictionary: Dictionary

    def __len__(self) -> int:
        return len(self.codes)

    def take(self, rows: Array) -> Coded:
        """Gather ``rows`` (int32, all valid)."""
        return Coded(take(self.codes, rows), self.dictionary)

    def slice(self, start: int, stop: int) -> Coded:
        """Return a view of the rows from ``start`` to ``stop``."""
        return Coded(self.codes[start:stop], self.dictionary)

    def decode(self) -> Text:
        """Return the same strings by address."""
        values = self.dictionary.values
        return Text(
            take_or(values.starts, self.codes, 0),
            take_or(values.lengths, self.codes, -1),
            values.owners,
        )


Vector: TypeAlias = Fixed | Text | Coded


@dataclass(slots=True, eq=False)
class Deferred:
    """A vector that nobody has needed yet: filters and joins narrow its row numbers only.

    Attributes
    ----------
    load : callable
        Makes the vector from the wanted rows (int32, ascending, perhaps repeated; None for all).
    rows : int32 ndarray or None
        The wanted rows; deferred vectors of one batch share the array.
    count : int
        How many rows.
    """

    load: Callable[[Array | None], Vector]
    rows: Array | None
    count: int

    def __len__(self) -> int:
        return self.count

    def slice(self, start: int, stop: int) -> Deferred:
        """Return the rows from ``start`` to ``stop``, still deferred."""
        if self.rows is None:
            rows = np.arange(start, stop, dtype=np.int32)
        else:
            rows = self.rows[start:stop]
        return Deferred(self.load, rows, stop - start)


def deferred_take(source: Vector, rows: Array) -> Any:
    """Return ``rows`` (int32, all valid) of a vector, gathered only if somebody reads them."""

    def load(wanted: Array | None) -> Vector:
        return source if wanted is None else source.take(wanted)

    return Deferred(load, rows, len(rows))


def take(source: Array, rows: Array) -> Array:
    """Gather fixed-width values by int32 row numbers, which must be valid."""
    out = memory.empty(len(rows), source.dtype)
    _TAKE[source.dtype.itemsize](source, rows, out, len(rows))
    return out


def take_or(source: Array, rows: Array, missing: int) -> Array:
    """Gather by int32 row numbers; a negative row gives ``missing`` (as bits of the width)."""
    out = memory.empty(len(rows), source.dtype)
    _TAKE_OR[source.dtype.itemsize](source, rows, missing, out, len(rows))
    return out


def concatenate(vectors: Sequence[Vector], out: Array | None = None) -> Vector:
    """Join vectors of one column end to end, in order, those of numbers into ``out`` if given."""
    if len(vectors) == 1:
        return vectors[0]
    first = vectors[0]
    if isinstance(first, Fixed):
        return Fixed(_join([v.data for v in vectors if isinstance(v, Fixed)], out))
    if isinstance(first, Coded):
        same = [
            v.codes for v in vectors if isinstance(v, Coded) and v.dictionary is first.dictionary
        ]
        if len(same) == len(vectors):
            return Coded(_join(same), first.dictionary)
    texts = [as_text(v) for v in vectors]
    owners = {id(owner): owner for text in texts for owner in text.owners}
    return Text(
        _join([t.starts for t in texts]),
        _join([t.lengths for t in texts]),
        tuple(owners.values()),
    )


def as_text(vector: Vector) -> Text:
    """Return a string vector by address."""
    if isinstance(vector, Coded):
        return vector.decode()
    if isinstance(vector, Text):
        return vector
    raise TypeError("not a string vector")


def _join(arrays: list[Array], out: Array | None = None) -> Array:
    if out is None:
        out = memory.empty(sum(map(len, arrays)), arrays[0].dtype)
    np.concatenate(arrays, out=out)
    return out
