"""From a few drawn numbers to a program: statements know the values that pandas has so far."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from random import Random
from typing import NamedTuple

import pandas
from hypothesis import strategies as st

import compat_tests.differential.calls  # noqa: F401 - registers the generators
from compat_tests.differential.broken import is_broken
from compat_tests.differential.calls.registry import GENERATORS
from compat_tests.differential.case import Case, Way
from compat_tests.differential.frames import draw_frame
from compat_tests.differential.run import Expected, Session, subject
from compat_tests.differential.scope import NoSubjectError, Scope

_SEEDS = st.integers(0, 2**32 - 1)


class Drawn(NamedTuple):
    """What hypothesis draws: a seed of the frames and the way, and a generator and seed a call."""

    start: int
    calls: list[tuple[int, int]]


def drawn() -> st.SearchStrategy[Drawn]:
    """Return the strategy of programs."""
    calls = st.tuples(st.integers(0, len(GENERATORS) - 1), _SEEDS)
    return st.builds(Drawn, _SEEDS, st.lists(calls, min_size=1, max_size=12))


def program(
    numbers: Drawn, note: Callable[[str], object] = lambda text: None
) -> tuple[Case, Expected]:
    """Return the program that the numbers stand for, and what pandas makes of it.

    ``note`` is told what pandas is about to run.
    """
    chance = Random(numbers.start)
    frames = tuple(draw_frame(chance, name) for name in ("df", "other"))
    way = Way(
        optimize=chance.random() < 0.7,
        threads=chance.choice((1, 2, 5)),
        morsel=chance.choice((0, 3, 3, 7, 16)),
        look=chance.choice(("last", "last", "last", "first", "first", "each")),
    )
    expected = Expected(Session(pandas))
    look = way.look == "each"
    case = Case(frames, (), way)
    expected.add(case.setup(), look=look)
    subjects = ["other", "df"]
    statements = []
    for kind, seed in numbers.calls:
        scope = Scope(Random(seed), expected.session.values, subjects)
        text = _statement(kind, scope)
        if text is None:
            continue
        statements.append(text)
        note(Case(frames, tuple(statements)).text("pandas"))
        outcome = expected.add(text, look=look)
        if any(map(is_broken, expected.session.results().values())):
            break
        name = subject(text)
        if outcome.error is None and name not in subjects:
            subjects.append(name)
    return Case(frames, tuple(statements), way), expected


def _statement(kind: int, scope: Scope) -> str | None:
    """Return a statement of a kind, or of the next kind that has something to work on."""
    for step in range(3):
        with suppress(NoSubjectError):
            text = GENERATORS[(kind + 7 * step) % len(GENERATORS)](scope)
            if text:
                return text
    return None
