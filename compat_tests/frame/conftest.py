"""Runs a piece of user code in plain pandas and in accel, and compares."""

import numpy as np
import pandas
import pytest

import accel
import accel.pandas
from accel.frame.core import plain
from accel.frame.lazy import is_lazy
from accel.settings import options


@pytest.fixture(autouse=True)
def engine_forced():
    """Let every frame be planned, however small, and start without fallbacks."""
    before = options.min_rows
    options.min_rows = 0
    accel.explain_fallbacks(clear=True)
    yield
    options.min_rows = before


def table(pd):
    """Return a frame of every dtype that plans hold, with missing values."""
    return pd.DataFrame(
        {
            "i": [3, 1, 2, 3, 1, 7, -4, 2],
            "j": np.array([1, 2, 3, 4, 5, 6, 7, 8], np.int32),
            "f": [1.5, np.nan, -2.25, 4.0, 0.0, 2.5, np.nan, 8.125],
            "g": np.array([0.5, 1.5, 2.5, 3.5, -1.0, 0.1, 7.0, 2.0], np.float32),
            "b": [True, False, True, True, False, False, True, False],
            "s": ["b", "a", None, "abc", "b", "ba", "c", "a"],
            "t": ["x1", "y22", "x333", "z", "y", "x1", "w 5", "é9"],
            "d": pandas.to_datetime(
                ["2024-01-31", "2023-12-25 10:30", None, "2024-02-29", "2020-06-15",
                 "2024-01-31", "1969-07-20", "2024-12-31"],
                format="ISO8601",
            ).astype("M8[us]"),
            "k": list("uvuvwuvw"),
        }
    )  # fmt: skip


def other(pd):
    """Return a second frame to join with."""
    return pd.DataFrame(
        {"i": [1, 2, 2, 9], "k": ["u", "v", "w", "u"], "n": [10, 20, 30, 40],
         "w": [0.5, np.nan, 1.5, 2.5]}
    )  # fmt: skip


def assert_same(got, expected):
    """Assert that what accel gave is what pandas gave: type, dtypes, labels, values."""
    if isinstance(expected, pandas.DataFrame):
        assert type(got) is accel.pandas.DataFrame
        pandas.testing.assert_frame_equal(plain(got), expected)
        assert plain(got).columns.equals(expected.columns)
    elif isinstance(expected, pandas.Series):
        assert type(got) is accel.pandas.Series
        pandas.testing.assert_series_equal(plain(got), expected)
    elif isinstance(expected, (np.ndarray, pandas.api.extensions.ExtensionArray)):
        pandas.testing.assert_series_equal(
            pandas.Series(got), pandas.Series(expected), check_names=False
        )
        assert type(got) is type(expected)
    else:
        assert type(got) is type(expected)
        if isinstance(expected, (float, np.floating)):
            expected = pytest.approx(expected, nan_ok=True, rel=1e-12)
        assert got == expected


@pytest.fixture
def same():
    """Return a function that runs code on both and compares.

    ``planned`` says that no call may fall back, and that a frame comes out lazy.
    """

    def check(code, *, planned=True):
        expected = code(pandas, table(pandas), other(pandas))
        got = code(accel.pandas, table(accel.pandas), other(accel.pandas))
        if planned and isinstance(expected, (pandas.DataFrame, pandas.Series)):
            assert is_lazy(got)
        assert_same(got, expected)
        if planned:
            assert not accel.explain_fallbacks()

    return check
