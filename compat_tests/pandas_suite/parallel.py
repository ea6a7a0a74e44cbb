"""Several runs at once: the first error, or Ctrl-C, ends all of them."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Iterable

from compat_tests.pandas_suite.process import Control, StoppedError


def run_all(
    tasks: Iterable[Callable[[], None]],
    jobs: int,
    control: Control,
    meanwhile: Callable[[], None] = lambda: None,
) -> None:
    """Run tasks in the order given, some at a time.

    Parameters
    ----------
    tasks : iterable of callable
        They look at ``control.stop``, and raise ``StoppedError`` if it is set.
    jobs : int
        How many run at a time.
    control : Control
        Told to stop when a task fails, or at Ctrl-C.
    meanwhile : callable, optional
        Called now and then.

    Raises
    ------
    Exception
        The first that a task raised.
    KeyboardInterrupt
        When all tasks have stopped.
    """
    waiting: queue.SimpleQueue[Callable[[], None]] = queue.SimpleQueue()
    for task in tasks:
        waiting.put(task)
    errors: list[Exception] = []

    def work() -> None:
        while not control.stop.is_set():
            try:
                waiting.get_nowait()()
            except (queue.Empty, StoppedError):
                return
            except Exception as error:  # noqa: BLE001 - raised by the thread that waits
                errors.append(error)
                control.stop.set()

    threads = [threading.Thread(target=work) for _ in range(jobs)]
    try:
        for thread in threads:
            thread.start()
        while any(thread.is_alive() for thread in threads):
            for thread in threads:
                thread.join(0.2)
            meanwhile()
    except BaseException:
        control.stop.set()
        raise
    finally:
        for thread in threads:
            if thread.ident is not None:
                thread.join()
    if errors:
        raise errors[0]
