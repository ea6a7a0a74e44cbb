"""Disagreements that are understood, and not settled or not meant to be, each with its reason.

They are counted, and do not fail a run. An entry says what shows (``kind: what accel gave for what
pandas gave``) and what the program has to hold, as narrowly as can be.
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


KNOWN: tuple[Known, ...] = ()


def known(case: Case, found: Disagreement) -> Known | None:
    """Return the entry that explains a disagreement, if there is one."""
    program = "\n".join([case.setup(), *case.statements])
    shown = f"{found.kind}: {found.text}"
    for entry in KNOWN:
        if re.search(entry.shows, shown) and re.search(entry.program, program):
            return entry
    return None
