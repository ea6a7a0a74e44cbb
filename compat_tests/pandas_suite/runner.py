"""Runs pandas' tests in processes of their own and collects the outcomes."""

from __future__ import annotations

import functools
import hashlib
import importlib.util
import json
import os
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, TypeAlias

import numpy
import pandas
import pyarrow
from pandas.compat._optional import VERSIONS as OPTIONAL

from compat_tests.pandas_suite.process import Control, follow

ROOT: Final = Path(pandas.__file__).parent
SETTINGS: Final = {"plain": {}, "default": {}, "forced": {"ACCEL_MIN_ROWS": "0"}}
_SILENCE: Final = 60  # seconds more than a test may take, before a process counts as stuck
_REPOSITORY: Final = Path(__file__).parents[2]

Calls: TypeAlias = Counter[tuple[str, str, str]]  # of fate, name and reason (accel.frame.tally)


@dataclass(frozen=True)
class Outcome:
    """How a test ended: its status, and for one that failed the exception and where in accel."""

    status: str
    error: str = ""
    text: str = ""
    where: str = ""


@dataclass
class Results:
    """The outcomes of tests, and by module what became of their intercepted calls.

    ``errors`` says why a module, or a part of it, could not be collected.
    """

    outcomes: dict[str, Outcome] = field(default_factory=dict)
    calls: dict[str, Calls] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)

    def update(self, other: Results) -> None:
        """Add what was found of other modules."""
        self.outcomes |= other.outcomes
        self.calls |= other.calls
        self.errors |= other.errors

    def add(self, lines: Sequence[dict[str, Any]]) -> None:
        """Add what the plugin wrote."""
        for line in lines:
            if line.get("error") and "collected" in line:
                self.errors[module_of(line["collected"])] = line["error"]
            if "test" not in line:
                continue
            fields = dict(line)
            test = fields.pop("test")
            calls = self.calls.setdefault(module_of(test), Counter())
            for *call, number in fields.pop("calls", ()):
                calls[tuple(call)] += number
            self.outcomes[test] = Outcome(**fields)


def modules_of(selection: Sequence[str]) -> list[str]:
    """Return the test modules, relative to pandas' own tests, that names of files or folders mean.

    Raises
    ------
    FileNotFoundError
        If there is no such file or folder.
    """
    tests = ROOT / "tests"
    found: dict[str, None] = {}
    for name in selection:
        path = tests / name.removeprefix("pandas/").removeprefix("tests/")
        if not path.exists():
            raise FileNotFoundError(path)
        files = sorted(path.rglob("test_*.py")) if path.is_dir() else [path]
        found.update((str(file.relative_to(tests)), None) for file in files)
    return list(found)


def run(
    modules: Sequence[str],
    setting: str,
    limit: int,
    control: Control | None = None,
    share: float | None = None,
    only: Iterable[str] | None = None,
) -> Results:
    """Run modules in one setting; a process that dies is followed by another for the rest.

    Parameters
    ----------
    modules : sequence of str
        Relative to pandas' tests.
    setting : {"plain", "default", "forced"}
        Plain pandas, accel as a user gets it, or every frame planned.
    limit : int
        Seconds that a test may take.
    control : Control, optional
        Tells the run to stop, and is told how far it is.
    share : float, optional
        Run a sample of this size: ``sampling.chosen``. Not given: run all tests.
    only : iterable of str, optional
        Tests to run; the others have the status "collected".
    """
    results = Results()
    control = control or Control()
    while True:
        with tempfile.TemporaryDirectory() as folder:
            before = Path(folder, "before")
            before.write_text("\n".join(results.outcomes))
            lines = Path(folder, "outcomes")
            wanted = Path(folder, "modules")
            wanted.write_text("\n".join(modules))
            command = [*_command(setting), f"--modules={wanted}", f"--outcomes={lines}",
                       f"--leave-out={before}", f"--limit={limit}"]  # fmt: skip
            if share is not None:
                command.append(f"--sample={share}")
            if only is not None:
                named = Path(folder, "only")
                named.write_text("\n".join(only))
                command.append(f"--only={named}")
            done = follow(command, _environment(setting), lines, limit + _SILENCE, control)
        results.add(done.lines)
        dead = [test for test, outcome in results.outcomes.items() if outcome.status == "started"]
        if any("finished" in line for line in done.lines):
            return results
        if not dead:
            raise RuntimeError(f"pytest ended with {done.status}:\n{done.words}")
        error = "Hang" if done.status is None else "Crash"
        for test in dead:
            results.outcomes[test] = Outcome("failed", error, f"exit status {done.status}")


def plain(
    modules: Sequence[str], limit: int, cache: Path, control: Control | None = None
) -> dict[str, Outcome]:
    """Return what plain pandas does, from the cache where this environment was asked before."""
    known: dict[str, dict[str, Outcome]] = {}
    for module in modules:
        path = cached(module, cache)
        if path.exists():
            known[module] = {k: Outcome(**v) for k, v in json.loads(path.read_text()).items()}
    missing = [module for module in modules if module not in known]
    if missing:
        outcomes = run(missing, "plain", limit, control).outcomes
        for module in missing:
            known[module] = {k: v for k, v in outcomes.items() if module_of(k) == module}
            text = json.dumps({k: vars(v) for k, v in known[module].items()})
            write_whole(cached(module, cache), text)
    return {test: outcome for module in modules for test, outcome in known[module].items()}


def cached(module: str, cache: Path) -> Path:
    """Return where the outcomes of a module in plain pandas and this environment are kept."""
    return cache / environment_key() / f"{module}.json"


def write_whole(path: Path, text: str) -> None:
    """Write a file that is either not there or complete."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    part.write_text(text)
    part.replace(path)


@functools.cache
def environment_key() -> str:
    """Return what plain pandas' outcomes depend on: versions, and which optional packages are here.

    A test whose package is not installed is skipped, and is not when it is.
    """
    packages = {name.partition(".")[0] for name in OPTIONAL}
    here = sorted(name for name in packages if importlib.util.find_spec(name))
    digest = hashlib.sha1(" ".join(here).encode()).hexdigest()[:8]
    return f"{pandas.__version__}-{numpy.__version__}-{pyarrow.__version__}-{digest}"


def module_of(test: str) -> str:
    """Return the module of a test.

    Examples
    --------
    >>> module_of("tests/frame/test_unary.py::TestX::test_neg[a/b]")
    'frame/test_unary.py'
    """
    return test.split("::", maxsplit=1)[0].removeprefix("tests/")


def _command(setting: str) -> list[str | Path]:
    return [
        *(sys.executable, "-m", "pytest", "-p", "compat_tests.pandas_suite.plugin"),
        *("-p", "no:cacheprovider", "--no-strict-data-files", "--hypothesis-seed=0"),
        *("-q", "--no-header", "--no-summary", f"--rootdir={ROOT}", "-c", ROOT / "pyproject.toml"),
        *("-o", "addopts=", "--continue-on-collection-errors"),
        *(["--with-accel"] if setting != "plain" else []),
        ROOT / "tests",  # of modules by name all conftests have to be there, also one that skips
    ]


def _environment(setting: str) -> dict[str, str]:
    paths = [str(_REPOSITORY), *filter(None, [os.environ.get("PYTHONPATH")])]
    ours = {"PYTHONPATH": os.pathsep.join(paths), "PYTHONHASHSEED": "0"}
    return {k: v for k, v in os.environ.items() if not _is_setting(k)} | SETTINGS[setting] | ours


def _is_setting(variable: str) -> bool:
    """Tell whether a variable of the caller's changes how accel or pytest work."""
    is_accel = variable.startswith("ACCEL_") and variable != "ACCEL_CACHE_DIR"
    return is_accel or variable == "PYTEST_ADDOPTS"
