"""The parent's end of a worker."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from pathlib import Path
from types import TracebackType
from typing import Any

REPOSITORY = Path(__file__).parent.parent


class WorkerError(Exception):
    """A query failed in a worker, or the worker with it."""


def cores() -> int:
    """Return how many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class Worker:
    """A process that runs one engine.

    Parameters
    ----------
    engine
        A name in `bench.engines.ENGINES`.
    folder
        Where the Parquet files lie.
    mode
        ``parquet`` or ``memory``.
    threads
        How many threads the engine may use.
    environment
        Variables to set in the process, on top of this one's.
    timeout
        Seconds after which one request is given up and the process ended.
    """

    def __init__(
        self,
        engine: str,
        folder: Path,
        mode: str,
        threads: int,
        environment: dict[str, str] | None = None,
        timeout: float = 900.0,
    ) -> None:
        self.engine = engine
        self.timeout = timeout
        paths = [str(REPOSITORY), os.environ.get("PYTHONPATH", "")]
        self._process = subprocess.Popen(
            [sys.executable, "-m", "bench.worker", engine, str(folder), mode, str(threads)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={
                **os.environ,
                "PYTHONPATH": os.pathsep.join(path for path in paths if path),
                "ACCEL_NUM_THREADS": str(threads),
                "OMP_NUM_THREADS": str(threads),  # pyarrow's pool, and so pandas' readers
                "POLARS_MAX_THREADS": str(threads),
                **(environment or {}),
            },
        )

    def open(self) -> dict[str, Any]:
        """Have the engine imported and its tables opened."""
        return self._ask({"do": "open"})

    def run(self, query: str, keep: Path | None = None) -> dict[str, Any]:
        """Have a query run, and its result pickled to ``keep``."""
        return self._ask({"do": "run", "query": query, "keep": str(keep) if keep else None})

    def _ask(self, request: dict[str, Any]) -> dict[str, Any]:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        alarm = threading.Timer(self.timeout, self._process.kill)
        alarm.start()
        try:
            self._process.stdin.write(json.dumps(request) + "\n")
            self._process.stdin.flush()
            line = self._process.stdout.readline()
        except BrokenPipeError:
            line = ""
        finally:
            alarm.cancel()
        if not line:
            status = self._process.wait()
            raise WorkerError(f"the {self.engine} worker ended with status {status}")
        answer: dict[str, Any] = json.loads(line)
        if "error" in answer:
            raise WorkerError(answer["error"])
        return answer

    @property
    def alive(self) -> bool:
        """Whether the process still runs."""
        return self._process.poll() is None

    def close(self) -> None:
        """End the process and wait for it."""
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None and not pipe.closed:
                try:
                    pipe.close()
                except BrokenPipeError:
                    continue
        try:
            self._process.wait(timeout=30)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def __enter__(self) -> Worker:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()
