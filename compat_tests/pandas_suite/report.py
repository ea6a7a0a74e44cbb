"""What a run of pandas' tests showed, by folder: as data for JSON."""

from __future__ import annotations

import json
import platform
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy
import pandas
import pyarrow

from accel.frame import tally
from compat_tests.pandas_suite import left_out
from compat_tests.pandas_suite.differences import Comparison, Known
from compat_tests.pandas_suite.runner import Calls, Outcome, Results, module_of
from compat_tests.pandas_suite.selection import folder_of

FATES: Final = (tally.PLANNED, tally.REPLAYED, tally.PANDAS, tally.LEFT, tally.SMALL)
_MOST: Final = 5  # reasons kept of a folder
_MOST_OF_ALL: Final = 25


def report(settings: Mapping[str, dict[str, Any]], sample: float | None = None) -> dict[str, Any]:
    """Return the whole report of what ``of_setting`` gave for each setting."""
    return {
        "sample": sample,
        "environment": {
            "python": platform.python_version(),
            "pandas": pandas.__version__,
            "numpy": numpy.__version__,
            "pyarrow": pyarrow.__version__,
        },
        "left_out": {"folders": left_out.FOLDERS, "marks": left_out.MARKS},
        "settings": dict(settings),
    }


def as_json(whole: Mapping[str, Any]) -> str:
    """Return a report as JSON, with lists of plain values on one line."""
    text = json.dumps(whole, indent=1)
    return re.sub(r"\[\s+([^\[\]{}]*?)\s+\]", _on_one_line, text) + "\n"


def _on_one_line(found: re.Match[str]) -> str:
    values = re.sub(r"\s*\n\s*", " ", found[1])
    return f"[{values}]"


def of_setting(
    expected: Mapping[str, Outcome],
    results: Results,
    comparison: Comparison,
    entries: Sequence[Known],
) -> dict[str, Any]:
    """Return counts by folder and in all, and the tests that differ.

    A folder's counts are ``baseline`` (passed in plain pandas), ``passed`` (in accel), ``lost``
    (ended as they should in plain pandas, and not in accel), ``known`` (those of the lost that
    are on the list of known differences), and of its intercepted ``calls`` by fate.
    """
    lost = {**comparison.new, **comparison.known}
    folders: dict[str, dict[str, Any]] = {}
    for folder in sorted({folder_of(module_of(test)) for test in expected}):
        within = {test for test in expected if folder_of(module_of(test)) == folder}
        calls: Calls = Counter()
        for module, made in results.calls.items():
            if folder_of(module) == folder:
                calls += made
        folders[folder] = _counts(within, expected, results, comparison) | calls_of(calls)
    every: Calls = sum(results.calls.values(), Counter())
    total = _counts(set(expected), expected, results, comparison) | calls_of(every, _MOST_OF_ALL)
    return {
        "folders": folders,
        "total": total,
        "lost": {
            test: {**vars(outcome), "reason": _reason(test, comparison.setting, entries)}
            for test, outcome in sorted(lost.items())
        },
    }


def calls_of(calls: Calls, most: int = _MOST) -> dict[str, Any]:
    """Return calls by fate, the share that the engine ran, and the top reasons why not.

    A call that was planned and then replayed counts as replayed only.
    """
    by_fate = dict.fromkeys(FATES, 0)
    reasons: Calls = Counter()
    for (fate, name, reason), number in calls.items():
        by_fate[fate] += number
        if fate in (tally.REPLAYED, tally.PANDAS):
            reasons[fate, name, reason] += number
    by_fate[tally.PLANNED] -= by_fate[tally.REPLAYED]
    asked = sum(by_fate.values()) - by_fate[tally.SMALL]
    return {
        "calls": by_fate,
        "native": round(by_fate[tally.PLANNED] / asked, 4) if asked else None,
        "reasons": [[*call, number] for call, number in reasons.most_common(most)],
    }


def _counts(
    tests: set[str],
    expected: Mapping[str, Outcome],
    results: Results,
    comparison: Comparison,
) -> dict[str, int]:
    ended = (results.outcomes[test] for test in tests if test in results.outcomes)
    return {
        "baseline": sum(expected[test].status == "passed" for test in tests),
        "passed": sum(outcome.status == "passed" for outcome in ended),
        "lost": sum(test in comparison.new or test in comparison.known for test in tests),
        "known": sum(test in comparison.known for test in tests),
    }


def _reason(test: str, setting: str, entries: Sequence[Known]) -> str:
    return next((entry.reason for entry in entries if entry.covers(test, setting)), "")
