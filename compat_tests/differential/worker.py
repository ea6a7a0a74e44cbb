"""A process that runs random programs, and is replaced where a program ends it."""

from __future__ import annotations

import multiprocessing
import traceback
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import Final, TypeAlias

from compat_tests.differential.search import MAKING, Found, prepare, search

Chunk: TypeAlias = tuple[int, int, int]  # a seed, a number, and how many examples
_MOST_ENDS: Final = 20


class Worker:
    """One process at a time.

    Parameters
    ----------
    folder : Path
        Of this worker alone: the program that runs is there.
    """

    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        self.folder = folder
        self.chunk: Chunk = (0, 0, 0)
        self._ends = 0
        self._pool = self._new()

    def _new(self) -> ProcessPoolExecutor:
        # spawned: a forked child would start with what the parent computed and keeps
        context = multiprocessing.get_context("spawn")
        return ProcessPoolExecutor(1, mp_context=context, initializer=prepare)

    def start(self, chunk: Chunk) -> Future[list[Found]]:
        """Run the examples of a chunk."""
        self.chunk = chunk
        seed, number, count = chunk
        return self._pool.submit(search, seed * 1_000_003 + number, count, self.folder)

    def ended(self, error: BaseException) -> Found:
        """Return what ended a chunk early; where it took the process, another is put in its place.

        Raises
        ------
        BaseException
            The error, if the process ended while no program ran, or if this happens too often.
        """
        self._ends += 1
        if self._ends > _MOST_ENDS:
            raise error
        if isinstance(error, BrokenProcessPool):
            return self._died(error)
        text = "".join(traceback.format_exception(error))  # our own means failed, or hypothesis'
        return Found(f"broken | {type(error).__name__}", text)

    def _died(self, error: BrokenProcessPool) -> Found:
        programs = list(self.folder.iterdir())
        if not programs:
            raise error
        text = programs[0].read_text()
        programs[0].unlink()
        self.stop()
        self._pool = self._new()
        if text.startswith(MAKING):
            return Found("plain pandas ended its process", f"{text}\n", is_known=True)
        return Found(f"died | {self.chunk}", f"a process died; this ran then:\n\n{text}")

    def stop(self) -> None:
        """End the process."""
        self._pool.shutdown(cancel_futures=True)
