"""A frame as pandas would store it: pandas warns once for columns that lie together, and fails at
the first it comes to."""

from __future__ import annotations

from typing import Any

from accel.frame.origin import Origin


def as_stored(obj: Any, origin: Any) -> Any:
    """Return what pandas makes of a frame's origin; an object that has none is as pandas has it."""
    return origin.compute() if isinstance(origin, Origin) else obj
