"""Calls that are given up when their time is over, whatever they wait for."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from concurrent.futures import Future
from queue import SimpleQueue
from typing import Any, Final, TypeVar

Result = TypeVar("Result")


def within(seconds: float, call: Callable[[], Result]) -> Result:
    """Make a call in another thread, and wait for it no longer than that.

    Parameters
    ----------
    seconds : float
        How long to wait.
    call : callable
        Cannot be stopped: given up, it goes on alone, and its thread ends with it.

    Returns
    -------
    What the call returns.

    Raises
    ------
    TimeoutError
        If it takes longer. What the call raises is raised otherwise.

    Notes
    -----
    Threads are kept for further calls, as file systems keep their connections by thread. They end
    with the process, which waits for none of them.

    Examples
    --------
    >>> within(5, lambda: 1 + 1)
    2
    """
    try:
        worker = _idle.pop()
    except IndexError:
        worker = _Worker()
    done: Future[Result] = Future()
    worker.calls.put((done, call))
    try:
        return done.result(seconds)
    finally:  # also when Ctrl-C ends the wait
        if done.done():
            _idle.append(worker)
        else:
            worker.calls.put(None)


class _Worker:
    """A thread that makes one call after the other."""

    def __init__(self) -> None:
        self.calls: SimpleQueue[Any] = SimpleQueue()
        threading.Thread(target=self._run, name="remote", daemon=True).start()

    def _run(self) -> None:
        while (order := self.calls.get()) is not None:
            done, call = order
            try:
                done.set_result(call())
            except BaseException as error:  # noqa: BLE001 - raised again where it is waited for
                done.set_exception(error)
            del order, done, call  # what they hold is not kept until the next call


_idle: Final[list[_Worker]] = []
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_idle.clear)  # a child has none of the threads
