"""What is known of a source's columns as a whole."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any, TypeAlias
from weakref import WeakKeyDictionary

from accel.plan.source import Source

Range: TypeAlias = tuple[Any, Any]

_known: WeakKeyDictionary[Source, dict[Hashable, Range | None]] = WeakKeyDictionary()


def value_range(source: Source, name: Hashable) -> Range | None:
    """Return the least and greatest value of a column as the engine holds them; None if unknown."""
    ranges = _known.setdefault(source, {})
    if name not in ranges:
        ranges[name] = _find(source, name)
    return ranges[name]


def _find(source: Source, name: Hashable) -> Range | None:
    least: Any = None
    greatest: Any = None
    for partition in source.partitions:
        found = partition.statistics(name)
        if found is None or found.min is None or found.max is None:
            return None
        least = found.min if least is None else min(least, found.min)
        greatest = found.max if greatest is None else max(greatest, found.max)
    return None if least is None else (least, greatest)
