"""Runs the queries on every engine, one after another, and checks each result.

The engines take turns query by query, so that a slow minute of the machine hits them alike.
Only one of them runs at a time.
"""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from bench.answers import Answers
from bench.client import Worker, WorkerError
from bench.compare import difference
from bench.records import Measurement, Opening, Section

# Their results must be pandas' to the letter; other engines' only in value.
EXACT = ("pandas", "accel")


@dataclass(frozen=True)
class Plan:
    """What to run.

    Attributes
    ----------
    repeat, pandas_repeat
        Timed runs of each query when warm; pandas takes far longer, so it has its own.
    """

    folder: Path
    engines: list[str]
    queries: list[str]
    threads: int
    repeat: int = 3
    pandas_repeat: int = 1

    @property
    def ordered(self) -> list[str]:
        """The engines, the one that the others are checked against first."""
        return sorted(self.engines, key=lambda engine: engine != "pandas")

    def reference(self) -> str:
        """Say what results are compared with."""
        if "pandas" in self.engines:
            return "pandas, in this run"
        answers = Answers(self.folder)
        if all(answers.get(query) is not None for query in self.queries):
            return "pandas, in an earlier run"
        return f"pandas where an earlier run kept its answer, else {self.ordered[0]}"


class Run:
    """One section: every engine in its own worker, opened once, asked query by query."""

    def __init__(self, plan: Plan, mode: str, state: str) -> None:
        self.plan = plan
        self.section = Section(mode, state)
        self.workers: dict[str, Worker] = {}
        self.answers = Answers(plan.folder)

    def go(self) -> Section:
        """Run all queries and return what was measured."""
        with tempfile.TemporaryDirectory(prefix="bench-") as temporary:
            self.kept = Path(temporary, "result.pkl")
            try:
                for query in self.plan.queries:
                    self._query(query)
            finally:
                for worker in self.workers.values():
                    worker.close()
        return self.section

    def _worker(self, engine: str) -> Worker:
        worker = self.workers.get(engine)
        if worker is not None and worker.alive:
            return worker
        worker = Worker(engine, self.plan.folder, self.section.mode, self.plan.threads)
        try:
            opened = worker.open()
        except WorkerError:
            worker.close()
            raise
        self.workers[engine] = worker
        self.section.openings.setdefault(
            engine,
            Opening(opened["version"], opened["import_s"], opened["open_s"], opened["peak_mb"]),
        )
        return worker

    def _query(self, query: str) -> None:
        measured = {engine: Measurement(query, engine) for engine in self.plan.ordered}
        self.section.measurements += measured.values()
        self.expected = self.answers.get(query)
        self.expected_exact = True
        for one in measured.values():
            self._attempt(one, timed=self.section.state == "cold")
        if self.section.state == "warm":
            for turn in range(max(self.plan.repeat, self.plan.pandas_repeat)):
                for one in measured.values():
                    pandas = one.engine == "pandas"
                    if turn < (self.plan.pandas_repeat if pandas else self.plan.repeat):
                        self._attempt(one, timed=True)

    def _attempt(self, one: Measurement, timed: bool) -> None:
        """Run a query once, check its result, and record the run if it is a timed one."""
        if one.failure is not None:
            return
        try:
            answer = self._worker(one.engine).run(one.query, self.kept)
        except WorkerError as error:
            one.failure = str(error)
            return
        one.failure = self._check(one, pd.read_pickle(self.kept))
        self._confess(one, answer)
        if timed and one.failure is None:
            one.add(answer)

    def _check(self, one: Measurement, actual: pd.DataFrame) -> str | None:
        if one.engine == "pandas" and not one.seconds:
            self.answers.keep(one.query, self.kept)
        if self.expected is None:
            self.expected, self.expected_exact = actual, one.engine in EXACT
        exact = self.expected_exact and one.engine in EXACT
        return difference(self.expected, actual, exact)

    @staticmethod
    def _confess(one: Measurement, answer: dict[str, Any]) -> None:
        one.fallbacks += [line for line in answer["fallbacks"] if line not in one.fallbacks]
