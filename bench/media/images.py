"""Pictures: decode and resize, filter by width; ``python -m bench.media.images``.

Every library runs in a process of its own, three times, the best counts. Results are compared
before a time is shown: names exactly, pixels by their mean difference, as every library resamples
in its own way.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any, Final

import numpy as np

from bench.client import cores
from bench.media import photos
from bench.media.image_peers import TASKS
from bench.media.measured import Measured, measure

_ALIKE: Final = 8.0  # grey levels, on average: other filters, the same pictures


def main(arguments: list[str] | None = None) -> int:
    """Print a table for each task; 1 if a library failed or gave something else."""
    parser = argparse.ArgumentParser(prog="python -m bench.media.images", description=__doc__)
    parser.add_argument("--count", type=int, default=400)
    parser.add_argument("--dir", type=Path, default=Path(__file__).parents[1] / ".data")
    parser.add_argument("--threads", type=int, default=cores())
    parser.add_argument("--runs", type=int, default=3)
    asked = parser.parse_args(arguments)
    folder = photos.ensure(asked.dir, asked.count)
    size = sum(path.stat().st_size for path in folder.iterdir())
    print(f"{asked.count} JPEGs, {size / 1e6:.0f} MB, {asked.threads} threads")
    faults = 0
    for task, peers in TASKS.items():
        results: dict[str, Measured] = {}
        for peer in peers:
            try:
                results[peer] = measure(
                    "bench.media.image_peers", task, peer, str(folder), asked.threads,
                    runs=asked.runs,
                )  # fmt: skip
            except RuntimeError as error:
                faults += 1
                print(f"FAILED: {error}")
        faults += _show(task, results)
    return 1 if faults else 0


def _show(task: str, results: dict[str, Measured]) -> int:
    """Print the table of a task and return how many libraries gave something else."""
    print(f"\n{task}\n{'':28}{'seconds':>9}{'peak MB':>9}{'daft / it':>11}  result")
    expected = next(iter(results.values())).result
    daft = results.get("daft")
    faults = 0
    for peer, measured in results.items():
        same, how = _compared(expected, measured.result)
        faults += not same
        ratio = "" if daft is None else f"{daft.seconds / measured.seconds:10.1f}x"
        row = f"{peer:28}{measured.seconds:9.3f}{measured.peak_mb:9.0f}{ratio:>11}"
        print(f"{row}  {how if same else 'DIFFERS: ' + how}", flush=True)
    return faults


def _compared(expected: Any, result: Any) -> tuple[bool, str]:
    if isinstance(expected, list):
        return expected == result, f"{len(result)} files"
    if expected.shape != result.shape:
        return False, f"shape {result.shape} for {expected.shape}"
    mean = float(np.abs(expected.astype(np.int16) - result.astype(np.int16)).mean())
    return mean < _ALIKE, f"{mean:.2f} grey levels apart"


if __name__ == "__main__":
    sys.exit(main())
