"""``python -m compat_tests.differential --examples 500000 --jobs 2 [--seed S]``."""

from __future__ import annotations

import argparse
import multiprocessing
import secrets
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

from compat_tests.differential.search import Found, prepare, search

_CHUNK = 500  # examples a run of hypothesis, which remembers all it tried


def main() -> int:
    """Run the examples; 0 if pandas and accel agreed on all."""
    parser = argparse.ArgumentParser(
        prog="python -m compat_tests.differential", description=__doc__
    )
    parser.add_argument("--examples", type=int, default=20_000)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--seed", type=int, default=None, help="another each time, by default")
    asked = parser.parse_args()
    seed = secrets.randbelow(10**9) if asked.seed is None else asked.seed
    print(f"seed {seed}", flush=True)
    return 1 if _run(asked.examples, asked.jobs, seed) else 0


def _run(examples: int, jobs: int, seed: int) -> int:
    """Return how many examples disagreed."""
    chunks = [(seed, k, min(_CHUNK, examples - k)) for k in range(0, examples, _CHUNK)]
    done = disagreed = 0
    distinct: set[str] = set()
    known: Counter[str] = Counter()
    started = told = time.monotonic()
    for count, found in _results(chunks, jobs):
        done += count
        disagreed += sum(one.times for one in found if not one.is_known)
        for one in found:
            if one.is_known:
                known[one.key] += one.times
            elif one.key not in distinct:
                distinct.add(one.key)
                print(one.report, flush=True)
        now = time.monotonic()
        if now - told > 10 or done == examples:
            told = now
            rate = done / (now - started)
            print(f"{done:,} examples, {rate:.0f} a second, {disagreed} disagree", flush=True)
    for reason, times in known.most_common():
        print(f"known, {times} times: {reason}")
    return disagreed


def _results(chunks: list[tuple[int, int, int]], jobs: int) -> Iterator[tuple[int, list[Found]]]:
    # spawned: a forked child would start with what the parent computed and keeps
    context = multiprocessing.get_context("spawn")
    with (
        tempfile.TemporaryDirectory() as folder,
        ProcessPoolExecutor(jobs, mp_context=context, initializer=prepare) as pool,
    ):
        where = Path(folder)
        running = {pool.submit(search, seed * 1_000_003 + k, n, where): n for seed, k, n in chunks}
        try:
            for finished in as_completed(running):
                broken = finished.exception()
                if isinstance(broken, BrokenProcessPool):
                    raise broken
                yield running[finished], finished.result() if broken is None else [_broken(broken)]
        except BrokenProcessPool:
            for program in where.iterdir():
                print(f"a process died; this ran then:\n\n{program.read_text()}", flush=True)
            raise


def _broken(error: BaseException) -> Found:
    """Return what stands for a run that ended early: our own means failed, or so did hypothesis."""
    text = "".join(traceback.format_exception(error))
    return Found(f"broken | {type(error).__name__}", text)


if __name__ == "__main__":
    sys.exit(main())
