"""Persistent worker threads with a dynamic queue of tasks."""

from __future__ import annotations

import itertools
import threading
from collections.abc import Callable
from queue import SimpleQueue
from typing import Any, Final, Generic, TypeVar

from accel.forking import renew_in_child
from accel.settings import options
from accel.shielding import Abandoned, current_job

T = TypeVar("T")
_local = threading.local()


class _Workers:
    """Threads that live as long as the process and wait for work."""

    def __init__(self) -> None:
        self.renew()
        renew_in_child(self)

    def renew(self) -> None:
        """Start anew: a forked child has no threads of its own."""
        self._queue: SimpleQueue[Callable[[], None]] = SimpleQueue()
        self._count = 0
        self._lock = threading.Lock()

    def submit(self, work: Callable[[], None], copies: int) -> None:
        with self._lock:
            while self._count < copies:
                self._count += 1
                name = f"accel-{self._count}"
                threading.Thread(target=self._loop, name=name, daemon=True).start()
        for _ in range(copies):
            self._queue.put(work)

    def _loop(self) -> None:
        _local.inside = True
        while True:
            self._queue.get()()


_workers: Final = _Workers()


def inside_task() -> bool:
    """Tell whether this thread runs a task, so that others wait for it."""
    return getattr(_local, "inside", False)


def run_tasks(count: int, task: Callable[[int], T]) -> list[T]:
    """Run ``task(0) ... task(count - 1)`` on the worker threads; return results in task order.

    Tasks are handed out in order to whichever thread is free; the calling thread works too. After
    a failure no further task starts, and the failure of the lowest task is raised.

    Raises
    ------
    Abandoned
        If nobody waits for the results any more.

    Examples
    --------
    >>> run_tasks(3, lambda k: k * k)
    [0, 1, 4]
    """
    threads = min(options.num_threads, count)
    if threads <= 1 or inside_task():
        job = current_job()
        results = []
        for k in range(count):
            if job is not None and job.abandoned:
                raise Abandoned
            results.append(task(k))
        return results
    return _Tasks(count, task).run(threads)


class _Tasks(Generic[T]):
    """Tasks that several threads take in turn."""

    def __init__(self, count: int, task: Callable[[int], T]) -> None:
        self._count = count
        self._task: Callable[[int], T] | None = task  # None: over
        self._numbers = itertools.count()
        self._results: list[Any] = [None] * count
        self._failures: dict[int, BaseException] = {}
        self._job = current_job()
        self._lock = threading.Lock()
        self._helpers = 0  # other threads at work
        self._left = threading.Semaphore(0)

    def run(self, threads: int) -> list[T]:
        """Run all, and return when no thread is at work any more."""
        task = self._task
        assert task is not None
        _workers.submit(self._help, threads - 1)
        _local.inside = True
        try:
            self._work(task)
        finally:
            _local.inside = False
            self._end()
        if self._job is not None and self._job.abandoned:
            raise Abandoned
        if self._failures:
            failure = self._failures[min(self._failures)]
            self._failures.clear()  # its traceback knows this frame
            try:
                raise failure
            finally:
                del failure
        return self._results

    def _work(self, task: Callable[[int], T]) -> None:
        while not (
            self._task is None or self._failures or (self._job is not None and self._job.abandoned)
        ):
            k = next(self._numbers)
            if k >= self._count:
                return
            try:
                self._results[k] = task(k)
            except BaseException as error:  # noqa: BLE001 - raised again in the calling thread
                self._failures[k] = error

    def _help(self) -> None:
        with self._lock:
            task = self._task
            if task is None:  # all was done before a thread was free
                return
            self._helpers += 1
        try:
            self._work(task)
        finally:
            with self._lock:
                self._helpers -= 1
                if self._task is None:
                    self._left.release()

    def _end(self) -> None:
        with self._lock:
            self._task = None  # the queue may hold this object for a while
            helpers = self._helpers
        for _ in range(helpers):
            self._left.acquire()


class PerThread(Generic[T]):
    """One lazily made value per thread, such as the registers of a program."""

    def __init__(self, make: Callable[[], T]) -> None:
        self._make = make
        self._local = threading.local()

    def get(self) -> T:
        """Return this thread's value, made at its first use."""
        try:
            value: T = self._local.value
        except AttributeError:
            value = self._local.value = self._make()
        return value
