"""Disagreements that are understood, and not settled or not meant to be, each with its reason.

They are counted, and do not fail a run. An entry says what shows (``kind: what accel gave for what
pandas gave``) and what the program has to hold, as narrowly as can be; its last line is ``# `` and
the statement that made what differs.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from compat_tests.differential.case import Case
from compat_tests.differential.run import Disagreement


class Known(NamedTuple):
    """A kind of disagreement."""

    reason: str
    shows: str
    program: str


KNOWN = (
    Known(
        "sums of floats, a documented deviation: for a mean pandas adds large integers as floats, "
        "rounding each, and we add integers; what is left where they cancel each other differs",
        r"^(value|values|index values|index level values|index length): ",
        r"(?s)922337203685477\d{4}.*\bmean\b",
    ),
    Known(
        "sums of floats, a documented deviation: where large ones cancel each other, what is left "
        "depends on their order",
        r"^values?: .*\d\.\d",
        r"(?s)922337203685477\d{4}.*# [^\n]*\bsum\b",
    ),
    Known(
        "pandas leaves counts of strings in memory of Arrow's that nobody can write to, where they "
        "are in order as Arrow counted them: ours can be written to",
        r"^error: None for \('ValueError', 'assignment destination is read-only'\)",
        r"\bvalue_counts\b",
    ),
    Known(
        "a column of a lazy copy has memory of its own until the copy is computed: groups by it do "
        "not know it for a column of the frame (docs/roadmap.md)",
        r"^columns ",
        r"(?s)\bcopy\(\).*\bgroupby\(\w+\[.*observed=False",
    ),
    Known(
        "pandas squares what it puts in the place of missing values, warns of an overflow, and "
        "ignores the result (docs/roadmap.md)",
        r"^warning: \(\) for \(\('RuntimeWarning', 'overflow encountered in square'\),\)",
        r"\b(std|var|sem)\b",
    ),
    Known(
        "a call in place that fails half way has not written to memory that a plan reads: pandas "
        "copies it first (docs/roadmap.md)",
        r"^(index )?values: .*\[[^\]]*(nan|NaT|None|<NA>)[^\]]*\] for ",
        r"fillna\([^\n]*inplace=True",
    ),
    Known(
        "a column that was looked at by itself stays where it is, in a block of its own: pandas "
        "warns once for each block (docs/roadmap.md)",
        r"^warning: \((\('UserWarning', 'obj\.round has no effect.*?instead\.'\)), \1.* for \(\1",
        r"\bround\b",
    ),
    Known(
        "the order of equal values, a documented deviation: which of two zeros is the least, the "
        "greatest or in the middle (pandas gives either, by how it holds the columns)",
        r"^values?: .*-0\.0",
        r"\b(median|min|max)\b",
    ),
)


def known(case: Case, found: Disagreement) -> Known | None:
    """Return the entry that explains a disagreement, if there is one."""
    differing = (s for s in case.statements if s.startswith(f"{found.statement} = "))
    made = next(differing, found.statement)  # how what differs was made
    program = "\n".join([case.setup(), *case.statements, f"# {made}"])
    shown = f"{found.kind}: {found.text}"
    for entry in KNOWN:
        if re.search(entry.shows, shown) and re.search(entry.program, program):
            return entry
    return None
