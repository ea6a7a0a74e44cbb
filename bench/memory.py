"""The peak memory of one engine over all queries: ``python -m bench.memory --sf 10``."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from bench import data, queries
from bench.client import Worker, WorkerError, cores
from bench.engines import ENGINES


def main(arguments: list[str] | None = None) -> int:
    """Print seconds and peak resident size a query; 1 if one failed or fell back."""
    parser = argparse.ArgumentParser(prog="python -m bench.memory", description=__doc__)
    parser.add_argument("--sf", type=float, default=10.0)
    parser.add_argument("--engine", choices=list(ENGINES), default="accel")
    parser.add_argument("--queries", default="all")
    parser.add_argument("--mode", choices=["parquet", "memory"], default="parquet")
    parser.add_argument("--threads", type=int, default=cores())
    parser.add_argument("--dir", type=Path, default=None, help="folder of the scale factors")
    chosen = parser.parse_args(arguments)
    folder = data.ensure(chosen.sf, chosen.dir)

    def started() -> tuple[Worker, float]:
        worker = Worker(chosen.engine, folder, chosen.mode, chosen.threads)
        return worker, worker.open()["peak_mb"]

    worker, highest = started()
    total, faults = 0.0, 0
    print(f"{chosen.engine}, scale factor {chosen.sf:g}, {chosen.mode}")
    for name in queries.chosen(chosen.queries):
        try:
            answer = worker.run(name)
        except WorkerError as error:
            faults += 1
            print(f"{name} FAILED: {str(error).strip().splitlines()[-1]}", flush=True)
            if not worker.alive:
                worker, _ = started()
            continue
        total += answer["wall_s"]
        highest = max(highest, answer["peak_mb"])
        faults += len(answer["fallbacks"])
        notes = "".join(f"  FALLBACK {line}" for line in answer["fallbacks"])
        print(f"{name} {answer['wall_s']:8.2f} s {answer['peak_mb']:8.0f} MB{notes}", flush=True)
    worker.close()
    print(f"total {total:.2f} s, peak {highest:.0f} MB")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
