"""A frame as pandas would store it: pandas warns once for columns that lie together, and fails at
the first it comes to."""

from __future__ import annotations

from typing import Any, Final
from weakref import WeakSet

from pandas.core.internals.managers import create_block_manager_from_column_arrays

from accel.frame.core import DataFrame, plain
from accel.frame.origin import Origin

made_by_engine: Final[WeakSet[Any]] = WeakSet()  # managers


def as_stored(obj: Any, origin: Any) -> Any:
    """Return a frame of ours with its columns stored as pandas has them; anything else as it is.

    Parameters
    ----------
    obj : object
        The frame.
    origin : Origin or None
        Where it comes from, if it was not computed before. If the engine made it, a block of each
        column, columns of one dtype are put together as by pandas' constructor, which most calls
        leave as it is.
    """
    if isinstance(origin, Origin):
        return origin.compute()
    if type(obj) is not DataFrame:
        return obj
    manager = obj._mgr
    if manager not in made_by_engine or manager.is_consolidated():
        return obj
    labels, index = manager.axes
    arrays = [manager.iget_values(k) for k in range(len(labels))]
    made = create_block_manager_from_column_arrays(
        arrays, [labels, index], consolidate=True, refs=[None] * len(arrays)
    )
    return plain(obj, made)
