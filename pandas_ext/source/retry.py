"""Trying again, for what may pass."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from typing import Final, TypeVar

from pandas_ext.errors import MediaError
from pandas_ext.settings import options
from pandas_ext.source.names import shown

Result = TypeVar("Result")

FIRST_PAUSE: Final = 0.2  # seconds; the next one is twice as long
_LONGEST_PAUSE: Final = 10.0
_TICK: Final = 0.01  # by which clocks may differ
_YEAR: Final = 365 * 86_400.0  # no clock counts up to infinity


class Deadline:
    """The time that a file may take, all tries together.

    Parameters
    ----------
    seconds : float
        From now on.
    """

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds = min(seconds, _YEAR)
        self._end = time.monotonic() + seconds
        self._share = seconds

    def divide(self, tries: int) -> None:
        """Begin a try, the first of so many: a server that is silent for its share is given up."""
        self._share = max(self.left / tries, 0.001)

    @property
    def left(self) -> float:
        """Seconds; 0 if it is over."""
        return max(self._end - time.monotonic(), 0.0)

    @property
    def patience(self) -> float:
        """Seconds to wait for the next byte.

        Raises
        ------
        TimeoutError
            If the deadline is over.
        """
        left = self.left
        if not left:
            raise TimeoutError
        return min(self._share, left)


class PassingError(Exception):
    """A failure that may pass.

    Parameters
    ----------
    reason : str
        In a few words.
    pause : float
        Seconds that the other side asks to wait; 0 if it does not say.
    """

    def __init__(self, reason: str, pause: float = 0.0) -> None:
        super().__init__(reason)
        self.reason = reason
        self.pause = pause


def retried(call: Callable[[Deadline], Result], url: str, patience: int = 1) -> Result:
    """Make a call, and make it again while it fails in a way that may pass.

    Parameters
    ----------
    call : callable
        Raises ``PassingError`` for such a failure, and keeps to the deadline.
    url : str
        What it reads or writes.
    patience : int
        How many times as long as ``options.timeout`` it may take.

    Raises
    ------
    MediaError
        If it fails for good: ``options.retries`` or ``options.timeout`` are used up. Where the URL
        holds what must not be seen, it has no cause: the messages of others may show that.

    Notes
    -----
    Pauses double, and each is a random part of it longer or shorter, so that many readers that
    failed together do not come back together.
    """
    name = shown(url)
    try:
        return _retried(call, name, options.timeout * patience)
    except MediaError as error:
        if name != url:
            raise error from None
        raise


def silence(deadline: Deadline) -> PassingError:
    """Return the failure of a try whose time is over."""
    if deadline.left > _TICK:
        return PassingError("the server does not answer")
    return PassingError(f"not done within {deadline.seconds:g} seconds (options.timeout)")


def _retried(call: Callable[[Deadline], Result], name: str, seconds: float) -> Result:
    tries = 1 + int(options.retries)
    deadline = Deadline(seconds)
    for done in range(1, tries + 1):
        deadline.divide(tries - done + 1)
        try:
            return call(deadline)
        except PassingError as error:
            usual = min(FIRST_PAUSE * 2 ** (done - 1), _LONGEST_PAUSE)
            pause = max(usual * random.uniform(0.5, 1.5), error.pause)
            if done == tries or pause >= deadline.left:
                times = f" (tried {done} times)" if done > 1 else ""
                raise MediaError(error.reason + times, name) from error
            time.sleep(pause)
    raise AssertionError("a last try returns or raises")
