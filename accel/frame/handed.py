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
from typing import Any, Final

import pandas

from accel.forking import free_in_child
from accel.frame.caller import from_pandas
from accel.frame.exposed import note
from accel.frame.known import live_rows
from accel.frame.source import live_sources
from accel.plan.errors import Unsupported

# The arrays that were given out, by the identity of what pandas counts the users of memory with.
_handed: Final[dict[int, list[weakref.ref[Any]]]] = {}
_lock: Final = free_in_child(threading.RLock())


def array_of(series: Any, array: Any) -> Any:
    """Return the array of a series, ``array``, to the program or to pandas' own code."""
    if from_pandas(3) or not isinstance(array, pandas.api.extensions.ExtensionArray):
        return array
    refs = series.__dict__["_mgr"].blocks[0].refs
    _hold_copies(refs)
    gone = functools.partial(_forget, id(refs))
    with _lock:
        _handed.setdefault(id(refs), []).append(weakref.ref(array, gone))
    if isinstance(array, pandas.arrays.NumpyExtensionArray):
        note(array._ndarray)  # type: ignore[attr-defined]
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
        for known in tuple(_handed.get(id(block.refs), ())):
            array = known()
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


def _forget(key: int, gone: weakref.ref[Any]) -> None:
    with _lock:
        left = [known for known in _handed.get(key, ()) if known is not gone]
        if left:
            _handed[key] = left
        else:
            _handed.pop(key, None)


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
