"""Catching warnings, one thread at a time.

Python has one list of filters for all threads. If two of them catch warnings and the first to begin
ends first, the second leaves the filters of the first behind, for ever.
"""

from __future__ import annotations

import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from accel.forking import free_in_child

_lock: Final = free_in_child(threading.RLock())


@contextmanager
def caught_warnings(*, record: bool = False) -> Iterator[Any]:
    """Do as ``warnings.catch_warnings`` does, when no other thread of ours is at it.

    Examples
    --------
    >>> with caught_warnings(record=True) as caught:
    ...     warnings.simplefilter("always")
    ...     warnings.warn("look", stacklevel=1)
    >>> len(caught)
    1
    """
    with _lock, warnings.catch_warnings(record=record) as caught:
        yield caught


@contextmanager
def no_warnings() -> Iterator[None]:
    """Let nobody see a warning, also one that pandas lets through any filter.

    Examples
    --------
    >>> with no_warnings():
    ...     warnings.warn("look", stacklevel=1)
    """
    with caught_warnings(record=True):
        warnings.simplefilter("ignore")
        yield
