"""Runs one task in a process of its own: seconds, CPU seconds, peak memory, and its result."""

from __future__ import annotations

import argparse
import importlib
import json
import pickle
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_KIB_PER_MB = 1024


@dataclass(frozen=True)
class Measured:
    """What a task took.

    Attributes
    ----------
    seconds : float
        Wall clock, the best of its runs; imports are done before.
    peak_mb : float
        The largest resident size of the process, imports included.
    result : object
        What the task gave.
    """

    seconds: float
    peak_mb: float
    result: Any


def measure(module: str, task: str, peer: str, *args: Any, runs: int = 3) -> Measured:
    """Run ``TASKS[task][peer](*args)`` of a module.

    Raises
    ------
    RuntimeError
        If the process fails; with the last lines it wrote.
    """
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder, "result.pkl")
        command = [sys.executable, "-m", __spec__.name, module, task, peer, str(place), str(runs)]
        done = subprocess.run([*command, json.dumps(args)], capture_output=True, text=True)
        if done.returncode:
            raise RuntimeError(f"{peer}, {task}:\n" + "\n".join(done.stderr.splitlines()[-8:]))
        return Measured(*pickle.loads(place.read_bytes()))


def peak_mb() -> float:
    """Return the largest resident size of this process so far."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) / _KIB_PER_MB
    raise OSError("/proc/self/status tells no VmHWM")


def _main() -> None:
    parser = argparse.ArgumentParser()
    for name in ("module", "task", "peer", "place", "runs", "args"):
        parser.add_argument(name)
    given = parser.parse_args()
    run = importlib.import_module(given.module).TASKS[given.task][given.peer]
    best, result = float("inf"), None
    for _ in range(int(given.runs)):
        result = None
        started = time.perf_counter()
        result = run(*json.loads(given.args))
        best = min(best, time.perf_counter() - started)
    Path(given.place).write_bytes(pickle.dumps((best, peak_mb(), result)))


if __name__ == "__main__":
    _main()
