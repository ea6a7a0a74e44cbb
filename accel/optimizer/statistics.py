"""What is known of a source's columns as a whole."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any, TypeAlias
from weakref import WeakKeyDictionary

from accel.plan.source import Source, Statistics

Range: TypeAlias = tuple[Any, Any]

_known: WeakKeyDictionary[Source, dict[Hashable, Statistics | None]] = WeakKeyDictionary()


def column_statistics(source: Source, name: Hashable) -> Statistics | None:
    """Return what is known of a column as a whole; a source is asked once."""
    columns = _known.setdefault(source, {})
    if name not in columns:
        columns[name] = source.statistics(name)
    return columns[name]


def value_range(source: Source, name: Hashable) -> Range | None:
    """Return the least and greatest value of a column as the engine holds them; None if unknown."""
    found = column_statistics(source, name)
    return None if found is None or found.min is None else (found.min, found.max)


def distinct_values(source: Source, name: Hashable) -> float | None:
    """Return about how many values a column has; None if unknown."""
    found = column_statistics(source, name)
    if found is None:
        return None
    values = found.distinct
    if values is None and isinstance(found.min, int) and isinstance(found.max, int):
        values = found.max - found.min + 1
    return None if values is None else float(max(1, min(values, source.num_rows)))
