"""Sizes at which the engine cuts its work, made small so that small frames are cut as well."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

# module below accel.execute, name, and how many times the rows of a morsel
_SIZES = (
    ("scan", "BATCH_ROWS", 1),
    ("scan", "TASK_ROWS", 2),
    ("runners", "BATCH_ROWS", 1),
    ("runners", "TASK_ROWS", 2),
    ("aggregate.chunk", "CHUNK_ROWS", 3),
    ("aggregate.chunk", "_SAMPLE", 1),
    ("aggregate.chunk", "_FEW", 1),
    ("aggregate.partition", "_ALONE", 3),
    ("aggregate.partition", "_TARGET", 2),
    ("aggregate.partition", "_RANGE", 1),
    ("aggregate.partition", "_BLOCK", 5),
    ("sort.radix", "_CHUNK", 2),
    ("sort.radix", "_SPLIT_ROWS", 2),
    ("sort.radix", "_TASK_ROWS", 2),
    ("sort.radix", "_LARGE_PART", 4),
    ("sort.keys", "_CHUNK", 2),
    ("sort.order", "_CHUNK", 2),
    ("sort.gather", "_CHUNK", 2),
    ("join.coder", "_CHUNK", 2),
    ("join.hashing", "_CHUNK", 2),
    ("join.hashing", "_PARTITION_ROWS", 1),
    ("join.ranked", "_CHUNK", 2),
    ("join.ranked", "_SMALL_RANGE", 1),
    ("join.outer", "_CHUNK", 2),
    ("expression.keyset", "_SMALL_RANGE", 1),
    ("expression.membership", "_FEW", 1),
)


@cache
def _loaded() -> tuple[tuple[Any, str, int, int], ...]:
    modules = ((importlib.import_module(f"accel.execute.{m}"), n, k) for m, n, k in _SIZES)
    return tuple((module, name, times, getattr(module, name)) for module, name, times in modules)


@contextmanager
def cut_small(rows: int) -> Iterator[None]:
    """Cut at so many rows, or a few times as many; 0 leaves everything as it is."""
    if not rows:
        yield
        return
    try:
        for module, name, times, _ in _loaded():
            setattr(module, name, times * rows)
        yield
    finally:
        for module, name, _, size in _loaded():
            setattr(module, name, size)
