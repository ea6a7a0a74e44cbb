"""What differs from plain pandas, and which of it is known."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from compat_tests.pandas_suite.runner import Outcome, module_of

KNOWN: Final = Path(__file__).with_name("known_differences.txt")


@dataclass(frozen=True)
class Known:
    """An entry of the list: a test, or with no ``[...]`` a test with all its parameters."""

    setting: str
    test: str
    reason: str

    def covers(self, test: str, setting: str) -> bool:
        """Tell whether a test that fails is this one."""
        same = test == self.test or test.split("[", maxsplit=1)[0] == self.test
        return same and self.setting in (setting, "both")


@dataclass(frozen=True)
class Comparison:
    """The tests that end otherwise than in plain pandas, and the entries that are no longer so."""

    setting: str
    total: int
    new: Mapping[str, Outcome]
    known: Mapping[str, Outcome]
    stale: Sequence[Known]

    @property
    def as_expected(self) -> bool:
        """Nothing new, and nothing on the list that passes now."""
        return not self.new and not self.stale


def read_known(path: Path = KNOWN) -> list[Known]:
    """Read the list: a reason in lines with ``#``, then lines of a setting and a test."""
    entries: list[Known] = []
    reason: list[str] = []
    in_reason = False
    for line in path.read_text().splitlines():
        if line.startswith("#"):
            reason = [*reason, line[1:].strip()] if in_reason else [line[1:].strip()]
            in_reason = True
        elif line.strip():
            setting, test = line.split(maxsplit=1)
            entries.append(Known(setting, f"tests/{test}", " ".join(reason)))
            in_reason = False
        else:
            in_reason = False
    return entries


def compare(
    setting: str,
    expected: Mapping[str, Outcome],
    got: Mapping[str, Outcome],
    entries: Sequence[Known],
    errors: Mapping[str, str] | None = None,
) -> Comparison:
    """Compare outcomes. What fails, or is not run, in plain pandas says nothing.

    ``errors`` says of modules why they could not be collected.
    """
    differing = {}
    for test, outcome in expected.items():
        if outcome.status in ("passed", "xfailed"):
            ours = got.get(test)
            if ours is None:
                why = (errors or {}).get(module_of(test), "the test is not there")
                ours = Outcome("missing", "NotCollected", why)
            if ours.status != outcome.status:
                differing[test] = ours
    modules = {module_of(test) for test in expected}
    entries = [
        e for e in entries if e.setting in (setting, "both") and module_of(e.test) in modules
    ]
    known = {t: o for t, o in differing.items() if any(e.covers(t, setting) for e in entries)}
    new = {t: o for t, o in differing.items() if t not in known}
    stale = [e for e in entries if not any(e.covers(test, setting) for test in known)]
    total = sum(outcome.status in ("passed", "xfailed") for outcome in expected.values())
    return Comparison(setting, total, new, known, stale)


def show(comparison: Comparison, most: int) -> str:
    """Return the report: counts by module, new differences by exception, stale entries."""
    lines = [
        f"{comparison.setting}: {comparison.total} tests pass in plain pandas, "
        f"{len(comparison.new)} of them differ, {len(comparison.known)} more are known"
    ]
    by_module: dict[str, int] = defaultdict(int)
    groups: dict[str, list[str]] = defaultdict(list)
    for test, outcome in comparison.new.items():
        by_module[module_of(test)] += 1
        groups[_kind(outcome)].append(test)
    lines += [f"  {count:5}  {module}" for module, count in by_module.items()]
    for kind, tests in sorted(groups.items(), key=lambda item: -len(item[1])):
        lines += ["", f"{len(tests)} x {kind}", *(f"    {test}" for test in tests[:most])]
        if len(tests) > most:
            lines.append(f"    and {len(tests) - most} more")
    lines += [f"passes now: {entry.setting} {entry.test}" for entry in comparison.stale]
    return "\n".join(lines)


def _kind(outcome: Outcome) -> str:
    text = re.sub(r"0x[0-9a-f]+|\d+(\.\d+)?", "N", outcome.text.split("\n")[0])
    return " ".join(filter(None, [outcome.error, f"[{outcome.where}]" * bool(outcome.where), text]))
