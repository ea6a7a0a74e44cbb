"""Runs a function over the rows of a column, on all cores, with the bytes in flight bounded.

Decoders and kernels release the GIL, so that threads of one process do. Rows are handed out in
order to whichever thread is free; each says how many bytes it is about to need, and waits until
there is room for them.
"""

from __future__ import annotations

import itertools
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_EXCEPTION, ThreadPoolExecutor, wait
from contextlib import contextmanager
from typing import Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

from pandas_ext.errors import MediaError
from pandas_ext.progress import Progress
from pandas_ext.settings import options
from pandas_ext.sharing import Shared

Row = TypeVar("Row")
Result = TypeVar("Result")


class Budget:
    """Bytes that threads may hold together.

    Parameters
    ----------
    limit : int
        Bytes. Who needs more than all waits until nobody else holds any.

    Attributes
    ----------
    shared : Shared
        What the threads share.
    """

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._held = 0
        self._changed = threading.Condition()
        self.shared = Shared(limit)

    @contextmanager
    def hold(self, size: int) -> Iterator[None]:
        """Wait until ``size`` bytes are free and hold them for the time of the block."""
        with self._changed:
            self._changed.wait_for(lambda: self._held == 0 or self._held + size <= self._limit)
            self._held += size
        try:
            yield
        finally:
            with self._changed:
                self._held -= size
                self._changed.notify_all()


class Outcome(Generic[Result]):
    """What running a function over rows gave.

    Attributes
    ----------
    results : list
        One for each row, ``None`` where the row is missing or failed.
    errors : dict
        The error of each row that failed, by position.
    """

    def __init__(self, count: int) -> None:
        self.results: list[Result | None] = [None] * count
        self.errors: dict[int, MediaError] = {}


def map_rows(
    function: Callable[[Row, Budget], Result],
    rows: Sequence[Row | None] | NDArray[np.object_],
    *,
    stop_at_error: bool = True,
) -> Outcome[Result]:
    """Call ``function(row, budget)`` for every row that is not missing.

    Parameters
    ----------
    function : callable
        Holds the bytes it needs of the budget while it needs them.
    rows : sequence
        ``None`` is a missing value.
    stop_at_error : bool
        Whether the first row that fails ends the run.

    Raises
    ------
    MediaError
        With ``stop_at_error``: that of the first row that fails, which it names by position.
    """
    outcome: Outcome[Result] = Outcome(len(rows))
    budget = Budget(options.batch_bytes)
    present = [k for k, row in enumerate(rows) if row is not None]
    places = iter(present)
    turn = threading.Lock()
    stopped = threading.Event()

    def work() -> None:
        while not stopped.is_set():
            with turn:
                k = next(places, None)
            row = None if k is None else rows[k]
            if k is None or row is None:
                return
            try:
                outcome.results[k] = function(row, budget)
            except MediaError as error:
                outcome.errors[k] = error
                if stop_at_error:
                    stopped.set()
            with turn:
                progress.done += 1
            if alone:
                progress.show()

    waits = any(_waits(rows[k]) for k in present)
    threads = min(max(options.num_threads, options.connections * waits), len(present))
    alone = threads <= 1
    with Progress(len(present)) as progress:
        if alone:
            work()
        else:
            _in_threads(work, threads, stopped, progress)
    if stop_at_error and outcome.errors:
        # rows are handed out in order: every one before the lowest failure has been worked on
        first = min(outcome.errors)
        raise outcome.errors[first].at_row(first)
    return outcome


def _waits(row: object) -> bool:
    """Tell whether most of the time that a row takes is spent waiting for another machine."""
    parts = row if isinstance(row, tuple) else (row,)
    return any(getattr(part, "waits", False) for part in parts)


def _in_threads(
    work: Callable[[], None], threads: int, stopped: threading.Event, progress: Progress
) -> None:
    # threads of one run: none is left for a forked child to miss
    with ThreadPoolExecutor(threads, thread_name_prefix="media") as pool:
        running = {pool.submit(work) for _ in itertools.repeat(None, threads)}
        try:
            while running:
                done, running = wait(running, progress.pause, FIRST_EXCEPTION)
                for one in done:
                    one.result()
                progress.show()
        finally:  # an interrupt, or an error that is not of a row, ends the others too
            stopped.set()
