"""The pytest plugin inside the process that runs pandas' tests: installs accel, writes outcomes.

A line is written when a test starts and one when it ends, so that the runner knows which test a
process died in; and one when a module was collected, so that it knows the process is alive.
"""

from __future__ import annotations

import gc
import json
import os
import re
import signal
import traceback
from collections import Counter
from collections.abc import Generator
from contextlib import ExitStack
from pathlib import Path
from types import FrameType
from typing import Any, Final

import pytest
from pandas import _testing as testing
from pandas._testing import compat as helpers

from compat_tests.pandas_suite import differences, left_out, sampling

OUTCOMES: Final = pytest.StashKey[Path]()
CALLS: Final = pytest.StashKey[list[Any]]()
PATHS: Final = pytest.StashKey[set[Path]]()
RUNNER: Final = os.getppid()


class TestTookTooLongError(BaseException):
    """Not an Exception: the code under test must not swallow it."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add what the runner tells us."""
    group = parser.getgroup("pandas_suite")
    group.addoption("--modules", type=Path, help="a file of the modules to collect")
    group.addoption("--outcomes", type=Path, help="where a line per test goes")
    group.addoption("--leave-out", type=Path, help="a file of the tests that ran before")
    group.addoption("--sample", type=float, help="how many of the test functions to run")
    group.addoption("--only", type=Path, help="a file of tests; the others are collected only")
    group.addoption("--with-accel", action="store_true", help="accel is pandas")
    group.addoption("--limit", type=int, default=60, help="seconds a test may take")


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> None:
    """Install accel before pandas' own conftest imports pandas."""
    if early_config.known_args_namespace.with_accel:
        import accel
        import accel.pandas as ours

        accel.install()
        # these compare the class that a test is for with the one they imported
        helpers.DataFrame = testing.DataFrame = ours.DataFrame
        testing.Series = ours.Series


def pytest_configure(config: pytest.Config) -> None:
    """Let a test that hangs in Python, or waits for a lock, fail."""
    config.stash[OUTCOMES] = config.getoption("outcomes")
    root = config.rootpath / "tests"
    modules = config.getoption("modules").read_text().split("\n")
    config.stash[PATHS] = {p for m in modules for p in (root / m, *(root / m).parents)}
    config.stash[CALLS] = []
    if config.getoption("with_accel"):
        from accel.frame import tally

        counting = ExitStack()
        config.stash[CALLS] = counting.enter_context(tally.counted())
        config.add_cleanup(counting.close)
    signal.signal(signal.SIGALRM, _took_too_long)
    gc.disable()  # collecting makes a hundred thousand objects, and no garbage


def _took_too_long(signum: int, frame: FrameType | None) -> None:
    stack = traceback.extract_stack(frame)[-1]
    raise TestTookTooLongError(f"in {stack.name} ({Path(stack.filename).name}:{stack.lineno})")


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Collect the modules that are asked for, and their folders."""
    return None if collection_path in config.stash[PATHS] else True


def pytest_collection_finish() -> None:
    """From here on there is garbage; what collecting made is not looked through for it."""
    gc.freeze()
    gc.enable()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out tests that want what is not here, that are not asked for, and that ran before."""
    path: Path | None = config.getoption("leave_out")
    before = set(path.read_text().split("\n")) if path else set()
    items[:] = [
        item for item in items if not any(item.get_closest_marker(m) for m in left_out.MARKS)
    ]
    share: float | None = config.getoption("sample")
    if share is not None:
        known = {entry.test for entry in differences.read_known()}
        chosen = sampling.chosen([item.nodeid for item in items], share, known)
        items[:] = [item for item in items if item.nodeid in chosen]
    only: Path | None = config.getoption("only")
    if only:
        named = set(only.read_text().split("\n"))
        for item in items:
            if item.nodeid not in named:
                _write(config, {"test": item.nodeid, "status": "collected"})
        items[:] = [item for item in items if item.nodeid in named]
    items[:] = [item for item in items if item.nodeid not in before]


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, bool, bool]:
    """Limit the time of a test, its fixtures included."""
    if os.getppid() != RUNNER:
        pytest.exit("the runner is gone")
    _write(item.config, {"test": item.nodeid, "status": "started"})
    signal.alarm(item.config.getoption("limit"))
    try:
        return (yield)
    finally:
        signal.alarm(0)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[Any]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Write how a test ended."""
    report = yield
    # A test that passed is written down after its call; a failing teardown overrules that.
    if report.when == "call" or not report.passed:
        status = "xfailed" if hasattr(report, "wasxfail") else report.outcome
        line: dict[str, Any] = {"test": item.nodeid, "status": status}
        if report.failed:
            line |= _why(call.excinfo) if call.excinfo else {"error": str(report.longrepr)}
        if calls := _calls(item.config):
            line["calls"] = calls
        _write(item.config, line)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(
    collector: pytest.Collector,
) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """Tell that a module was collected, and at once why one cannot be imported."""
    report = yield
    why = report.longreprtext[-500:] if report.failed else ""
    _write(collector.config, {"collected": report.nodeid, "error": why})
    return report


def pytest_unconfigure(config: pytest.Config) -> None:
    """Tell that this is the end, and no accident."""
    _write(config, {"finished": True})


def _calls(config: pytest.Config) -> list[tuple[str, str, str, int]]:
    """Return what became of the intercepted calls since the last time."""
    made = config.stash[CALLS]
    found = Counter((call.fate, call.name, _general(call.reason)) for call in made)
    made.clear()
    return [(*call, number) for call, number in found.items()]


def _general(reason: str) -> str:
    """Return a reason without what is special to one call: quoted names, addresses, numbers."""
    text = re.sub(r"'[^']*'|\"[^\"]*\"", "'...'", reason.split("\n")[0])
    return re.sub(r"0x[0-9a-f]+|\d+(\.\d+)?", "N", text)[:150]


def _why(excinfo: pytest.ExceptionInfo[BaseException]) -> dict[str, str]:
    text = str(excinfo.value).strip().split("\n\n")[0][:300]
    ours = [entry for entry in excinfo.traceback if "/accel/" in str(entry.path)]
    where = f"{Path(ours[-1].path).name}:{ours[-1].lineno + 1}" if ours else ""
    return {"error": excinfo.type.__name__, "text": text, "where": where}


def _write(config: pytest.Config, line: dict[str, Any]) -> None:
    with config.stash[OUTCOMES].open("a") as file:
        file.write(json.dumps(line) + "\n")
