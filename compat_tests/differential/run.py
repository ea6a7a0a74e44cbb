"""Runs a program in pandas and in accel, statement by statement, and finds the first difference."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from types import CodeType
from typing import Any

import numpy as np
import pandas

import accel.pandas
from accel.settings import options
from compat_tests.differential.broken import is_broken
from compat_tests.differential.case import Case, Way
from compat_tests.differential.same import difference
from compat_tests.differential.thresholds import cut_small

_SUMMED = re.compile(
    r"sum|mean|std|var|sem|agg|transform|prod|median|describe|quantile|corr|cov|skew|kurt|rolling"
    r"|\*\*|pow"
)
_ADDRESS = re.compile(r"0x[0-9a-f]+")
_SUBJECT = re.compile(r"(?:del )?(\w+)")


@dataclass(frozen=True)
class Outcome:
    """What a statement did, besides its results."""

    error: tuple[str, str] | None
    warned: tuple[tuple[str, str], ...]


@dataclass
class Session:
    """A namespace in which statements run."""

    module: Any
    values: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.values.update(pd=self.module, np=np)

    def run(self, text: str) -> Outcome:
        """Run statements and return how that went."""
        error = None
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            try:
                exec(_compiled(text), self.values)
            except Exception as raised:  # noqa: BLE001 - whatever it is, both must raise it
                error = (type(raised).__qualname__, _ADDRESS.sub("0x", str(raised)))
        return Outcome(error, tuple((w.category.__name__, str(w.message)) for w in caught))

    def results(self) -> dict[str, Any]:
        """Return the variables, oldest first."""
        own = ("pd", "np")
        items = self.values.items()
        return {name: value for name, value in items if name not in own and name[0] != "_"}


@lru_cache(maxsize=64)
def _compiled(text: str) -> CodeType:
    return compile(text, "<program>", "exec")


@dataclass(frozen=True)
class Disagreement:
    """Where accel first did something else than pandas.

    Attributes
    ----------
    kind : str
        What differs, in a word or two.
    statement : str
        Where it showed.
    text : str
        What accel gave and what pandas gave.
    """

    kind: str
    statement: str
    text: str


@contextmanager
def under(way: Way) -> Iterator[None]:
    """Run plans in one of the ways, on frames of any size."""
    before = (options.min_rows, options.optimize, options.num_threads)
    options.min_rows, options.optimize, options.num_threads = 0, way.optimize, way.threads
    try:
        with cut_small(way.morsel):
            yield
    finally:
        options.min_rows, options.optimize, options.num_threads = before


@dataclass
class Expected:
    """What pandas did: outcomes of setup and statements, results, and results after each."""

    session: Session
    outcomes: list[Outcome] = field(default_factory=list)
    seen: list[Any] = field(default_factory=list)

    def add(self, text: str, *, look: bool) -> Outcome:
        """Run one more statement."""
        outcome = self.session.run(text)
        self.outcomes.append(outcome)
        self.seen.append(_snapshot(self.session.values.get(subject(text))) if look else None)
        return outcome


def subject(text: str) -> str:
    """Return the variable that a statement makes or changes."""
    found = _SUBJECT.match(text)
    return found[1] if found else ""


def _snapshot(value: Any) -> Any:
    if isinstance(value, (pandas.DataFrame, pandas.Series, pandas.Index)):
        return value if is_broken(value) else value.copy()
    if isinstance(value, np.ndarray):
        return value.copy(order="K")
    if isinstance(value, pandas.api.extensions.ExtensionArray):
        return value.copy()
    if isinstance(value, list):
        return [_snapshot(part) for part in value]
    return value


def expected_of(case: Case) -> Expected:
    """Run a program in pandas."""
    expected = Expected(Session(pandas))
    look = case.way.look == "each"
    for text in (case.setup(), *case.statements):
        expected.add(text, look=look)
    return expected


def disagreement(case: Case, expected: Expected | None = None) -> Disagreement | None:
    """Run a program in accel and return the first difference from pandas, if any."""
    expected = expected or expected_of(case)
    ours = Session(accel.pandas)
    close = bool(_SUMMED.search("\n".join(case.statements)))
    with under(case.way):
        for k, text in enumerate((case.setup(), *case.statements)):
            found = _outcomes(ours.run(text), expected.outcomes[k], text)
            if found is None and case.way.look == "each":
                found = _compared(ours, subject(text), expected.seen[k], text, close)
            if found is not None:
                return found
        results = expected.session.results()
        if list(results) != list(ours.results()):
            return Disagreement("names", "", f"{list(ours.results())} for {list(results)}")
        names = list(results) if case.way.look == "first" else list(results)[::-1]
        for name in names:
            found = _compared(ours, name, results[name], name, close)
            if found is not None:
                return found
    return None


def _outcomes(got: Outcome, expected: Outcome, text: str) -> Disagreement | None:
    if got.error != expected.error:
        kind = "error" if (got.error or ("",))[0] != (expected.error or ("",))[0] else "message"
        return Disagreement(kind, text, f"{got.error} for {expected.error}")
    if got.warned != expected.warned:
        return Disagreement("warning", text, f"{got.warned} for {expected.warned}")
    return None


def _compared(
    ours: Session, name: str, expected: Any, text: str, close: bool
) -> Disagreement | None:
    found = None
    if is_broken(expected):
        return None

    def compare() -> str | None:
        return difference(ours.values.get(name), expected, close=close)

    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            found = compare()
        except Exception as error:  # noqa: BLE001 - looking at a result never fails in pandas
            return Disagreement("late error", text, f"{type(error).__name__}: {error}")
    if found is not None:
        return Disagreement(found.partition(":")[0], text, found)
    if caught:
        return Disagreement("late warning", text, str(caught[0].message))
    return None
