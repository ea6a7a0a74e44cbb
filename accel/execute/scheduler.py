"""Persistent worker threads with a dynamic queue of tasks."""

from __future__ import annotations

import itertools
import os
import threading
from collections.abc import Callable
from queue import SimpleQueue
from typing import Any, Generic, TypeVar

from accel.settings import options

T = TypeVar("T")
_local = threading.local()


class _Workers:
    """Threads that live as long as the process and wait for work."""

    def __init__(self) -> None:
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


_workers = _Workers()


def _forget_workers() -> None:
    """A forked child has no threads of its own: start anew there."""
    global _workers
    _workers = _Workers()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget_workers)


def run_tasks(count: int, task: Callable[[int], T]) -> list[T]:
    """Run ``task(0) ... task(count - 1)`` on the worker threads; return results in task order.

    Tasks are handed out in order to whichever thread is free; the calling thread works too. After
    a failure no further task starts, and the failure of the lowest task is raised.

    Examples
    --------
    >>> run_tasks(3, lambda k: k * k)
    [0, 1, 4]
    """
    threads = min(options.num_threads, count)
    if threads <= 1 or getattr(_local, "inside", False):
        return [task(k) for k in range(count)]
    results: list[Any] = [None] * count
    failures: dict[int, BaseException] = {}
    numbers = itertools.count()
    finished = threading.Semaphore(0)

    def work() -> None:
        while not failures:
            k = next(numbers)
            if k >= count:
                return
            try:
                results[k] = task(k)
            except BaseException as error:  # noqa: BLE001 - raised again below, in the caller
                failures[k] = error

    def helper() -> None:
        work()
        finished.release()

    _workers.submit(helper, threads - 1)
    _local.inside = True
    try:
        work()
    finally:
        _local.inside = False
    for _ in range(threads - 1):
        finished.acquire()
    if failures:
        raise failures[min(failures)]
    return results


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
