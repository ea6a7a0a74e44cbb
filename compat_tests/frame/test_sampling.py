"""What a sample tells of a column in memory."""

import numpy as np
import pandas as pd
import pytest

from accel.execute.vector import Fixed
from accel.frame.sampling import sampled_statistics
from accel.plan.source import Statistics

MANY = 100_000


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (np.array([4, 2, 9]), Statistics(2, 9)),
        (np.array([4.5, np.nan, np.inf, 2.0]), Statistics(2.0, 4.5)),
        (np.array([True, False]), Statistics(None, None, distinct=2)),
        (np.array([], np.int64), None),
        (np.array([np.nan]), None),
        (np.tile(np.array([0.1, 0.2, 0.3]), MANY), Statistics(0.1, 0.3, distinct=3)),
        (np.tile(np.array([0, 10**9]), MANY)[:-1], Statistics(0, 10**9, distinct=2)),
    ],
)
def test_numbers(values, expected):
    assert sampled_statistics(Fixed(values), values.dtype) == expected


def test_a_key_looks_dense():
    found = sampled_statistics(Fixed(np.arange(MANY)), np.dtype(int))
    assert found is not None
    assert (found.distinct, found.min) == (None, 0)
    assert found.max == pytest.approx(MANY, rel=0.01)


def test_missing_times_do_not_count():
    values = np.array(["NaT", "2024-01-01", "2024-01-03"], "M8[ns]")
    found = sampled_statistics(Fixed(values.view(np.int64)), values.dtype)
    assert found is not None
    assert (found.min, found.max) == (values[1].astype(int), values[2].astype(int))


def test_categories_are_counted():
    dtype = pd.CategoricalDtype(["a", "b", "c"])
    found = sampled_statistics(Fixed(np.zeros(5, np.int32)), dtype)
    assert found == Statistics(None, None, distinct=3)
