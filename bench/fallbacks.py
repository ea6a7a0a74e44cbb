"""What accel costs a program that it cannot help: ``python -m bench.fallbacks``.

The programs of ``bench/fallback_scripts.py``, which call nothing that plans express, run on plain
pandas and on accel in turns; the results are compared first. Frames of three sizes: below the size
gate, in the middle, and above it; ``--min-rows 0`` removes the gate. The process' CPU time counts
beside the wall time: a program is too slow where both are more than 5% above pandas'. ``--mixed``
times programs that go back and forth between planned calls and others; of these nothing is asked.
"""

from __future__ import annotations

import argparse
import gc
import pickle
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from types import ModuleType
from typing import Any, Final

import numpy as np
import pandas

from bench.fallback_scripts import MIXED, SCRIPTS, Script, tables

ALLOWED: Final = 1.05
_LEAST_SECONDS: Final = 0.04  # of a timing: shorter scripts are run several times


@dataclass(frozen=True)
class Cost:
    """One script on frames of one size: the best wall and CPU seconds of each side."""

    script: str
    rows: int
    plain_wall: float
    plain_cpu: float
    wall: float
    cpu: float

    @property
    def ratio(self) -> float:
        """Accel's time over pandas', by the clock that is kinder: the other one was disturbed."""
        return min(self.wall / self.plain_wall, self.cpu / self.plain_cpu)


def same(expected: Any, actual: Any) -> bool:
    """Tell whether two results are equal, through tuples, lists and dicts.

    Examples
    --------
    >>> same((1, [pandas.Series([1.0])]), (1, [pandas.Series([1.0])]))
    True
    >>> same(pandas.Series([1]), pandas.Series([1.0]))
    False
    """
    if isinstance(expected, (pandas.DataFrame, pandas.Series)):
        kind = "frame" if expected.ndim == 2 else "series"
        try:
            getattr(pandas.testing, f"assert_{kind}_equal")(
                expected, pickle.loads(pickle.dumps(actual))
            )
        except AssertionError:
            return False
        return True
    if isinstance(expected, np.ndarray):
        if not isinstance(actual, np.ndarray) or expected.shape != actual.shape:
            return False
        return bool(np.allclose(expected, actual, rtol=1e-9, atol=0, equal_nan=True))
    if isinstance(expected, (list, tuple)):
        return len(expected) == len(actual) and all(map(same, expected, actual))
    if isinstance(expected, dict):
        return list(expected) == list(actual) and all(same(expected[k], actual[k]) for k in actual)
    return bool(expected == actual or (expected != expected and actual != actual))


def timed(run: Script, pd: ModuleType, made: dict[str, Any], loops: int) -> tuple[float, float]:
    """Return wall and CPU seconds of a script, each time on frames of its own."""
    copies = [copied(pd, made) for _ in range(loops)]
    gc.collect()
    wall, cpu = time.perf_counter(), time.process_time()
    for tables_ in copies:
        run(pd, tables_)
    return (time.perf_counter() - wall) / loops, (time.process_time() - cpu) / loops


def copied(pd: ModuleType, made: dict[str, Any]) -> dict[str, Any]:
    """Return frames of ``pd``'s class with memory of their own."""
    return {name: pd.DataFrame(frame.copy(), copy=False) for name, frame in made.items()}


def measure(
    run: Script, rows: int, rounds: int, pd: ModuleType, used: Callable[[str], bool]
) -> Cost:
    """Compare a script's results, then time it on both sides in turns."""
    made = {name: frame for name, frame in tables(rows).items() if used(name)}
    if not same(run(pandas, copied(pandas, made)), run(pd, copied(pd, made))):
        raise AssertionError(f"{run.__name__} on {rows:,} rows: the results differ")
    once, _ = timed(run, pandas, made, 1)
    loops = min(50, int(_LEAST_SECONDS / once) + 1)
    plain: list[tuple[float, float]] = []
    ours: list[tuple[float, float]] = []
    for number in range(rounds):
        sides = [(pandas, plain), (pd, ours)]
        for side, times in sides if number % 2 else reversed(sides):
            times.append(timed(run, side, made, loops))
    best = [min(pair[clock] for pair in times) for times in (plain, ours) for clock in (0, 1)]
    return Cost(run.__name__, rows, *best)


def tables_used(run: Script) -> Callable[[str], bool]:
    """Return a test for the tables that a script names."""
    names = {const for const in run.__code__.co_consts if isinstance(const, str)}
    return names.__contains__


def report(costs: list[Cost]) -> str:
    """Return the table: milliseconds in pandas, and accel over pandas, for each size."""
    sizes = sorted({cost.rows for cost in costs})
    lines = ["script          " + "".join(f"{f'{rows:,} rows':>24}" for rows in sizes)]
    lines.append(" " * 16 + f"{'ms':>10}{'wall':>7}{'cpu':>7}" * len(sizes))
    for name in dict.fromkeys(cost.script for cost in costs):
        line = f"{name:16}"
        for cost in (cost for cost in costs if cost.script == name):
            line += f"{cost.plain_wall * 1e3:10.2f}"
            line += f"{cost.wall / cost.plain_wall:7.2f}{cost.cpu / cost.plain_cpu:7.2f}"
        lines.append(line)
    return "\n".join(lines)


def main(arguments: list[str] | None = None) -> int:
    """Print the table; return 1 where accel is more than 5% slower."""
    parser = argparse.ArgumentParser(prog="python -m bench.fallbacks", description=__doc__)
    parser.add_argument("--rows", type=int, nargs="+", default=[1_000, 20_000, 200_000])
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--scripts", nargs="+", choices=[*SCRIPTS, *MIXED])
    parser.add_argument("--mixed", action="store_true", help="the programs that go to and fro")
    parser.add_argument("--min-rows", type=int, help="the size gate, in place of the usual one")
    given = parser.parse_args(arguments)

    import accel
    import accel.pandas

    if given.min_rows is not None:
        accel.options.min_rows = given.min_rows
    scripts = SCRIPTS | MIXED
    costs = [
        measure(scripts[name], rows, given.rounds, accel.pandas, tables_used(scripts[name]))
        for name in given.scripts or (MIXED if given.mixed else SCRIPTS)
        for rows in given.rows
    ]
    print(report(costs))
    slow = [cost for cost in costs if cost.ratio > ALLOWED and cost.script in SCRIPTS]
    for cost in slow:
        print(f"SLOW {cost.script} on {cost.rows:,} rows: {cost.ratio:.2f} times pandas")
    return 1 if slow else 0


if __name__ == "__main__":
    sys.exit(main())
