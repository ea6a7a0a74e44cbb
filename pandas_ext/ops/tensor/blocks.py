"""Work on blocks of rows, on as many threads as the options allow."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import numpy as np

from pandas_ext.settings import options

BLOCK_BYTES = 2**20  # of input a block: within a core's cache


def run(count: int, row_bytes: int, work: Callable[[int, int], None]) -> None:
    """Call ``work(start, stop)`` for blocks that together are the rows 0 to count.

    Blocks depend on the rows alone, never on the threads, so that results that are combined from
    blocks are the same on every machine. NumPy's warnings about values are off, as pandas has it.

    Parameters
    ----------
    count : int
        Rows.
    row_bytes : int
        Bytes that a row's work touches.
    work : callable
        Called on several threads at a time, for different blocks.
    """
    step = block_rows(row_bytes)
    starts = iter(range(0, count, step))
    lock = threading.Lock()

    def worker() -> None:
        with np.errstate(all="ignore"):
            while True:
                with lock:
                    start = next(starts, None)
                if start is None:
                    return
                work(start, min(start + step, count))

    threads = min(options.num_threads, -(-count // step))
    if threads <= 1:
        worker()
        return
    with ThreadPoolExecutor(threads - 1, thread_name_prefix="tensor") as pool:
        others = [pool.submit(worker) for _ in range(threads - 1)]
        worker()
        for other in others:
            other.result()


def block_rows(row_bytes: int) -> int:
    """Return how many rows make a block."""
    return max(1, BLOCK_BYTES // max(1, row_bytes))
