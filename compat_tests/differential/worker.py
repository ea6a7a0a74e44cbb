"""A process that runs random programs, and is replaced where a program ends it."""

from __future__ import annotations

import multiprocessing
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import Final, TypeAlias

from compat_tests.differential.search import MAKING, Found, prepare, search

Chunk: TypeAlias = tuple[int, int, int]  # a seed, a number, and how many examples
_MOST_DEATHS: Final = 20


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
        self._deaths = 0
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

    def died(self, error: BrokenProcessPool) -> Found:
        """Return what ended the process, and put another in its place.

        Raises
        ------
        BrokenProcessPool
            If no program ran, or if this happened too often.
        """
        programs = list(self.folder.iterdir())
        self._deaths += 1
        if not programs or self._deaths > _MOST_DEATHS:
            raise error
        text = programs[0].read_text()
        programs[0].unlink()
        self.stop()
        self._pool = self._new()
        if text == MAKING:
            return Found("plain pandas ended its process", "", is_known=True)
        return Found(f"died | {self.chunk}", f"a process died; this ran then:\n\n{text}")

    def stop(self) -> None:
        """End the process."""
        self._pool.shutdown(cancel_futures=True)
