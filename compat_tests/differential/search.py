"""A run of hypothesis that goes on after a disagreement and reports each kind of it once."""

from __future__ import annotations

import faulthandler
import os
import re
import resource
import tempfile
from contextlib import chdir
from dataclasses import dataclass
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, reject, seed, settings

from compat_tests.differential.case import Case
from compat_tests.differential.generate import Drawn, drawn, program
from compat_tests.differential.known import known
from compat_tests.differential.run import Disagreement, Expected, disagreement
from compat_tests.differential.shrink import shrink

MAKING = "plain pandas runs a program that is being made\n\n"
_MOST = 5  # disagreements that a run cuts down: the others are counted
_TOO_LONG = 600  # seconds: more than any run takes, so that one that hangs is found
_MOST_BYTES = 8 << 30  # of addresses, in each process
_DETAIL = re.compile(r"\bv?\d+\b|'[^']*'|\bdf\b|\bother\b")


@dataclass
class Found:
    """A kind of disagreement: the first of its examples, cut down, and how many there were."""

    key: str
    report: str
    times: int = 1
    is_known: bool = False


def prepare() -> None:
    """Prepare a process: some programs are larger than any machine, and end with a MemoryError."""
    faulthandler.enable()
    resource.setrlimit(resource.RLIMIT_AS, (_MOST_BYTES, _MOST_BYTES))


def search(number: int, examples: int, folder: Path) -> list[Found]:
    """Run random programs, the same for the same number.

    The one that runs is in ``folder``, for who finds this process dead.
    """
    found: dict[str, Found] = {}
    running = folder / f"{os.getpid()}.py"
    faulthandler.dump_traceback_later(_TOO_LONG, exit=True)

    @seed(number)
    @settings(
        max_examples=examples,
        deadline=None,
        database=None,
        phases=[Phase.generate],  # programs are cut down by our own means, which know what they are
        suppress_health_check=list(HealthCheck),
    )
    @given(drawn())
    def run(numbers: Drawn) -> None:
        running.write_text(MAKING)
        try:
            case, expected = program(numbers, lambda text: running.write_text(MAKING + text))
        except MemoryError:  # merges of merges
            reject()
        running.write_text(case.text("accel.pandas"))
        try:
            look_at(case, expected)
        except Exception as error:
            error.add_note(case.text("accel.pandas"))
            raise

    def look_at(case: Case, expected: Expected) -> None:
        first = disagreement(case, expected)
        if first is not None and not _varies(case, expected):
            entry = known(case, first)
            key = _key(first) if entry is None else entry.reason
            if entry is not None:
                found.setdefault(key, Found(key, "", 0, is_known=True)).times += 1
            elif key in found or len(found) >= _MOST:
                found.setdefault(key, Found(key, "", 0)).times += 1
            else:
                smaller, now = shrink(case, first)
                found[key] = Found(_key(now), report(smaller, now))

    with tempfile.TemporaryDirectory() as elsewhere, chdir(elsewhere):
        run()
    faulthandler.cancel_dump_traceback_later()
    running.unlink()
    return list(found.values())


def _varies(case: Case, expected: Expected) -> bool:
    """Tell whether pandas does something else where the program runs by itself.

    A call in place that fails leaves what it wrote until then; and whether it writes to a frame or
    to a copy depends on who else reads the frame: the making of the program did.
    """
    return disagreement(case) is None and disagreement(case, expected) is not None


def _key(found: Disagreement) -> str:
    """Return what disagreements of one cause are likely to have in common."""
    return (
        f"{found.kind} | {_DETAIL.sub('_', found.statement)} | {_DETAIL.sub('_', found.text)[:60]}"
    )


def report(case: Case, found: Disagreement) -> str:
    """Return a disagreement as text: the program for pandas and for accel, and what differs."""
    rule = "-" * 80
    return "\n".join((
        rule, f"{found.kind}, at: {found.statement}", found.text, "", case.text("pandas"), "",
        "# the same with accel", *case.text("accel.pandas").split("\n")[1:5], rule,
    ))  # fmt: skip
