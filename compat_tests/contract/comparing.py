"""Runs a piece of a program in plain pandas and in accel, and compares all that it sees."""

from __future__ import annotations

import contextlib
import functools
import os
import sysconfig
import traceback
import warnings
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas

import accel.pandas
from accel.execute import runners, scan
from accel.frame.core import plain
from accel.settings import options
from compat_tests.frame.conftest import table


@dataclass(frozen=True)
class Raised:
    """An error as the program sees it: where is the innermost line that is the program's own."""

    kind: type
    message: str
    line: int
    cause: type | None


@dataclass(frozen=True)
class Seen:
    """A frame or series at some moment, as one of plain pandas."""

    kind: type
    obj: Any


def attempt(call, *args, **kwargs):
    """Return what a call gives, or the error it raises."""
    try:
        return call(*args, **kwargs)
    except Exception as error:  # noqa: BLE001 - whatever pandas raises is what is compared
        return raised(error)


def raised(error):
    """Return what a program can tell of an error."""
    lines = [
        step.lineno
        for step in traceback.extract_tb(error.__traceback__)
        if not _is_inside(step.filename)
    ]
    cause = None if error.__cause__ is None else type(error.__cause__)
    return Raised(type(error), str(error), lines[-1] if lines else 0, cause)


_NOT_THE_PROGRAM = (
    os.path.dirname(os.path.abspath(accel.__file__)) + os.sep,
    sysconfig.get_path("purelib") + os.sep,
    sysconfig.get_path("stdlib") + os.sep,
)


def _is_inside(path):
    return path.startswith(_NOT_THE_PROGRAM) or path.startswith("<") or path == __file__


def run(program, pd, *args, late):
    """Return what a generator of a program yields, at the time or as it is in the end."""
    seen = []
    with warnings.catch_warnings(record=True) as warned:
        warnings.simplefilter("always")
        try:
            for value in program(pd, *args):
                seen.append(value if late else snapshot(value))
        except Exception as error:  # noqa: BLE001 - see attempt
            seen.append(raised(error))
        if late:
            seen = [snapshot(value) for value in seen]
    told = [(w.category, str(w.message), os.path.basename(w.filename), w.lineno) for w in warned]
    return seen, told


def snapshot(value):
    """Return a value as it is now, with plain frames for ours."""
    if isinstance(value, (pandas.DataFrame, pandas.Series)):
        return Seen(type(value), plain(value).copy())
    if isinstance(value, (list, tuple)):
        return type(value)(map(snapshot, value))
    if isinstance(value, dict):
        return {key: snapshot(item) for key, item in value.items()}
    if isinstance(value, (np.ndarray, pandas.api.extensions.ExtensionArray, pandas.Index)):
        return value.copy()
    return value


def compare(program, *args):
    """Assert that a program sees the same in pandas and in accel, early and late.

    Parameters
    ----------
    program : callable
        ``program(pd, *args)``, a generator of what it looks at. With the argument `large` it runs
        once, and what it saw is looked at in the end.
    """
    for late in (True,) if large in args else (False, True):
        expected, told = run(program, pandas, *args, late=late)
        got, told_us = run(program, accel.pandas, *args, late=late)
        for place, (ours, theirs) in enumerate(zip(got, expected, strict=False)):
            where = f"{'late' if late else 'early'}: number {place} of what was seen"
            same(ours, theirs, where)
        assert len(got) == len(expected), (got, expected)
        assert told_us == told


def program(function):
    """Make a test of a program: of a generator ``function(pd, make)`` of all that it looks at."""

    def test(make):
        compare(function, make)

    return test


def same(got, expected, where="", index="exact"):
    """Assert that two snapshots are equal, down to classes, dtypes, labels, attrs and flags.

    With ``index="equiv"``, a range may stand for the same numbers.
    """
    if isinstance(expected, Seen):
        assert isinstance(got, Seen), (where, got)
        _same_frames(got, expected, where, index)
    elif isinstance(expected, (list, tuple)):
        assert type(got) is type(expected), where
        assert len(got) == len(expected), (where, got, expected)
        for ours, theirs in zip(got, expected, strict=True):
            same(ours, theirs, where, index)
    elif isinstance(expected, dict):
        assert list(got) == list(expected), where
        for key, theirs in expected.items():
            same(got[key], theirs, where, index)
    elif isinstance(expected, pandas.Index):
        pandas.testing.assert_index_equal(got, expected, exact=True, obj=where)
    elif isinstance(expected, (np.ndarray, pandas.api.extensions.ExtensionArray)):
        assert type(got) is type(expected), where
        ours, theirs = pandas.Series(got.ravel()), pandas.Series(expected.ravel())
        pandas.testing.assert_series_equal(ours, theirs, obj=where)
        assert got.shape == expected.shape, where
    else:
        assert type(got) is type(expected), (where, got, expected)
        missing = pandas.api.types.is_scalar(expected) and pandas.isna(expected)
        assert got == expected or (missing and pandas.isna(got)), (where, got, expected)


def _same_frames(got, expected, where, index):
    is_frame = isinstance(expected.obj, pandas.DataFrame)
    ours, theirs = got.obj, expected.obj
    if expected.kind in (pandas.DataFrame, pandas.Series):
        kind = accel.pandas.DataFrame if is_frame else accel.pandas.Series
        assert got.kind is kind, where
    assert_equal = getattr(pandas.testing, f"assert_{'frame' if is_frame else 'series'}_equal")
    exact = {"check_column_type": "exact"} if is_frame else {}
    assert_equal(ours, theirs, check_index_type=index, obj=where, **exact)
    assert ours.attrs == theirs.attrs, where
    assert ours.flags == theirs.flags, where


@functools.cache
def _many():
    few = table(pandas)
    many = few.take([k * 5 % len(few) for k in range(100_003)]).reset_index(drop=True)
    many["i"] += many.index % 3
    return many


def large(pd):
    """Return a frame that is planned by default; its rows repeat those of ``table``."""
    assert len(_many()) > options.min_rows
    return pd.DataFrame(_many().copy())


@contextlib.contextmanager
def setting(way):
    """Plan small frames too; if ``way`` is ``in pieces``, in tiny tasks on several threads."""
    before = options.min_rows, options.num_threads, scan.TASK_ROWS
    options.min_rows = 0
    if way == "in pieces":
        options.num_threads = 5
        scan.TASK_ROWS = runners.TASK_ROWS = 3
    try:
        yield
    finally:
        options.min_rows, options.num_threads, scan.TASK_ROWS = before
        runners.TASK_ROWS = scan.TASK_ROWS
