"""Frames and series that stand for plans: made, computed, changed, asked for their plans."""

from __future__ import annotations

from collections.abc import Hashable
from typing import TYPE_CHECKING, Any

from accel.frame.core import (
    LINK,
    OURS,
    PLAIN,
    STATE,
    DataFrame,
    Series,
    has_default_flags,
    has_default_metadata,
    lazy_state,
)
from accel.settings import options

if TYPE_CHECKING:
    from accel.frame.state import FrameState, SeriesState, State


def lazy_frame(state: FrameState) -> DataFrame:
    """Return a frame that stands for a plan."""
    frame = object.__new__(DataFrame)
    _fill(frame, state)
    return frame


def lazy_series(state: SeriesState) -> Series:
    """Return a series that stands for a plan."""
    series = object.__new__(Series)
    _fill(series, state)
    series.__dict__["_name"] = state.name
    return series


def _fill(obj: Any, state: State) -> None:
    own = obj.__dict__
    own[STATE] = state
    own["_attrs"] = {}


def become(obj: Any, state: State) -> None:
    """Let an object stand for another plan from now on: what an assignment does."""
    own = obj.__dict__
    before, manager = own.get(STATE), own.get("_mgr")
    if manager is not None:
        from accel.frame.held import Held

        state.held = Held(manager.axes[-1])
    elif before is not None:
        state.held = before.held
    own[STATE] = state
    own.pop("_mgr", None)
    own.pop(LINK, None)


def run_if_deep(obj: Any) -> None:
    """Compute a lazy object whose plan grew too tall, and let it start anew from its data."""
    state = lazy_state(obj)
    if state is not None:
        from accel.frame.state import is_deep

        if is_deep(state):
            obj._mgr  # noqa: B018 - reading computes
            obj.__dict__.pop(LINK, None)


def is_lazy(obj: Any) -> bool:
    """Tell whether ``obj`` is one of ours and not computed yet."""
    return type(obj) in (DataFrame, Series) and "_mgr" not in obj.__dict__


def held_dtype(series: Any) -> Any:
    """Return the dtype of a series in memory; None for all others."""
    manager = series.__dict__.get("_mgr")
    return manager.blocks[0].dtype if manager is not None and manager.ndim == 1 else None


def is_linked(obj: Any) -> bool:
    """Tell whether ``obj`` is lazy, or was, and others read its rows still."""
    own = obj.__dict__
    if "_mgr" not in own:
        return True
    link = own.get(LINK)
    return link is not None and link.state(own["_mgr"], getattr(obj, "_name", None)) is not None


def is_planned(obj: Any) -> bool:
    """Tell whether calls on ``obj`` are recorded: it is lazy, or of ours and large."""
    if type(obj) not in (DataFrame, Series):
        return False
    manager = obj.__dict__.get("_mgr")
    return manager is None or is_large(manager)


def is_large(manager: Any) -> bool:
    """Tell whether the size gate lets calls on a frame with this manager become plans."""
    return len(manager.axes[-1]) >= options._min_rows and options._engine != "pandas"


def remember(obj: Any, state: State, manager: Any) -> None:
    """Note that ``manager`` holds what ``state`` stands for, until somebody changes it."""
    from accel.frame.link import Link

    own = obj.__dict__
    own[LINK] = Link(state, manager)
    own["_mgr"] = manager
    own.pop(STATE, None)


def forget(obj: Any, manager: Any) -> None:
    """Let an object be what ``manager`` holds, and no plan."""
    own = obj.__dict__
    own["_mgr"] = manager
    own.pop(STATE, None)
    own.pop(LINK, None)


def state_of(obj: Any) -> State:
    """Return the plan of a frame or series of either kind; one in memory becomes a source.

    Raises
    ------
    Unsupported
        If it carries attributes, flags or metadata, which plans do not pass on.
    """
    from accel.frame.exposed import refuse_exposed
    from accel.frame.facts import certain
    from accel.frame.handed import refuse_handed
    from accel.frame.held import is_renamed
    from accel.frame.link import Link
    from accel.frame.memory import memory_state
    from accel.plan.errors import Unsupported

    own = obj.__dict__
    if own.get("_attrs") or not has_default_flags(own):
        raise Unsupported("attrs or flags are set")
    kind = type(obj)
    if not has_default_metadata(kind):
        raise Unsupported("the class has _metadata or __finalize__ of its own")
    state = lazy_state(obj)
    if state is not None:
        if state.space.narrowed:
            certain(state, ())
        if not is_renamed(state) and not state.space.known.is_handed:
            return state
    manager = obj._mgr
    refuse_exposed(manager)
    refuse_handed(manager)
    name = obj._name if obj.ndim == 1 else None
    link: Link | None = own.get(LINK)
    if link is not None:
        state = link.state(manager, name)
        if state is not None:
            return state
    if kind not in OURS and kind not in PLAIN:
        raise Unsupported(f"a {kind.__name__} is a class of its own")
    return memory_state(manager, name)


def named(series: Any, name: Hashable) -> None:
    """Set the name of a lazy series."""
    series.__dict__["_name"] = name
