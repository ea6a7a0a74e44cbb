"""Runs portions of pandas' tests in several processes at once, and keeps what is done."""

from __future__ import annotations

import json
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Final

from compat_tests.pandas_suite import differences, runner, selection
from compat_tests.pandas_suite.parallel import run_all
from compat_tests.pandas_suite.process import Control
from compat_tests.pandas_suite.runner import Outcome, Results

_LEAST: Final = 400  # tests in a portion: with fewer, starting the process takes longest
_MOST: Final = 4000
_SAY: Final = 30  # seconds between two lines of progress


@dataclass
class Suite:
    """A run of modules of pandas' tests in some settings.

    Attributes
    ----------
    modules : sequence of str
        What is run.
    settings : sequence of str
        Of accel.
    folder : Path
        Where the outcomes of a module go when its portion is done.
    cache : Path
        Where those of plain pandas are kept.
    limit : int
        Seconds that a test may take.
    """

    modules: Sequence[str]
    settings: Sequence[str]
    folder: Path
    cache: Path
    limit: int = 60
    control: Control = field(default_factory=Control)

    def run(self, jobs: int, say: Callable[[str], None] | None = None) -> None:
        """Run what is not done.

        Raises
        ------
        KeyboardInterrupt
            After the processes were ended. What portions are done stays.
        """
        sizes = selection.weights(self.modules, self.cache)
        todo = {m: n for m, n in sizes.items() if any(not self.done(m, s) for s in self.settings)}
        most = max(_LEAST, min(_MOST, sum(todo.values()) // (4 * jobs)))
        portions = selection.shards(todo, most)
        progress = Progress(self, len(portions), sum(todo.values()), say or _to_stderr)

        def task(portion: list[str]) -> None:
            self._run_portion(portion, progress)
            progress.portion_done(sum(sizes[module] for module in portion))

        run_all(
            [partial(task, portion) for portion in portions],
            jobs,
            self.control,
            progress.now_and_then,
        )

    def forget(self) -> None:
        """Let all modules be run again."""
        for setting in self.settings:
            for module in self.modules:
                self._path(module, setting).unlink(missing_ok=True)

    def done(self, module: str, setting: str) -> bool:
        """Tell whether a module was run."""
        return self._path(module, setting).exists()

    def results(self, setting: str, modules: Sequence[str] | None = None) -> Results:
        """Return what was found."""
        results = Results()
        for module in self.modules if modules is None else modules:
            kept = json.loads(self._path(module, setting).read_text())
            results.outcomes |= {test: Outcome(**o) for test, o in kept["outcomes"].items()}
            if kept["error"]:
                results.errors[module] = kept["error"]
            results.calls[module] = Counter(
                {(fate, name, reason): n for fate, name, reason, n in kept["calls"]}
            )
        return results

    def expected(self, modules: Sequence[str] | None = None) -> dict[str, Outcome]:
        """Return what plain pandas does."""
        wanted = self.modules if modules is None else modules
        return runner.plain(wanted, self.limit, self.cache, self.control)

    def _path(self, module: str, setting: str) -> Path:
        return self.folder / setting / f"{module}.json"

    def _run_portion(self, portion: Sequence[str], progress: Progress) -> None:
        expected = self.expected(portion)
        for setting in self.settings:
            todo = [module for module in portion if not self.done(module, setting)]
            if todo:
                results = runner.run(todo, setting, self.limit, self.control)
                for module in todo:
                    self._keep(module, setting, results)
            got = self.results(setting, portion)
            found = differences.compare(setting, expected, got.outcomes, progress.known, got.errors)
            progress.differ(setting, len(found.new))

    def _keep(self, module: str, setting: str, results: Results) -> None:
        outcomes = {
            t: vars(o) for t, o in results.outcomes.items() if runner.module_of(t) == module
        }
        calls = [[*call, number] for call, number in results.calls.get(module, {}).items()]
        error = results.errors.get(module, "")
        kept = json.dumps({"outcomes": outcomes, "calls": calls, "error": error})
        runner.write_whole(self._path(module, setting), kept)


class Progress:
    """Says now and then how far a run is."""

    def __init__(self, suite: Suite, portions: int, tests: int, say: Callable[[str], None]) -> None:
        self.known = differences.read_known()
        self._control = suite.control
        self._portions = portions
        self._tests = tests
        self._say = say
        self._lock = threading.Lock()
        self._started = time.monotonic()
        self._said = self._started
        self._portions_done = 0
        self._tests_done = 0
        self._lost = dict.fromkeys(suite.settings, 0)

    def differ(self, setting: str, tests: int) -> None:
        """Add tests that end otherwise than in plain pandas."""
        with self._lock:
            self._lost[setting] += tests

    def portion_done(self, tests: int) -> None:
        """Say that a portion is done."""
        with self._lock:
            self._portions_done += 1
            self._tests_done += tests
            self._print()

    def now_and_then(self) -> None:
        """Say how far it is if nobody did for a while."""
        with self._lock:
            if time.monotonic() - self._said > _SAY:
                self._print()

    def _print(self) -> None:
        self._said = time.monotonic()
        took = self._said - self._started
        lost = ", ".join(f"{number} {setting}" for setting, number in self._lost.items())
        line = (
            f"{_time(took)}  {self._portions_done} of {self._portions} portions, "
            f"{self._control.ended:,} tests ended, lost: {lost}"
        )
        if self._tests_done:
            rest = took / self._tests_done * (self._tests - self._tests_done)
            line += f", about {_time(rest)} left"
        self._say(line)


def _time(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes}:{rest:02}"


def _to_stderr(line: str) -> None:
    print(line, file=sys.stderr, flush=True)
