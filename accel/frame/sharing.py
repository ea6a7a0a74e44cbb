"""Results to which pandas gives the very index of the object that they come from.

A name that the program sets on such an index later shows on both objects.
"""

from __future__ import annotations

from typing import Any, Final

import pandas

from accel.frame.core import lazy_state
from accel.frame.held import Held
from accel.frame.methods import OPERATORS_OF_TWO
from accel.frame.names import Labels
from accel.frame.state import FrameState
from accel.plan.nodes import Distinct, Filter

_SERIES: Final = (*OPERATORS_OF_TWO, "__array_ufunc__", "apply", "between", "isin", "isna",
                  "isnull", "map")  # fmt: skip
_FRAMES: Final = (*OPERATORS_OF_TWO, "__array_ufunc__")
_CALLS: Final = frozenset(
    (*(f"Series.{name}" for name in _SERIES), *(f"DataFrame.{name}" for name in _FRAMES))
)
_IF_ALL_STAY: Final = frozenset(("Series.__getitem__", "Series.drop_duplicates", "Series.dropna"))
_ACCESSORS: Final = ("Series.str", "Series.dt")


def share(call: str, obj: Any, args: tuple[Any, ...], result: Any) -> None:
    """Let the result of a planned call have the index that pandas would give it.

    Parameters
    ----------
    call : str
        The method that was called: ``"DataFrame.add"``.
    obj : DataFrame or Series
        What it was called on.
    args : tuple
        What it was called with.
    result : DataFrame or Series
        What was planned.
    """
    if call in _CALLS or call.startswith(_ACCESSORS):
        share_rows(obj, result)
        share_columns(obj, result)
    elif call == "DataFrame.astype" and args and isinstance(args[0], dict):
        share_columns(obj, result)
    elif call in _IF_ALL_STAY:
        share_rows_if_all_stay(obj, result)


def share_rows_if_all_stay(obj: Any, result: Any) -> None:
    """Let some rows of a series have its row labels, should they turn out to be all rows."""
    state, own = lazy_state(result), lazy_state(obj)
    if state is None or state.space.index is None:  # numbered anew
        return
    node = state.space.node
    is_new = own is None or own.space.node is not node
    if is_new and isinstance(node, (Filter, Distinct)):
        state.held = Held(source=(_held_by(obj), node.input))


def share_rows(obj: Any, result: Any) -> None:
    """Let a planned frame or series have the row labels of another: one index, whoever names it."""
    state = lazy_state(result)
    if state is not None:
        state.held = _held_by(obj)
    elif isinstance(result, (pandas.DataFrame, pandas.Series)) and "_mgr" in obj.__dict__:
        result._mgr.axes[-1] = obj._mgr.axes[-1]


def _held_by(obj: Any) -> Held:
    manager = obj.__dict__.get("_mgr")
    own = lazy_state(obj) if manager is None else None
    if own is None:
        return Held(obj._mgr.axes[-1])
    if own.held is None:
        own.held = Held()
    return own.held


def share_columns(obj: Any, result: Any) -> None:
    """Let a planned frame have the column labels of another: one index, whoever names it."""
    state = lazy_state(result)
    if isinstance(state, FrameState) and isinstance(obj, pandas.DataFrame):
        give_columns(obj, state)


def give_columns(obj: pandas.DataFrame, state: FrameState) -> None:
    """Let a plan have the very column labels of a frame."""
    own = lazy_state(obj)
    if isinstance(own, FrameState):
        own.labels = state.labels = own.labels.public()
    else:
        state.labels = Labels.exposed(obj._mgr.axes[0])
