"""``python -m compat_tests.differential --examples 500000 --jobs 2 [--seed S]``."""

from __future__ import annotations

import argparse
import itertools
import secrets
import sys
import tempfile
import time
from collections import Counter, deque
from collections.abc import Iterator
from concurrent.futures import FIRST_COMPLETED, wait
from contextlib import ExitStack
from pathlib import Path

from compat_tests.differential.search import Found
from compat_tests.differential.worker import Chunk, Worker

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
                print(one.report, end="", flush=True)
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


def _results(chunks: list[Chunk], jobs: int) -> Iterator[tuple[int, list[Found]]]:
    """Yield how many examples ran, and what was found; others run for those cut off."""
    waiting = deque(chunks)
    spare = itertools.count(len(chunks) * _CHUNK, _CHUNK)
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        workers = [Worker(Path(folder) / str(k)) for k in range(jobs)]
        for worker in workers:
            stack.callback(worker.stop)
        running = {w.start(waiting.popleft()): w for w in workers if waiting}
        while running:
            for finished in wait(running, return_when=FIRST_COMPLETED).done:
                worker = running.pop(finished)
                error = finished.exception()
                if error is None:
                    yield worker.chunk[2], finished.result()
                else:
                    yield 0, [worker.ended(error)]
                    waiting.append((worker.chunk[0], next(spare), worker.chunk[2]))
                if waiting:
                    running[worker.start(waiting.popleft())] = worker


if __name__ == "__main__":
    sys.exit(main())
