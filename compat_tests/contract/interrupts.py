"""``python -m compat_tests.contract.interrupts``: Ctrl-C at random moments of all kinds of work.

After each the same work, on the same frames, must give what it gives undisturbed; nothing half
written may be left. The command prints how long it took from the signal to the error at most.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas

import accel.pandas as pd
from accel.frame.core import plain
from accel.settings import options

Work = Callable[[], Any]


def numbers(rows: int) -> dict[str, Any]:
    """Return columns to work on."""
    chance = np.random.default_rng(1)
    words = np.array(["a", "bb", "ccc", "dddd"], object)
    return {
        "key": chance.integers(0, rows // 4, rows),
        "x": chance.normal(size=rows),
        "word": words[chance.integers(0, 4, rows)],
        "text": np.array([f"t {k}" for k in range(1000)], object)[chance.integers(0, 1000, rows)],
    }


def running(rows: int, folder: Path) -> Work:
    """Make the engine join, filter, sort and group."""
    frame = pd.DataFrame(numbers(rows))
    other = pd.DataFrame({"key": np.arange(rows // 4), "y": np.arange(rows // 4) / 2})

    def work() -> Any:
        joined = frame.merge(other, on="key")
        sums = joined.groupby(["word", "text"], as_index=False)["y"].sum()
        return pandas.concat(
            [
                plain(joined[joined["x"] > 0].sort_values(["word", "x"])),
                plain(sums),
                plain(frame["text"].str.upper().to_frame()),
            ]
        )

    return work


def reading(rows: int, folder: Path) -> Work:
    """Read Parquet, always from the same open file."""
    pandas.DataFrame(numbers(rows)).to_parquet(folder / "read.parquet", row_group_size=rows // 5)
    frame = pd.read_parquet(folder / "read.parquet")
    return lambda: plain(frame[frame["text"] < "t 5"].assign(z=lambda d: d["x"] * 2))


def writing(rows: int, folder: Path) -> Work:
    """Write Parquet over a file that is there; what lies there is whole at any time."""
    path = folder / "out" / "written.parquet"
    path.parent.mkdir()
    frame = pd.DataFrame(numbers(rows))
    frame.to_parquet(path)

    def work() -> Any:
        assert os.listdir(path.parent) == [path.name]
        pandas.testing.assert_frame_equal(pandas.read_parquet(path), plain(frame))
        frame[frame["x"] > -100].to_parquet(path)
        return plain(frame.head(3))

    return work


def falling_back(rows: int, folder: Path) -> Work:
    """Let pandas do it, with a function of the user's, on a lazy frame."""
    frame = pd.DataFrame(numbers(rows))

    def work() -> Any:
        part = frame[frame["x"] > 0]
        return plain(part["x"].head(rows // 20).apply(lambda v: round(v) % 7).to_frame())

    return work


def compiling(rows: int, folder: Path) -> Work:
    """Compile kernels: only in a process whose code cache is empty."""
    frame = pd.DataFrame({key: values[:1000] for key, values in numbers(rows).items()})

    def work() -> Any:
        small = frame["key"].astype("int16")
        return plain(pd.DataFrame({"a": small * 3, "b": small > 5, "c": frame["x"].abs()}))

    return work


WORK: dict[str, Callable[[int, Path], Work]] = {
    "compiling": compiling,
    "running": running,
    "reading": reading,
    "writing": writing,
    "falling back": falling_back,
}


def interrupted(work: Work, delay: float) -> float | None:
    """Work, have Ctrl-C pressed meanwhile; return how long the error took, None if it came late."""
    sent: list[float] = []
    done = False

    def press() -> None:
        time.sleep(delay)
        sent.append(time.perf_counter())
        os.kill(os.getpid(), signal.SIGINT)

    thread = threading.Thread(target=press)
    try:
        thread.start()
        work()
        done = True
        thread.join()
        time.sleep(60)
    except KeyboardInterrupt:
        seconds = time.perf_counter() - sent[0]
    thread.join()
    return None if done else seconds


def disturb(name: str, rows: int, times: int, seed: int) -> list[float]:
    """Interrupt one kind of work; return the seconds that errors took.

    Raises
    ------
    AssertionError
        If the work gives another result afterwards.
    """
    chance = random.Random(seed)
    seconds = []
    with tempfile.TemporaryDirectory() as folder:
        work = WORK[name](rows, Path(folder))
        took = 1.0
        expected = None
        if name != "compiling":
            work()
            started = time.perf_counter()
            expected = work()
            took = time.perf_counter() - started
        for _ in range(times):
            late = interrupted(work, chance.random() * took)
            seconds += [] if late is None else [late]
            if expected is not None:
                pandas.testing.assert_frame_equal(work(), expected)
        if expected is None:
            got = work()
            options.engine = "pandas"
            pandas.testing.assert_frame_equal(got, WORK[name](rows, Path(folder))())
            options.engine = "auto"
    return seconds


def main() -> int:
    """Run the command."""
    parser = argparse.ArgumentParser(prog="python -m compat_tests.contract.interrupts")
    parser.add_argument("--times", type=int, default=20)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--work", default=",".join(WORK))
    given = parser.parse_args()
    options.min_rows = 0
    for name in given.work.split(","):
        before = options.cache_dir
        with tempfile.TemporaryDirectory() as empty:
            if name == "compiling":
                options.cache_dir = empty
            seconds = disturb(name, given.rows, given.times, given.seed)
            options.cache_dir = before
        print(
            f"{name}: {len(seconds)} of {given.times} interrupted, "
            f"at most {1000 * max(seconds, default=0):.0f} ms after the signal",
            flush=True,
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
