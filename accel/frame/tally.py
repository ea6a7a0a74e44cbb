"""What became of the intercepted calls: how many the engine has, how many pandas, and why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Final, NamedTuple

from accel.frame.caller import within

PLANNED: Final = "planned"
REPLAYED: Final = "replayed"
PANDAS: Final = "pandas"
LEFT: Final = "left"
SMALL: Final = "small"


class Call(NamedTuple):
    """One intercepted call.

    Attributes
    ----------
    fate : {"planned", "replayed", "pandas", "left", "small"}
        Recorded in a plan; recorded there, but made again in pandas when the plan ran (the same
        call is counted as planned, too); handed to pandas as it came; left to pandas because a
        plan would gain nothing; on a frame below the size gate.
    name : str
        The pandas method.
    reason : str
        What the plan lacked, if the call was replayed or handed to pandas.
    """

    fate: str
    name: str
    reason: str = ""


calls: list[Call] | None = None  # None: nobody counts


def note(fate: str, name: str, reason: str = "") -> None:
    """Add a call of the user's, if somebody counts; not those by which another is planned."""
    if calls is not None and within("record_call") < 2:
        calls.append(Call(fate, name, reason))


def note_replayed(names: Iterable[str], reason: str) -> None:
    """Add the calls of a plan that pandas makes again, if somebody counts."""
    if calls is not None:
        calls.extend(Call(REPLAYED, name, reason) for name in names)


@contextmanager
def counted() -> Iterator[list[Call]]:
    """Collect the intercepted calls of a block, of all threads, in order.

    Examples
    --------
    >>> import accel.pandas as pd
    >>> frame = pd.DataFrame({"a": [2, 1]})
    >>> with counted() as calls:
    ...     result = frame.sort_values("a")
    >>> calls
    [Call(fate='small', name='DataFrame.sort_values', reason='')]
    """
    global calls
    before, calls = calls, []
    try:
        yield calls
    finally:
        calls = before
