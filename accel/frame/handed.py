"""Memory of a frame that the program gets to write to: ``series.array``.

pandas gives out the very array of a column, and who writes to it writes past pandas. Objects that
share the memory change then, and what was derived before does not. So plans read copies from then
on, and lazy objects that are to share the memory are computed before anything else is asked of
them. As long as the program has the array, pandas does what is asked of any object that shares it.
"""

from __future__ import annotations

import functools
import sys
import threading
import weakref
from typing import Any, Final, NamedTuple

import pandas

from accel.forking import free_in_child
from accel.frame.caller import from_program
from accel.frame.exposed import buffers_of, note
from accel.frame.known import live_rows
from accel.frame.source import live_sources
from accel.plan.errors import Unsupported


class Handed(NamedTuple):
    """An array that was given out, and what pandas counts the users of its memory with."""

    array: weakref.ref[Any]
    refs: Any


# By the identity of ``refs``, then of the array.
_handed: Final[dict[int, dict[int, Handed]]] = {}
_times: Final = [0]
_lock: Final = free_in_child(threading.RLock())


def array_of(series: Any, array: Any) -> Any:
    """Return the array of a series, ``array``, to the program or to pandas' own code."""
    if isinstance(array, pandas.api.extensions.ExtensionArray) and from_program(3):
        refs = series.__dict__["_mgr"].blocks[0].refs
        gone = functools.partial(_forget, id(refs), id(array))
        with _lock:  # known before plans are looked for: one that is just being made looks here
            _times[0] += 1
            _handed.setdefault(id(refs), {})[id(array)] = Handed(weakref.ref(array, gone), refs)
        for buffer in buffers_of(array):
            note(buffer)
        _hold_copies(refs)
    return array


def times_handed() -> int:
    """Return how often memory was given out."""
    return _times[0]


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
        for known in tuple(_handed.get(id(block.refs), {}).values()):
            array = known.array()
            if array is not None and _is_held(array, block.refs):
                raise Unsupported("the program has its memory: series.array")


def _is_held(array: Any, refs: Any) -> bool:
    """Tell whether somebody else than blocks has an array."""
    held = _OWN_REFERENCES
    for shared in refs.referenced_blocks:
        block = shared()
        held += getattr(block, "values", None) is array
        held += getattr(block, "_cache", {}).get("array_values") is array
    return sys.getrefcount(array) > held


_OWN_REFERENCES: Final = 3  # of who asks, of this call, and of ``getrefcount``


def _forget(refs: int, array: int, gone: weakref.ref[Any]) -> None:
    with _lock:
        arrays = _handed.get(refs, {})
        if array in arrays and arrays[array].array is gone:
            del arrays[array]
            if not arrays:
                del _handed[refs]


def _hold_copies(refs: Any) -> None:
    """Let whatever plans read of some memory be copies, and objects that share it be computed."""
    from accel.frame.memory import forget_copied

    copied = [source for source in live_sources() if source.shares(refs)]
    if not copied:
        return
    for source in copied:
        source.copy_columns(refs)
    changed = {*map(id, copied), *map(id, forget_copied(copied))}
    for rows in live_rows():
        if any(id(source) in changed for source, _ in list(rows.shown.values())):
            rows.is_handed = True
