"""Sizes at which the engine cuts its work, made small so that small frames are cut as well."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

_ROWS = (
    ("accel.execute.scan", "BATCH_ROWS"),
    ("accel.execute.scan", "TASK_ROWS"),
    ("accel.execute.runners", "BATCH_ROWS"),
    ("accel.execute.runners", "TASK_ROWS"),
)


def _loaded() -> list[tuple[Any, str, int]]:
    found = []
    for module, name in _ROWS:
        loaded = importlib.import_module(module)
        found.append((loaded, name, getattr(loaded, name)))
    return found


@contextmanager
def cut_small(rows: int) -> Iterator[None]:
    """Cut at so many rows; 0 leaves everything as it is."""
    if not rows:
        yield
        return
    found = _loaded()
    for module, name, _ in found:
        setattr(module, name, 2 * rows if name == "TASK_ROWS" else rows)
    try:
        yield
    finally:
        for module, name, size in found:
            setattr(module, name, size)
