"""Keeps libraries' warnings of damaged files to itself: what matters of them is an error."""

from __future__ import annotations

import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

_TURN: Final = threading.Lock()
_MODULE: Final = r"(PIL|pydicom|nibabel|laspy)\."


class _State:
    users = 0
    filter: Any = None


@contextmanager
def quiet() -> Iterator[None]:
    """Ignore warnings of the libraries that read files in the block, whatever thread it runs in.

    ``warnings.catch_warnings`` puts back what it found: threads that enter and leave in turns would
    leave the filters of one behind. Here the first in sets a filter, and the last out removes it.
    """
    with _TURN:
        _State.users += 1
        if _State.users == 1:
            warnings.filterwarnings("ignore", module=_MODULE)
            _State.filter = warnings.filters[0]
    try:
        yield
    finally:
        with _TURN:
            _State.users -= 1
            if not _State.users and _State.filter in warnings.filters:
                warnings.filters.remove(_State.filter)  # type: ignore[attr-defined]
