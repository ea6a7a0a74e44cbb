"""Work that signals do not interrupt.

Python runs signal handlers in the main thread, between any two steps; one that raises, as Ctrl-C
does, would leave half-made tables behind. The main thread therefore has another thread work and
waits for it. The wait can be interrupted at any time; the work then stops by itself at its next
step.
"""

from __future__ import annotations

import atexit
import threading
import time
from collections.abc import Callable
from queue import SimpleQueue
from typing import Any, Final, TypeVar, cast

from accel.forking import renew_in_child

T = TypeVar("T")

_MOST_IDLE: Final = 2  # threads that wait for more work
# Seconds after which the wait looks for signals by itself: the handlers that some libraries install
# (Polars does) let the system go on with a wait as if nothing had happened.
_GLANCE: Final = 0.1
_PATIENCE: Final = 10.0  # seconds that the end of the process waits for work to stop
_local: Final = threading.local()


class Abandoned(BaseException):
    """The work was given up."""


class Job:
    """A call that another thread makes.

    Attributes
    ----------
    abandoned : bool
        Whether nobody waits for the result any more.
    """

    __slots__ = ("_call", "_done", "_error", "_result", "abandoned")

    def __init__(self, call: Callable[[], Any]) -> None:
        self._call: Callable[[], Any] | None = call
        self._result: Any = None
        self._error: BaseException | None = None
        self._done = threading.Lock()
        self._done.acquire()
        self.abandoned = False

    def run(self) -> None:
        """Make the call."""
        assert self._call is not None
        try:
            self._result = self._call()
        except BaseException as error:  # noqa: BLE001 - raised again where it is waited for
            self._error = error
        self._call = None

    def end(self) -> None:
        """Let the one who waits go on."""
        self._done.release()

    def wait(self, seconds: float) -> bool:
        """Wait for the end, so many seconds at most, and tell whether it came."""
        ended = self._done.acquire(timeout=seconds)
        if ended:
            self._done.release()
        return ended

    def result(self) -> Any:
        """Return what the call gave, or raise its error; once."""
        result, error = self._result, self._error
        self._result = self._error = None  # an error knows this frame by its traceback
        if error is None:
            return result
        try:
            raise error
        finally:
            del error


class _Threads:
    """Threads that make calls: as many as there are calls at once."""

    def __init__(self) -> None:
        self.renew()
        renew_in_child(self)

    def renew(self) -> None:
        """Start anew: a forked child has no threads of its own."""
        self._lock = threading.Lock()
        self._idle: list[SimpleQueue[Job]] = []
        self.jobs: set[Job] = set()

    def start(self, job: Job) -> None:
        """Have a thread make a call."""
        with self._lock:
            queue = self._idle.pop() if self._idle else None
        if queue is None:
            queue = SimpleQueue()
            threading.Thread(target=self._loop, args=(queue,), name="accel", daemon=True).start()
        queue.put(job)

    def _loop(self, queue: SimpleQueue[Job]) -> None:
        stays = True
        while stays:
            job = queue.get()
            self.jobs.add(job)
            _local.job = job
            job.run()
            _local.job = None
            with self._lock:
                stays = len(self._idle) < _MOST_IDLE
                if stays:
                    self._idle.append(queue)
            self.jobs.discard(job)
            job.end()
            del job


_threads: Final = _Threads()


def shielded(call: Callable[[], T]) -> T:
    """Make a call where no signal interrupts it, and return its result.

    Signals interrupt the wait for it, which is all that happens in the main thread.

    Examples
    --------
    >>> shielded(lambda: 2 + 3)
    5
    """
    if threading.get_ident() != threading.main_thread().ident:
        return call()
    job = Job(call)
    try:
        _threads.start(job)
        while not job.wait(_GLANCE):
            pass
    except BaseException:
        job.abandoned = True
        raise
    return cast(T, job.result())


def current_job() -> Job | None:
    """Return what this thread works for, if the main thread waits for it."""
    job: Job | None = getattr(_local, "job", None)
    return job


@atexit.register
def _end() -> None:
    """Let abandoned work stop before the interpreter takes away what it works with."""
    jobs = list(_threads.jobs)
    for job in jobs:
        job.abandoned = True
    deadline = time.monotonic() + _PATIENCE
    for job in jobs:
        job.wait(max(0, deadline - time.monotonic()))
