"""Runs pandas' tests in processes of their own and collects the outcomes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy
import pandas
import pyarrow

ROOT: Final = Path(pandas.__file__).parent
SETTINGS: Final = {"plain": {}, "default": {}, "forced": {"ACCEL_MIN_ROWS": "0"}}
_REPOSITORY: Final = Path(__file__).parents[2]
_VERSIONS: Final = f"{pandas.__version__}-{numpy.__version__}-{pyarrow.__version__}"


@dataclass(frozen=True)
class Outcome:
    """How a test ended: its status, and for one that failed the exception and where in accel."""

    status: str
    error: str = ""
    text: str = ""
    where: str = ""


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


def run(modules: Sequence[str], setting: str, limit: int) -> dict[str, Outcome]:
    """Run modules in one setting; a process that dies is followed by another for the rest."""
    outcomes: dict[str, Outcome] = {}
    while True:
        with tempfile.TemporaryDirectory() as folder:
            before = Path(folder, "before")
            before.write_text("\n".join(outcomes))
            lines = Path(folder, "outcomes")
            lines.touch()
            done = _process(modules, setting, limit, lines, before)
            new = _read(lines)
        outcomes |= new
        dead = [test for test, outcome in new.items() if outcome.status == "started"]
        if done.returncode in (0, 1, 5):  # ran; some failed; nothing was left to run
            return outcomes
        if not dead:
            raise RuntimeError(f"pytest ended with {done.returncode}:\n{done.stderr[-4000:]}")
        for test in dead:
            outcomes[test] = Outcome("failed", "Crash", f"exit status {done.returncode}")


def plain(modules: Sequence[str], limit: int, cache: Path) -> dict[str, Outcome]:
    """Return what plain pandas does, from the cache where these versions were asked before."""
    known: dict[str, dict[str, Outcome]] = {}
    for module in modules:
        path = cache / _VERSIONS / f"{module}.json"
        if path.exists():
            known[module] = {k: Outcome(**v) for k, v in json.loads(path.read_text()).items()}
    missing = [module for module in modules if module not in known]
    if missing:
        outcomes = run(missing, "plain", limit)
        for module in missing:
            known[module] = {k: v for k, v in outcomes.items() if module_of(k) == module}
            path = cache / _VERSIONS / f"{module}.json"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(json.dumps({k: vars(v) for k, v in known[module].items()}))
    return {test: outcome for module in modules for test, outcome in known[module].items()}


def module_of(test: str) -> str:
    """Return the module of a test.

    Examples
    --------
    >>> module_of("tests/frame/test_unary.py::TestX::test_neg[a/b]")
    'frame/test_unary.py'
    """
    return test.split("::", maxsplit=1)[0].removeprefix("tests/")


def _process(
    modules: Sequence[str], setting: str, limit: int, lines: Path, before: Path
) -> subprocess.CompletedProcess[str]:
    command: list[str | Path] = [
        *(sys.executable, "-m", "pytest", "-p", "compat_tests.pandas_suite.plugin"),
        *("-p", "no:cacheprovider", "--no-strict-data-files", "--hypothesis-seed=0"),
        *("-q", "--no-header", "--no-summary", f"--rootdir={ROOT}", "-c", ROOT / "pyproject.toml"),
        *("-o", "addopts=", f"--outcomes={lines}", f"--leave-out={before}", f"--limit={limit}"),
        *(["--with-accel"] if setting != "plain" else []),
        *(ROOT / "tests" / module for module in modules),
    ]
    paths = [str(_REPOSITORY), *filter(None, [os.environ.get("PYTHONPATH")])]
    env = os.environ | SETTINGS[setting]
    env |= {"PYTHONPATH": os.pathsep.join(paths), "PYTHONHASHSEED": "0"}
    with tempfile.TemporaryDirectory() as folder:
        return subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True)


def _read(lines: Path) -> dict[str, Outcome]:
    found: dict[str, Outcome] = {}
    for line in lines.read_text().splitlines():
        fields = json.loads(line)
        test = fields.pop("test")
        found[test] = Outcome(**fields)
    return found
