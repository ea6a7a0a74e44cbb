"""Assignment to a temporary object: pandas counts the references to an object to warn of it.

Below one of our wrappers pandas would find the wrapper's reference as well, and stay silent. So a
wrapper counts by itself, where pandas would: first thing in the method that the program calls.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable
from typing import Any, Final

from pandas.compat._constants import (
    CHAINED_WARNING_DISABLED,
    REF_COUNT,
    REF_COUNT_IDX,
    REF_COUNT_METHOD,
)
from pandas.core.common import is_local_in_caller_frame, is_setitem_syntax_in_caller_frame
from pandas.errors import ChainedAssignmentError
from pandas.errors.cow import _chained_assignment_method_msg, _chained_assignment_msg

__all__ = ["TESTS", "is_local_in_caller_frame", "is_set_by_item", "warn", "warn_of_indexer"]


def _set_item(references: int, kwargs: dict[str, Any]) -> bool:
    return references <= REF_COUNT


def _in_place(references: int, kwargs: dict[str, Any]) -> bool:
    return references <= REF_COUNT_METHOD and kwargs.get("inplace") is True


# Whether a call, by the number of references to the object inside the method, is on a temporary.
TESTS: Final[dict[str, Callable[[int, dict[str, Any]], bool]]] = (
    {}
    if CHAINED_WARNING_DISABLED
    else {
        "__setitem__": _set_item,
        "clip": _in_place,
        "fillna": _in_place,
        "mask": _in_place,
        "where": _in_place,
    }
)

is_set_by_item = is_setitem_syntax_in_caller_frame


def warn(name: str) -> None:
    """Warn of a method's call on a temporary object, at the line that called the method."""
    message = _chained_assignment_msg if name == "__setitem__" else _chained_assignment_method_msg
    warnings.warn(message, ChainedAssignmentError, stacklevel=3)


def warn_of_indexer(references: int) -> None:
    """Warn of an assignment through an indexer that alone holds its object."""
    if not CHAINED_WARNING_DISABLED and references <= REF_COUNT_IDX:
        warnings.warn(_chained_assignment_msg, ChainedAssignmentError, stacklevel=3)
