"""Results do not depend on threads, and hardly on how the rows were cut."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.pandas import column, data_frames, range_indexes

from accel.settings import options
from compat_tests.aggregate.oracle import (
    check_groups,
    distinct,
    expected_groups,
    groups,
    reduce,
)

_random = np.random.default_rng(8)
ROWS = 200_000
FRAME = pd.DataFrame({
    "k": _random.integers(0, 30_000, ROWS),
    "few": _random.integers(0, 9, ROWS),
    "s": pd.Series([f"text {k}" for k in _random.integers(0, 300, ROWS)], dtype="str"),
    "v": _random.normal(0, 1e6, ROWS) * 10.0 ** _random.integers(-9, 9, ROWS),
})  # fmt: skip
AGGREGATES = [("sum", "v"), ("mean", "v"), ("std", "v"), ("prod", "v"), ("median", "v")]


@pytest.fixture
def threads(monkeypatch):
    def choose(count):
        monkeypatch.setattr(options, "num_threads", count)

    return choose


@pytest.mark.parametrize("keys", [["k"], ["few"], ["s"], ["s", "few"]])
@pytest.mark.parametrize("way", [{"sort": True}, {"sort": False}, {"ordered": False}])
def test_threads_change_nothing(keys, way, threads):
    frame = FRAME[[*keys, "v"]]
    expected = expected_groups(frame, keys, AGGREGATES)
    threads(1)
    alone = groups(frame, keys, AGGREGATES, expected, tasks=7, size=9999, **way)
    threads(4)
    together = groups(frame, keys, AGGREGATES, expected, tasks=7, size=9999, **way)
    pd.testing.assert_frame_equal(alone, together, check_exact=True)


def test_threads_change_no_reduction(threads):
    values = FRAME[["v"]]
    dtypes = ["float64"] * 5
    threads(1)
    alone = reduce(values, AGGREGATES, dtypes, tasks=7)
    threads(4)
    assert reduce(values, AGGREGATES, dtypes, tasks=7) == alone


@pytest.mark.parametrize("keys", [["k"], ["few"]])
def test_sums_do_not_depend_on_tasks(keys):
    frame = FRAME[[*keys, "v"]]
    aggregates = [("sum", "v"), ("mean", "v")]
    expected = expected_groups(frame, keys, aggregates)
    one = groups(frame, keys, aggregates, expected, tasks=1, size=ROWS)
    many = groups(frame, keys, aggregates, expected, tasks=7, size=1234)
    pd.testing.assert_frame_equal(one, many, check_exact=True)


floats = st.sampled_from([0.0, -0.0, 1.5, -2.0, np.nan, np.inf, 1e300])
frames = data_frames(
    [
        column("i", elements=st.integers(-3, 3)),
        column("f", elements=floats),
        column("s", elements=st.sampled_from(["", "a", "b", "a\0", None]), dtype=object),
        column("v", elements=st.floats(-1e6, 1e6)),
    ],
    index=range_indexes(max_size=40),
)


@settings(deadline=None)  # the first use of a kernel may compile it
@given(
    frames,
    st.lists(st.sampled_from("ifs"), min_size=1, max_size=3, unique=True),
    st.integers(1, 5),
    st.integers(1, 9),
    st.booleans(),
    st.booleans(),
)
def test_any_frame(frame, keys, tasks, size, sort, dropna):
    frame = frame.astype({"s": "str", "i": "int64", "f": "float64", "v": "float64"})
    aggregates = [("size", None), ("min", "v"), ("last", "v"), ("nunique", "v")]
    check_groups(frame, keys, aggregates, sort=sort, dropna=dropna, tasks=tasks, size=size)
    found = distinct(frame, keys, "last", tasks=tasks, size=size)
    expected = frame.drop_duplicates(keys, keep="last").reset_index(drop=True)
    pd.testing.assert_frame_equal(found, expected)
