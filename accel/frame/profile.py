"""Where the time goes: seconds per user line that made a plan run."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Final

from accel.frame.caller import Line, user_line


@dataclass(frozen=True, slots=True)
class Run:
    """One plan that ran.

    Attributes
    ----------
    line : Line
        The user's line that needed the result.
    recorded : Line or None
        The user's line that recorded its last step.
    seconds : float
        How long it took.
    """

    line: Line
    recorded: Line | None
    seconds: float


@dataclass(eq=False)  # one of several that saw the same is to end
class Profile:
    """The plans that ran within a ``with accel.profile()`` block.

    Attributes
    ----------
    runs : list of Run
        In the order in which they ended.
    """

    runs: list[Run] = field(default_factory=list)

    def by_line(self) -> dict[Line, float]:
        """Return the seconds of each user line, the most expensive first."""
        totals: dict[Line, float] = {}
        for run in self.runs:
            totals[run.line] = totals.get(run.line, 0.0) + run.seconds
        return dict(sorted(totals.items(), key=lambda item: -item[1]))

    def __repr__(self) -> str:
        if not self.runs:
            return "no plan ran"
        return "\n".join(f"{s:9.3f} s  {line}" for line, s in self.by_line().items())


_active: Final[list[Profile]] = []


@contextmanager
def profile() -> Iterator[Profile]:
    """Measure the plans that run in a block, by user line.

    Examples
    --------
    >>> import accel
    >>> with accel.profile() as times:
    ...     pass
    >>> times
    no plan ran
    """
    result = Profile()
    _active.append(result)
    try:
        yield result
    finally:
        _active.remove(result)


@contextmanager
def timed(state: Any = None) -> Iterator[None]:
    """Add the running of a plan to the profiles being made."""
    if not _active:
        yield
        return
    line = user_line(3)
    recorded = state.origin.line if state is not None and state.origin is not None else None
    started = time.perf_counter()
    try:
        yield
    finally:
        run = Run(line, recorded, time.perf_counter() - started)
        for each in tuple(_active):
            each.runs.append(run)
