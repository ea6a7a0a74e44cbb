"""Memory of a frame that the program gets to write to: ``series.array``.

pandas gives out the very array of a column, and who writes to it writes past pandas. Objects that
share the memory change then, and what was derived before does not. So plans read copies from then
on, and lazy objects that are to share the memory are computed before anything else is asked of
them. As long as the program has the array, pandas does what is asked of any object that shares it.
"""

from __future__ import annotations

import weakref
from collections.abc import Iterator
from typing import Any, Final

import numpy as np
import pandas

from accel.frame.caller import from_pandas
from accel.frame.exposed import note, root_of
from accel.frame.known import live_rows
from accel.frame.source import live_sources
from accel.plan.errors import Unsupported

_handed: Final[dict[int, list[weakref.ref[Any]]]] = {}


def array_of(series: Any, array: Any) -> Any:
    """Return the array of a series, ``array``, to the program or to pandas' own code."""
    if from_pandas(3) or not isinstance(array, pandas.api.extensions.ExtensionArray):
        return array
    manager = series.__dict__["_mgr"]
    _hold_copies(manager.blocks[0].refs)
    for owner in _owners(manager.blocks[0].values):
        alive = [known for known in _handed.get(id(owner), ()) if known() is not None]
        _handed[id(owner)] = [*alive, weakref.ref(array)]
        if isinstance(owner, np.ndarray):
            note(owner)
    return array


def refuse_handed(manager: Any) -> None:
    """Refuse to plan with memory of which the program has the array.

    Raises
    ------
    Unsupported
        If it does.
    """
    if not _handed:
        return
    for block in manager.blocks:
        for owner in _owners(block.values):
            if any(known() is not None for known in _handed.get(id(owner), ())):
                raise Unsupported("the program has its memory: series.array")
            _handed.pop(id(owner), None)


def _owners(values: Any) -> Iterator[Any]:
    """Yield what stands for the memory of a block."""
    parts = [getattr(values, name, None) for name in ("_ndarray", "_data", "_mask")]
    arrays = [part for part in (values, *parts) if isinstance(part, np.ndarray)]
    yield from map(root_of, arrays)
    if not arrays:
        yield values


def _hold_copies(refs: Any) -> None:
    """Let whatever plans read of some memory be copies, and objects that share it be computed."""
    from accel.frame.memory import forget_copied

    copied = [source for source in live_sources() if source.shares(refs)]
    for source in copied:
        source.copy_columns()
    changed = {*map(id, copied), *map(id, forget_copied(copied))}
    for rows in live_rows():
        if any(id(source) in changed for source, _ in list(rows.shown.values())):
            rows.is_handed = True
