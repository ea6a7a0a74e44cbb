"""One engine in a process of its own, so that memory, CPU time and imports are its alone.

The parent writes one JSON object a line to standard input and reads one a line back:

    {"do": "open"}                            -> {"import_s": ..., "open_s": ..., "version": ...}
    {"do": "run", "query": "q01", "keep": F}  -> {"wall_s": ..., "cpu_s": ..., "peak_mb": ...,
                                                  "fallbacks": [...]}

The result of a run is pickled to the file F, if one is given, after the clock has stopped.
What fails answers {"error": the traceback}. The end of the input ends the worker.
"""

from __future__ import annotations

import gc
import json
import os
import sys
import time
import traceback
from pathlib import Path
from typing import Any

from bench.engines import ENGINES, Engine

Message = dict[str, Any]


def open_engine(engine: Engine) -> Message:
    """Import and open the engine and say how long each took."""
    start = time.perf_counter()
    engine.load()
    loaded = time.perf_counter()
    engine.open()
    opened = time.perf_counter()
    return {
        "import_s": loaded - start,
        "open_s": opened - loaded,
        "version": engine.version(),
        "peak_mb": peak_mb(),
    }


def run_query(engine: Engine, query: str, keep: str | None) -> Message:
    """Run one query under the clock and keep its result where the parent wants it."""
    gc.collect()
    reset_peak()
    wall, cpu = time.perf_counter(), time.process_time()
    result = engine.run(query)
    measured = {
        "wall_s": time.perf_counter() - wall,
        "cpu_s": time.process_time() - cpu,
        "peak_mb": peak_mb(),
        "fallbacks": engine.fallbacks(),
    }
    if keep is not None:
        engine.to_pandas(result).to_pickle(keep)
    return measured


def reset_peak() -> None:
    """Let the kernel forget the peak so far. Where it does not allow that, the peak stays."""
    try:
        Path("/proc/self/clear_refs").write_text("5")
    except OSError:
        return


def peak_mb() -> float:
    """Return the largest resident size in MB, since `reset_peak` where that works."""
    status = Path("/proc/self/status")
    if status.exists():
        for line in status.read_text().splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) / 1024
    import resource

    # Kilobytes on Linux, bytes on macOS.
    unit = 1024 if sys.platform == "linux" else 1024**2
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit


def serve(engine: Engine) -> None:
    """Answer the parent until it closes its end."""
    # Whatever an engine or a query prints goes to standard error, not between the answers.
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    for line in sys.stdin:
        request = json.loads(line)
        try:
            if request["do"] == "open":
                answer = open_engine(engine)
            else:
                answer = run_query(engine, request["query"], request.get("keep"))
        except Exception:  # noqa: BLE001 - whatever a query raises is the answer
            answer = {"error": traceback.format_exc()}
        print(json.dumps(answer), file=answers, flush=True)


if __name__ == "__main__":
    name, folder, in_memory, threads = sys.argv[1:]
    serve(ENGINES[name](Path(folder), in_memory == "memory", int(threads)))
