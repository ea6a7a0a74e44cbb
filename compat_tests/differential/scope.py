"""What a generator of calls knows: the variables so far, as pandas has them, and a die."""

from __future__ import annotations

import math
from collections import Counter
from random import Random
from typing import Any

import numpy as np
import pandas

_MOST_ROWS = 400
_MOST_COLUMNS = 12

NUMBERS = "iuf"
_CONSTANTS = {
    "b": ("True", "False"),
    "i": ("0", "1", "2", "-1", "3", "2.5", "1000"),
    "u": ("0", "1", "2", "3", "2.5", "-1"),
    "f": ("0.0", "1.0", "2.5", "-1.5", "0", "2", "np.nan", "np.inf"),
    "s": ("'a'", "'b'", "'ab'", "''", "'zz'"),
    "M": ("pd.Timestamp('2020-02-29')", "'2020-01-31'", "pd.NaT", "np.datetime64('2019-12-31')"),
    "m": ("pd.Timedelta(1, 's')", "pd.Timedelta(0)", "pd.NaT"),
    "c": ("'a'", "'b'", "'q'"),
    "O": ("'a'", "1", "None", "2.5"),
    "x": ("1", "'a'", "True", "pd.NA"),
}


class NoSubjectError(Exception):
    """A series cannot be named in a way that pandas finds it by."""


def kind_of(dtype: Any) -> str:
    """Return numpy's letter, ``s`` for strings, ``c`` for categories, ``x`` for the rest."""
    if isinstance(dtype, np.dtype):
        return dtype.kind
    if isinstance(dtype, pandas.StringDtype) and dtype.na_value is np.nan:
        return "s"
    return "c" if isinstance(dtype, pandas.CategoricalDtype) else "x"


def literal(value: Any) -> str:
    """Return source text for a label or a value."""
    if isinstance(value, tuple):
        return "(" + ", ".join(map(literal, value)) + ("," if len(value) == 1 else "") + ")"
    if value is pandas.NaT or value is pandas.NA:
        return "pd.NaT" if value is pandas.NaT else "pd.NA"
    if isinstance(value, pandas.Timestamp):
        tz = "" if value.tz is None else f", tz={str(value.tz)!r}"
        try:
            return f"pd.Timestamp('{value.replace(tzinfo=None)}'{tz})"
        except (OverflowError, pandas.errors.OutOfBoundsDatetime) as error:
            raise NoSubjectError("a moment that has no name") from error
    if isinstance(value, pandas.Timedelta):
        return f"pd.Timedelta({value.value}, 'ns')" if value.unit == "ns" else (
            f"pd.Timedelta({value._value}, {value.unit!r})"
        )  # fmt: skip
    if isinstance(value, np.generic):
        return literal(value.item())
    if isinstance(value, float) and not math.isfinite(value):
        return "np.nan" if math.isnan(value) else ("np.inf" if value > 0 else "-np.inf")
    return repr(value)


class Scope:
    """The state of a program that is being written."""

    def __init__(self, chance: Random, values: dict[str, Any], subjects: list[str]) -> None:
        self.chance = chance
        self.values = values
        self.subjects = subjects  # variables, latest last
        self._count = len(values)
        self._known: dict[str, Any] = {}

    # Names

    def new(self) -> str:
        """Return a name that is not taken."""
        while f"v{self._count}" in self.values:
            self._count += 1
        return f"v{self._count}"

    def frame(self) -> str | None:
        """Return a frame's name, the latest most likely."""
        return self._of(pandas.DataFrame)

    def series_name(self) -> str | None:
        """Return the name of a variable that is a series."""
        return self._of(pandas.Series)

    def subject(self) -> str | None:
        """Return the name of a frame or a series."""
        return self._of((pandas.DataFrame, pandas.Series))

    def _of(self, kind: Any) -> str | None:
        fitting = [
            name
            for name in self.subjects
            if isinstance(self.values.get(name), kind) and self._small(self.values[name])
        ]
        if not fitting:
            return None
        return fitting[-1] if self.chance.random() < 0.7 else self.chance.choice(fitting)

    def _small(self, value: Any) -> bool:
        return len(value) <= _MOST_ROWS and (value.ndim == 1 or value.shape[1] <= _MOST_COLUMNS)

    # Columns

    def labels(self, frame: str, kinds: str = "", *, at_least: int = 1) -> list[Any]:
        """Return the labels that are there once, of columns of some kinds."""
        value = self.values[frame]
        labels = value.columns.tolist()
        columns = list(zip(labels, value._mgr.get_dtypes(), strict=True))
        times = Counter(labels)
        found = [
            label
            for label, dtype in columns
            if times[label] == 1 and (not kinds or kind_of(dtype) in kinds)
        ]
        return found if len(found) >= at_least else []

    def label(self, frame: str, kinds: str = "") -> str | None:
        """Return one such label as text."""
        found = self.labels(frame, kinds)
        return literal(self.chance.choice(found)) if found else None

    def any_label(self, frame: str) -> str:
        """Return a label that may be there twice, or (now and then) not at all."""
        found = self.values[frame].columns.tolist()
        if not found or self.chance.random() < 0.03:
            return "'nope'"
        return literal(self.chance.choice(found))

    def some(self, frame: str, kinds: str = "", most: int = 3) -> str | None:
        """Return a list of such labels as text."""
        found = self.labels(frame, kinds)
        if not found:
            return None
        chosen = self.chance.sample(found, self.chance.randint(1, min(most, len(found))))
        return "[" + ", ".join(map(literal, chosen)) + "]"

    # Series

    def series(self, kinds: str = "") -> str | None:
        """Return text that gives a series: a variable, or a column of a frame."""
        names = [
            name
            for name in self.subjects
            if isinstance(self.values.get(name), pandas.Series)
            and self._small(self.values[name])
            and (not kinds or kind_of(self.values[name].dtype) in kinds)
        ]
        if names and self.chance.random() < 0.4:
            return self.chance.choice(names[-2:])
        frame = self.frame()
        label = frame and self.label(frame, kinds)
        if label:
            return f"{frame}[{label}]"
        return self.chance.choice(names) if names else None

    def value_of(self, text: str) -> Any:
        """Return what an expression is in pandas."""
        if text not in self._known:
            try:
                self._known[text] = eval(text, self.values)
            except Exception as error:  # labels may be of any kind
                raise NoSubjectError(text) from error
        return self._known[text]

    def constant(self, series: str) -> str:
        """Return a constant that may be compared with a series: often one of its values."""
        value = self.value_of(series)
        if not isinstance(value, pandas.Series):  # of a label that pandas takes for several
            raise NoSubjectError
        if len(value) and self.chance.random() < 0.5:
            return literal(value.iloc[self.chance.randrange(len(value))])
        return self.chance.choice(_CONSTANTS[kind_of(value.dtype)])

    def constants(self, series: str) -> str:
        """Return a list of such constants."""
        return (
            "["
            + ", ".join(self.constant(series) for _ in range(self.chance.choice((0, 1, 2, 3))))
            + "]"
        )

    def mask(self, frame: str, depth: int = 1) -> str | None:
        """Return a condition over a frame's rows."""
        if depth and self.chance.random() < 0.35:
            left, right = self.mask(frame, depth - 1), self.mask(frame, depth - 1)
            if left and right:
                return f"({left}) {self.chance.choice('&|^')} ({right})"
        label = self.label(frame)
        if label is None:
            return None
        return self.condition(f"{frame}[{label}]", frame)

    def condition(self, series: str, frame: str | None = None) -> str:
        """Return a condition over a series."""
        value = self.value_of(series)
        if not isinstance(value, pandas.Series):  # of a label that pandas takes for several
            raise NoSubjectError
        kind = kind_of(value.dtype)
        how = self.chance.random()
        if how < 0.12:
            return f"{series}.{self.chance.choice(('isna', 'notna'))}()"
        if how < 0.22:
            return f"{series}.isin({self.constants(series)})"
        if how < 0.27:
            return f"~{series}.isin({self.constants(series)})"
        if kind == "b" and how < 0.6:
            return self.chance.choice((series, f"~{series}"))
        if kind == "s" and how < 0.6:
            return self.chance.choice((
                f"{series}.str.startswith('a')", f"{series}.str.contains('b')",
                f"{series}.str.len() > 1", f"{series}.str.contains('a', na=False)",
                f"{series}.str.endswith('b')",
            ))  # fmt: skip
        if kind == "M" and how < 0.45:
            return f"{series}.dt.{self.chance.choice(('year', 'month', 'day'))} > 2"
        if kind in NUMBERS and how < 0.4:
            return f"{series}.between({self.constant(series)}, {self.constant(series)})"
        sign = self.chance.choice(("==", "!=", "<", "<=", ">", ">="))
        if frame and how < 0.75:
            other = self.label(frame, kind)
            if other:
                return f"{series} {sign} {frame}[{other}]"
        return f"{series} {sign} {self.constant(series)}"

    # Odds and ends

    def chosen(self, *options: str) -> str:
        """Return one of several texts."""
        return self.chance.choice(options)

    def arguments(self, **options: tuple[str, ...]) -> str:
        """Return keyword arguments, each left out half the time."""
        given = [
            f"{name}={self.chance.choice(values)}"
            for name, values in options.items()
            if self.chance.random() < 0.4
        ]
        return ", ".join(given)
