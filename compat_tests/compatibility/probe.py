"""Runs a call in plain pandas and with the engine forced: which of the two computed, and why."""

from __future__ import annotations

import contextlib
import warnings
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

import numpy as np
import pandas

import accel
import accel.pandas
from accel.frame.core import plain

PLANNED: Final = "planned"
PANDAS: Final = "pandas"
ERROR: Final = "error"


@dataclass(frozen=True)
class Outcome:
    """What became of a call: planned, left to pandas with a reason, or refused by pandas, too."""

    kind: Literal["planned", "pandas", "error"]
    reason: str = ""


class DisagreementError(AssertionError):
    """accel and plain pandas gave different results."""


@contextlib.contextmanager
def engine_forced() -> Iterator[None]:
    """Let every frame be planned, however small."""
    before = accel.options.min_rows
    accel.options.min_rows = 0
    try:
        yield
    finally:
        accel.options.min_rows = before


def probe(call: str, frames: Mapping[str, pandas.DataFrame], setup: str = "") -> Outcome:
    """Run a call both ways.

    Parameters
    ----------
    call : str
        An expression, or a statement that changes ``df``.
    frames : dict of str to pandas.DataFrame
        The plain frames that call and setup name; neither changes them.
    setup : str, optional
        Statements that come first, for more names.

    Raises
    ------
    DisagreementError
        If the results, the warnings or the errors differ.
    """
    copies = {name: frame.copy(deep=False) for name, frame in frames.items()}
    expected = _run(call, setup, {"pd": pandas, "np": np, **copies})
    with engine_forced():
        lazy = {name: frame.accel.lazy() for name, frame in frames.items()}
        accel.explain_fallbacks(clear=True)
        got = _run(call, setup, {"pd": accel.pandas, "np": np, **lazy})
        reasons = [fallback.reason for fallback in accel.explain_fallbacks(clear=True)]
    difference = _difference(got, expected)
    if difference:
        raise DisagreementError(f"{call}: {difference}")
    if isinstance(expected.value, BaseException):
        return Outcome(ERROR)
    return Outcome(PANDAS, reasons[0]) if reasons else Outcome(PLANNED)


@dataclass(frozen=True)
class _Run:
    value: Any
    warned: list[str]


def _run(call: str, setup: str, names: dict[str, Any]) -> _Run:
    exec(setup, names)
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            value = _computed(_evaluate(call, names))
        except Exception as error:  # noqa: BLE001 - whatever pandas raises is compared
            value = error
    return _Run(value, sorted(f"{w.category.__name__}: {w.message}" for w in caught))


def _evaluate(call: str, names: dict[str, Any]) -> Any:
    try:
        code = compile(call, "<call>", "eval")
    except SyntaxError:
        exec(compile(call, "<call>", "exec"), names)
        return names["df"]
    return eval(code, names)


def _computed(value: Any) -> Any:
    if isinstance(value, (pandas.DataFrame, pandas.Series)):
        return plain(value)
    return value


def _difference(got: _Run, expected: _Run) -> str:
    """Return how two runs differ; empty if they do not."""
    if got.warned != expected.warned:
        return f"warnings {got.warned}, pandas' {expected.warned}"
    a, b = got.value, expected.value
    if type(a) is not type(b):
        return f"{a!r}, pandas' {b!r}"
    if isinstance(b, BaseException):
        return "" if str(a) == str(b) else f"error {a}, pandas' {b}"
    try:
        _assert_equal(a, b)
    except AssertionError as error:
        return str(error)
    return ""


def _assert_equal(got: Any, expected: Any) -> None:
    if isinstance(expected, pandas.DataFrame):
        pandas.testing.assert_frame_equal(got, expected, check_index_type=True)
    elif isinstance(expected, pandas.Series):
        pandas.testing.assert_series_equal(got, expected, check_index_type=True)
    elif isinstance(expected, pandas.Index):
        pandas.testing.assert_index_equal(got, expected, exact=True)
    elif isinstance(expected, (np.ndarray, pandas.api.extensions.ExtensionArray)):
        assert got.dtype == expected.dtype
        pandas.testing.assert_series_equal(pandas.Series(got), pandas.Series(expected))
    elif isinstance(expected, (float, np.floating)):
        np.testing.assert_allclose(got, expected, rtol=1e-12)
    elif not (pandas.api.types.is_scalar(expected) and pandas.isna(expected)):
        assert got == expected, f"{got!r}, pandas' {expected!r}"
