"""Runs a sample of pandas' tests: quick enough for every change."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Final

from compat_tests.pandas_suite import differences, runner, selection
from compat_tests.pandas_suite.parallel import run_all
from compat_tests.pandas_suite.process import Control
from compat_tests.pandas_suite.runner import Outcome, Results, module_of
from compat_tests.pandas_suite.sampling import chosen

_PORTIONS: Final = 4  # of a setting: more take longer to start, with fewer a job may be idle


def run(
    modules: Sequence[str],
    settings: Iterable[str],
    share: float,
    jobs: int,
    cache: Path,
    limit: int = 60,
) -> tuple[dict[str, Outcome], dict[str, Results]]:
    """Run a sample in accel, and in plain pandas those of its tests that do not pass in accel.

    Returns
    -------
    dict of str to Outcome
        What plain pandas does. A test that passes in accel in all settings is taken to pass
        there, too; a module of which all do is not even collected there.
    dict of str to Results
        What accel does, by setting.
    """
    control = Control()
    sizes = selection.weights(modules, cache)
    results = {setting: Results() for setting in settings}

    def in_accel(setting: str, portion: Sequence[str]) -> None:
        results[setting].update(runner.run(portion, setting, limit, control, share))

    portions = selection.shards(sizes, sum(sizes.values()) // _PORTIONS + 1)
    run_all([partial(in_accel, s, p) for p in portions for s in results], jobs, control)

    doubtful = _doubtful(modules, results.values())
    expected = {
        test: Outcome("passed")
        for found in results.values()
        for test in found.outcomes
        if module_of(test) not in doubtful
    }

    def in_pandas(portion: Sequence[str]) -> None:
        only = [test for module in portion for test in doubtful[module]]
        for test, outcome in runner.run(
            portion, "plain", limit, control, share, only
        ).outcomes.items():
            is_passed = outcome.status == "collected"
            expected[test] = Outcome("passed") if is_passed else outcome

    known = {entry.test for entry in differences.read_known()}
    unknown = {}
    for module in doubtful:
        path = runner.cached(module, cache)
        if path.exists():
            kept = json.loads(path.read_text())
            expected |= {test: Outcome(**kept[test]) for test in chosen(kept, share, known)}
        else:
            unknown[module] = sizes[module]
    portions = selection.shards(unknown, sum(unknown.values()) // jobs + 1)
    run_all([partial(in_pandas, portion) for portion in portions], jobs, control)
    return expected, results


def _doubtful(modules: Sequence[str], results: Iterable[Results]) -> Mapping[str, set[str]]:
    """Return the modules that plain pandas has to look at, and those of their tests to run."""
    found: dict[str, set[str]] = {}
    for each in results:
        for test, outcome in each.outcomes.items():
            if outcome.status != "passed":
                found.setdefault(module_of(test), set()).add(test)
        for module in each.errors:
            found.setdefault(module, set())
        for module in set(modules) - {module_of(test) for test in each.outcomes}:
            found.setdefault(module, set())
    return found
