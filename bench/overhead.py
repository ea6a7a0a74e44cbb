"""What accel costs where it cannot help: ``python -m bench.overhead``.

The import, over that of pandas, each in new processes that take turns; and calls on a frame
so small that accel leaves them to pandas, over the same calls on a plain frame.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import timeit
from collections.abc import Callable
from types import ModuleType
from typing import Any

from bench.client import REPOSITORY

CALLS: dict[str, Callable[[Any, Any], Any]] = {
    "df['a']": lambda df, other: df["a"],
    "df['a'] + 1": lambda df, other: df["a"] + 1,
    "df['a'] * df['b']": lambda df, other: df["a"] * df["b"],
    "df['a'].sum()": lambda df, other: df["a"].sum(),
    "df[df['a'] > 1]": lambda df, other: df[df["a"] > 1],
    "df[['a', 'b']]": lambda df, other: df[["a", "b"]],
    "df.head()": lambda df, other: df.head(),
    "df.assign(c=1)": lambda df, other: df.assign(c=1),
    "df['s'].str.upper()": lambda df, other: df["s"].str.upper(),
    "df['t'].dt.year": lambda df, other: df["t"].dt.year,
    "df.sort_values('b')": lambda df, other: df.sort_values("b"),
    "df.groupby('a')['b'].sum()": lambda df, other: df.groupby("a")["b"].sum(),
    "df.merge(other, on='a')": lambda df, other: df.merge(other, on="a"),
    "df.copy()": lambda df, other: df.copy(),
    "len(df)": lambda df, other: len(df),
    "df.shape": lambda df, other: df.shape,
}


def small(pd: ModuleType) -> tuple[Any, Any]:
    """Return two small frames of the given pandas."""
    frame = pd.DataFrame(
        {
            "a": [3, 1, 2, 1, 3] * 4,
            "b": [0.5, 1.5, 2.5, 3.5, 4.5] * 4,
            "s": ["x", "y", "z", "x", "y"] * 4,
            "t": pd.date_range("2026-01-01", periods=20, unit="us"),
        }
    )
    return frame, pd.DataFrame({"a": [1, 2, 3], "d": [10, 20, 30]})


def microseconds(call: Callable[[Any, Any], Any], frames: tuple[Any, Any], loops: int) -> float:
    """Return the mean time of a call over so many of them."""
    return timeit.timeit(lambda: call(*frames), number=loops) / loops * 1e6


def call_overhead(repeats: int) -> dict[str, tuple[float, float]]:
    """Return plain and accel microseconds of each call: the best of turns that alternate."""
    import pandas

    import accel.pandas

    plain, ours = small(pandas), small(accel.pandas)
    times = {}
    for name, call in CALLS.items():
        loops = max(20, int(20_000 / max(1.0, microseconds(call, plain, 20))))
        microseconds(call, ours, loops)
        turns = [
            (microseconds(call, plain, loops), microseconds(call, ours, loops))
            for _ in range(repeats)
        ]
        times[name] = (min(turn[0] for turn in turns), min(turn[1] for turn in turns))
    return times


def import_seconds(module: str) -> float:
    """Return how long a new process takes to import a module."""
    code = f"import time; t = time.perf_counter(); import {module}; print(time.perf_counter() - t)"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=REPOSITORY
    )
    return float(done.stdout)


def main(arguments: list[str] | None = None) -> None:
    """Print the import times and the calls, plain beside accel."""
    parser = argparse.ArgumentParser(prog="python -m bench.overhead", description=__doc__)
    parser.add_argument("--repeats", type=int, default=9)
    repeats = parser.parse_args(arguments).repeats

    imports = [
        (import_seconds("pandas"), import_seconds("accel.pandas")) for _ in range(repeats + 1)
    ][1:]  # the first pair may have had to compile bytecode
    plain, ours = (statistics.median(column) * 1e3 for column in zip(*imports, strict=True))
    print(f"{'import, milliseconds':30}{'pandas':>10}{'accel':>10}{'added':>10}")
    print(f"{'':30}{plain:10.1f}{ours:10.1f}{ours - plain:10.1f}\n")

    print(f"{'call, microseconds':30}{'pandas':>10}{'accel':>10}{'added':>10}")
    for name, (theirs, own) in call_overhead(repeats).items():
        print(f"{name:30}{theirs:10.1f}{own:10.1f}{own - theirs:10.1f}")


if __name__ == "__main__":
    main()
