"""Small inputs through what only large ones meet: chunks, samples, partitions, leftovers."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accel.execute.aggregate import chunk, partition
from compat_tests.aggregate.oracle import check_groups, distinct


@pytest.fixture(autouse=True)
def _small(monkeypatch):
    monkeypatch.setattr(chunk, "CHUNK_ROWS", 24)
    monkeypatch.setattr(chunk, "_SAMPLE", 6)
    monkeypatch.setattr(chunk, "_FEW", 4)
    monkeypatch.setattr(chunk, "_RESTS", 1)
    monkeypatch.setattr(partition, "_ALONE", 20)
    monkeypatch.setattr(partition, "_TARGET", 8)
    monkeypatch.setattr(partition, "_RANGE", 4)
    monkeypatch.setattr(partition, "_BLOCK", 30)
    monkeypatch.setattr(partition, "_BITS", (1, 4))


def frame(seed: int, rows: int, spread: int, clustered: bool) -> pd.DataFrame:
    random = np.random.default_rng(seed)
    key = random.integers(0, spread, rows)
    if clustered:
        key = np.sort(key)
    wide = random.integers(-(2**62), 2**62, spread)[key]
    values = random.normal(0, 1, rows)
    values[random.random(rows) < 0.3] = np.nan
    words = [f"{k % 3}" * (k % 20) for k in range(spread)]
    strings = pd.Series(words, dtype="str").take(key).reset_index(drop=True)
    result = pd.DataFrame({"i": key, "w": wide, "f": wide / 3, "s": strings, "v": values})
    result["t"] = pd.Series(random.integers(0, 9, rows)).astype("datetime64[s]")
    result.loc[random.random(rows) < 0.1, ["f", "s", "t"]] = None
    return result


@settings(
    deadline=None, max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.integers(0, 99),
    st.sampled_from([1, 30, 100, 300]),
    st.sampled_from([2, 40, 1000]),
    st.booleans(),
    st.lists(st.sampled_from("iwfst"), min_size=1, max_size=3, unique=True),
    st.booleans(),
    st.booleans(),
    st.sampled_from(["no", "mixed", "all"]),
    st.sampled_from([(1, 300), (3, 24), (5, 7)]),
)
def test_any_groups(seed, rows, spread, clustered, keys, sort, dropna, coded, cut):
    data = frame(seed, rows, spread, clustered)
    way = {"coded": coded, "tasks": cut[0], "size": cut[1]}
    asked = {"sort": sort, "dropna": dropna, "tolerance": 1e-9, **way}
    columns = list(dict.fromkeys([*keys, "v"]))
    streaming = [("sum", "v"), ("std", "v"), ("last", "v"), ("size", None), ("max", "v")]
    check_groups(data[columns], keys, streaming, **asked)
    check_groups(data[columns], keys, [("nunique", "v"), ("median", "v")], **asked)
    for keep in ("first", "last"):
        expected = data.drop_duplicates(keys, keep=keep).reset_index(drop=True)
        pd.testing.assert_frame_equal(distinct(data, keys, keep, **way), expected)
