"""``python -m compat_tests.contract.threads``: many threads share frames; no error, equal results.

Each task runs once in plain pandas, alone. Then threads take tasks from a queue. Neighbours in it
share frames, lazy ones that nobody has read yet among them; results must be those of pandas, and
bit for bit the same every time.
"""

from __future__ import annotations

import argparse
import contextlib
import faulthandler
import sys
import tempfile
import threading
import time
import traceback
import warnings
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Any

import numpy as np
import pandas

import accel.pandas
from accel.frame.core import plain
from accel.settings import options
from compat_tests.contract.tasks import SIZES, TASKS, Shared, share

_TOGETHER = 48  # tasks in a row that share their frames
_STUCK = 900  # seconds without an end: threads wait for each other


def as_plain(value: Any) -> Any:
    """Return a result with frames of pandas' own classes."""
    return plain(value) if isinstance(value, (pandas.DataFrame, pandas.Series)) else value


def assert_equal(got: Any, expected: Any, *, exact: bool) -> None:
    """Assert that results are equal; float sums of other order may differ if not ``exact``."""
    assert type(got) is type(expected), f"{type(got)} is not {type(expected)}"
    tolerance: dict[str, Any] = {"check_exact": True} if exact else {"rtol": 1e-12}
    if isinstance(expected, pandas.DataFrame):
        pandas.testing.assert_frame_equal(got, expected, **tolerance)
    elif isinstance(expected, pandas.Series):
        pandas.testing.assert_series_equal(got, expected, **tolerance)
    elif isinstance(expected, tuple):
        for one, other in zip(got, expected, strict=True):
            assert_equal(one, other, exact=exact)
    elif isinstance(expected, float):
        assert np.isclose(got, expected, rtol=1e-12, atol=0), f"{got} is not {expected}"
    else:
        assert got == expected, f"{got} is not {expected}"


class Rounds:
    """The tasks with pandas' results, and what accel gave at first.

    Parameters
    ----------
    folder : Path
        Where files may be written.
    sizes : list of str
        Of the frames.
    """

    def __init__(self, folder: Path, sizes: list[str]) -> None:
        self._folder = folder
        self._sizes = sizes
        self._first: dict[tuple[str, str, int], Any] = {}
        self._comparing = threading.Lock()
        self._expected = {}
        for size in sizes:
            shared = share(pandas, size, folder)
            for name, task in TASKS.items():
                self._expected[size, name] = task(shared)

    def run(self, threads: int, tasks: int, seed: int) -> Counter[str]:
        """Run tasks on threads; return how often each failure came up."""
        chance = np.random.default_rng(seed)
        names = list(TASKS)
        queue: SimpleQueue[tuple[str, str, Shared]] = SimpleQueue()
        for start in range(0, tasks, _TOGETHER):
            size = self._sizes[start // _TOGETHER % len(self._sizes)]
            shared = share(accel.pandas, size, self._folder)
            order = chance.permutation(len(names))
            for k in range(min(_TOGETHER, tasks - start)):
                queue.put((size, names[order[k % len(names)]], shared))
        failures: Counter[str] = Counter()
        ready = threading.Barrier(threads)

        def work() -> None:
            ready.wait()
            while True:
                try:
                    size, name, shared = queue.get_nowait()
                except Empty:
                    return
                try:
                    self._check(size, name, as_plain(TASKS[name](shared)))
                except Exception as error:  # noqa: BLE001 - counted and shown
                    if not failures:
                        traceback.print_exc()
                    first = str(error).partition("\n")[0]
                    failures[f"{name} ({size}): {type(error).__name__}: {first}"] += 1

        workers = [threading.Thread(target=work, daemon=True) for _ in range(threads)]
        with warnings.catch_warnings():
            # pandas' helpers silence their own use of it, but not for as long as a task of
            # another thread that puts the filters back where they were.
            warnings.filterwarnings("ignore", "the 'check_datetimelike_compat' keyword")
            for worker in workers:
                worker.start()
            for worker in workers:
                worker.join()
        return failures

    def _check(self, size: str, name: str, got: Any) -> None:
        first = self._first.setdefault((size, name, options.min_rows), got)
        with self._comparing:
            assert_equal(got, self._expected[size, name], exact=False)
            assert_equal(got, first, exact=True)


@contextlib.contextmanager
def often_switching(seconds: float) -> Iterator[None]:
    """Let Python change threads more often than it does."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(seconds)
    try:
        yield
    finally:
        sys.setswitchinterval(before)


def main() -> int:
    """Run the command; return 1 if anything failed."""
    parser = argparse.ArgumentParser(prog="python -m compat_tests.contract.threads")
    parser.add_argument("--threads", type=int, default=16)
    parser.add_argument("--tasks", type=int, default=2000)
    parser.add_argument("--times", type=int, default=10)
    parser.add_argument("--sizes", default=",".join(SIZES))
    given = parser.parse_args()
    failed = 0
    with tempfile.TemporaryDirectory() as folder:
        rounds = Rounds(Path(folder), given.sizes.split(","))
        for k in range(given.times):
            # In turn: as users get it, forced; usual switches of threads, and many more.
            options.min_rows = 0 if k % 2 == 0 else 100_000
            faulthandler.dump_traceback_later(_STUCK, exit=True)
            started = time.perf_counter()
            with often_switching(0.005 if k % 4 < 2 else 1e-4):
                failures = rounds.run(given.threads, given.tasks, k)
            seconds = time.perf_counter() - started
            faulthandler.cancel_dump_traceback_later()
            failed += failures.total()
            print(
                f"round {k + 1}: {given.threads} threads, {given.tasks} tasks, "
                f"min_rows={options.min_rows}: {failures.total()} failed in {seconds:.1f} s",
                flush=True,
            )
            for text, count in failures.most_common(20):
                print(f"  {count} x {text}", flush=True)
    print(f"{failed} of {given.times * given.tasks} tasks failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
