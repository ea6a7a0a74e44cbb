"""The report as text: a table by folder, and the page of the documentation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any, Final

from accel.frame import tally
from compat_tests.pandas_suite.differences import Known

_INTRODUCTION: Final = """\
# pandas' own tests

The wheel of pandas ships pandas' tests. We run them with `accel.install()`, so that
`pandas.DataFrame`, `pandas.Series` and the rest are ours: once as a user gets them (small frames,
as most are in tests, stay in pandas), once with the engine forced on every frame
(`ACCEL_MIN_ROWS=0`). No check is relaxed.

    python -m compat_tests.pandas_suite --write-docs          # all tests, and this page
    python -m compat_tests.pandas_suite --resume              # after an interruption
    python -m compat_tests.pandas_suite --sample 1            # the sample that CI runs
    python -m compat_tests.pandas_suite frame/test_unary.py   # a module, or a folder

What a test should do is what it does in plain pandas in the same environment: a test that fails
there (data files that the wheel lacks), or is skipped, says nothing. The outcomes of plain pandas
are kept in the cache folder. `make test` runs a sample in both ways: every test function
with one of its sets of parameters.
"""


def table(report: Mapping[str, Any]) -> str:
    """Return a table by folder, in Markdown."""
    settings = report["settings"]
    head = ["folder", "pandas passes"]
    for setting in settings:
        head += [f"{setting}: passes", "lost", "of these known"]
        if setting == "forced":
            head += ["calls", "native", "made again in pandas", "as well in pandas", "to pandas"]
    lines = [_row(head), _row(["---", *["---:"] * (len(head) - 1)])]
    first = next(iter(settings.values()))
    for folder in [*first["folders"], None]:
        counts = {s: r["total"] if folder is None else r["folders"][folder]
                  for s, r in settings.items()}  # fmt: skip
        cells = ["**all**" if folder is None else folder]
        cells.append(f"{next(iter(counts.values()))['baseline']:,}")
        for setting, of in counts.items():
            cells += [f"{of[name]:,}" for name in ("passed", "lost", "known")]
            if setting == "forced":
                cells += _shares(of["calls"])
        lines.append(_row(cells))
    return "\n".join(lines) + "\n"


def page(report: Mapping[str, Any], entries: Sequence[Known]) -> str:
    """Return the page of the documentation."""
    environment = ", ".join(f"{name} {text}" for name, text in report["environment"].items())
    sample = report["sample"]
    which = "All tests" if sample is None else f"A sample: {sample:.0%} of the test functions"
    parts = [_INTRODUCTION, f"## Result\n\n{which}, with {environment}.\n", table(report), _CALLS]
    parts += _small(report)
    parts.append("## Why calls go to pandas\n\nThe most frequent reasons, engine forced.\n")
    parts.append(_reasons(report["settings"]["forced"]["total"]["reasons"]))
    parts.append("## Left out\n")
    parts.append(
        "".join(f"- `tests/{name}`: {why}\n" for name, why in report["left_out"]["folders"].items())
        + "".join(
            f"- tests marked `{name}`: {why}\n" for name, why in report["left_out"]["marks"].items()
        )
    )
    parts.append("## Known differences\n")
    parts.append(_known(entries))
    return "\n".join(parts)


_CALLS: Final = """\
*Calls* are those of methods that accel intercepts, made by the tests on frames that the engine may
have. *Native*: computed by the engine, or part of a plan that was never needed. *Made again in
pandas*: planned, and given up while the plan ran. *As well in pandas*: a plan would gain nothing.
*To pandas*: handed over as it came; calls that raise an error are among these.
"""


def _small(report: Mapping[str, Any]) -> list[str]:
    if "default" not in report["settings"]:
        return []
    calls = report["settings"]["default"]["total"]["calls"]
    small, every = calls[tally.SMALL], sum(calls.values())
    return [f"As a user gets it, {small:,} of {every:,} calls are on frames below the size gate.\n"]


def _shares(calls: Mapping[str, int]) -> list[str]:
    asked = sum(calls.values()) - calls[tally.SMALL]
    fates = (tally.PLANNED, tally.REPLAYED, tally.LEFT, tally.PANDAS)
    return [f"{asked:,}", *(f"{calls[f] / asked:.1%}" if asked else "" for f in fates)]


def _reasons(reasons: Sequence[Sequence[Any]]) -> str:
    lines = [_row(["calls", "method", "reason"]), _row(["---:", "---", "---"])]
    for _, name, reason, number in reasons:
        lines.append(_row([f"{number:,}", f"`{name}`", reason.replace("|", r"\|")]))
    return "\n".join(lines) + "\n"


def _known(entries: Sequence[Known]) -> str:
    lines = []
    for reason, tests in groupby(entries, lambda entry: entry.reason):
        lines.append(f"{reason}\n")
        lines += [f"- `{e.test.removeprefix('tests/')}` ({e.setting})" for e in tests]
        lines.append("")
    return "\n".join(lines) or "None.\n"


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"
