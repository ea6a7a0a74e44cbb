"""Arrays of the program that are the memory of a frame: ``pd.Series(array, copy=False)``.

Who holds such an array writes to the frame through it, unseen. What pandas computed before stays
as it is; a plan that runs later would not. So these frames are left to pandas, as long as the
program holds the array. Labels given as an array are copied, as ``pd.Index(array)`` copies them.
"""

from __future__ import annotations

import functools
import sys
import weakref
from collections.abc import Callable, Iterator
from typing import Any, Final

import numpy as np
import pandas
from pandas.core.internals.managers import BlockManager, SingleBlockManager

from accel.frame.caller import from_pandas
from accel.frame.core import DataFrame, Series
from accel.frame.stacklevel import at_user_line
from accel.plan.errors import Unsupported

_MANAGERS: Final = (BlockManager, SingleBlockManager)
_roots: Final[dict[int, weakref.ref[Any]]] = {}


def install() -> None:
    """Let our classes note the arrays that they are made of."""
    for cls, noting in ((DataFrame, _noting_frame), (Series, _noting_series)):
        for name, make in (("__init__", noting), ("_set_axis", _copying)):
            setattr(cls, name, make(getattr(cls.__mro__[1], name)))


def _noting_frame(original: Callable[..., None]) -> Callable[..., None]:
    @functools.wraps(original)
    def __init__(  # noqa: N807
        self: Any,
        data: Any = None,
        index: Any = None,
        columns: Any = None,
        dtype: Any = None,
        copy: Any = None,
    ) -> None:
        # The usual call first, as pandas makes objects in many a call of the program.
        if (
            copy is None
            and type(index) is not np.ndarray
            and type(columns) is not np.ndarray
            and type(data) not in _MANAGERS
        ):
            original(self, data, index, columns, dtype, copy)
        elif type(data) in _MANAGERS:
            at_user_line(original)(self, data, index, columns, dtype, copy)
        elif from_pandas():
            original(self, data, index, columns, dtype, copy)
        else:
            original(self, data, _own(index), _own(columns), dtype, copy)
            _note(data, copy)

    return __init__


def _noting_series(original: Callable[..., None]) -> Callable[..., None]:
    @functools.wraps(original)
    def __init__(  # noqa: N807
        self: Any,
        data: Any = None,
        index: Any = None,
        dtype: Any = None,
        name: Any = None,
        copy: Any = None,
    ) -> None:
        if copy is None and type(index) is not np.ndarray and type(data) not in _MANAGERS:
            original(self, data, index, dtype, name, copy)
        elif type(data) in _MANAGERS:
            at_user_line(original)(self, data, index, dtype, name, copy)
        elif from_pandas():
            original(self, data, index, dtype, name, copy)
        else:
            original(self, data, _own(index), dtype, name, copy)
            _note(data, copy)

    return __init__


def _note(data: Any, copy: Any) -> None:
    if copy is not None and not copy:
        for array in _arrays(data):
            note(array)


def note(array: np.ndarray[Any, Any]) -> None:
    """Note an array of the program that is the memory of a frame."""
    root = root_of(array)
    if root.flags.writeable:
        _roots[id(root)] = weakref.ref(root, functools.partial(_forget, id(root)))


def _copying(original: Callable[..., None]) -> Callable[..., None]:
    @functools.wraps(original)
    def _set_axis(self: Any, axis: Any, labels: Any) -> None:
        original(self, axis, labels.copy() if type(labels) is np.ndarray else labels)

    return _set_axis


def _own(labels: Any) -> Any:
    return labels.copy() if type(labels) is np.ndarray else labels


def _forget(key: int, reference: Any) -> None:
    if _roots.get(key) is reference:
        del _roots[key]


def _arrays(data: Any) -> Iterator[np.ndarray[Any, Any]]:
    if isinstance(data, np.ndarray):
        yield data
    elif isinstance(data, dict):
        yield from (value for value in data.values() if isinstance(value, np.ndarray))
    elif isinstance(data, list):
        yield from (value for value in data if isinstance(value, np.ndarray))


def buffers_of(values: Any) -> Iterator[np.ndarray[Any, Any]]:
    """Yield the arrays of NumPy that hold the values of an array of either kind."""
    if isinstance(values, np.ndarray):
        yield values
    else:
        parts = (getattr(values, name, None) for name in ("_ndarray", "_data", "_mask"))
        yield from (part for part in parts if isinstance(part, np.ndarray))


def root_of(array: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """Return the array whose memory another one shows."""
    while isinstance(array.base, np.ndarray):
        array = array.base
    return array


def refuse_exposed(manager: Any) -> None:
    """Refuse to plan with memory that the program can write to past pandas.

    Raises
    ------
    Unsupported
        If it still holds such an array.
    """
    if not _roots:
        return
    holders: dict[int, set[int]] = {}
    for block in manager.blocks:
        for shared in block.refs.referenced_blocks:
            for key, holder in _holders(shared()):
                holders.setdefault(key, set()).add(holder)
    for key, known in holders.items():
        root = _roots.get(key, _nothing)()
        # As many references are those of blocks, one has this variable, and one the call.
        if root is not None and sys.getrefcount(root) > len(known) + 2:
            raise Unsupported("its memory is an array of the program (copy=False)")
        if root is not None:
            del _roots[key]  # nobody else can come to hold it


def _holders(block: Any) -> Iterator[tuple[int, int]]:
    """Yield the identities of the arrays whose memory a block or index has, and of what holds them.

    That is a view of such an array or, where there is none, what has the array itself.
    """
    values = block._values if isinstance(block, pandas.Index) else getattr(block, "values", None)
    for buffer in buffers_of(values):
        root = root_of(buffer)
        if root is not buffer:
            yield id(root), id(buffer)
        else:
            yield id(root), id(block if values is buffer else values)


def _nothing() -> None:
    return None
