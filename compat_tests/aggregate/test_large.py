"""Inputs large enough to be partitioned, in the forms that call for different methods."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from compat_tests.aggregate.oracle import check_groups, distinct

ROWS = 300_000
_random = np.random.default_rng(3)
_dense = _random.integers(0, 100_000, ROWS)
KEYS = {
    "dense": _dense,
    "sorted": np.sort(_dense),
    "sorted_pairs": np.repeat(np.arange(ROWS // 2), 2),
    "wide": _random.integers(-(2**63), 2**63 - 1, 120_000)[_random.integers(0, 120_000, ROWS)],
    # one dense stretch and one value far away: partitions by range are uneven
    "uneven": np.where(np.arange(ROWS) == 9, 2**60, _dense),
    "few": _random.integers(0, 4, ROWS),
    "narrow": _dense.astype("int32"),
}


def frame(key: str) -> pd.DataFrame:
    value = np.random.default_rng(4).normal(0, 1, ROWS)
    value[::11] = np.nan
    return pd.DataFrame({"k": KEYS[key], "v": value, "w": np.arange(ROWS) % 1000})


@pytest.mark.parametrize("sort", [True, False])
@pytest.mark.parametrize("key", KEYS)
def test_sums(key, sort):
    aggregates = [("sum", "v"), ("mean", "w"), ("count", "v"), ("last", "v")]
    # a sum near zero is only as good as its terms
    check_groups(frame(key), ["k"], aggregates, sort=sort, size=20_000, tolerance=1e-9)


@pytest.mark.parametrize("key", KEYS)
def test_distinct_counts_and_medians(key):
    check_groups(frame(key), ["k"], [("nunique", "w"), ("median", "v")], size=64_000)


@pytest.mark.parametrize("key", ["dense", "wide"])
def test_text_goes_along(key):
    values = frame(key)
    words = pd.Series([f"word {k}" for k in range(1000)], dtype="str")
    values["s"] = words.take(values["w"]).array
    values.loc[::7, "s"] = None
    check_groups(values, ["k"], [("first", "s"), ("max", "s")], size=50_000, coded="mixed")
    check_groups(values, ["k", "s"], [("size", None)], size=50_000, sort=False)


def test_key_that_determines_another():
    values = frame("wide")
    values["name"] = pd.Series([f"n{k}" for k in values["k"]], dtype="str")
    check_groups(values, ["k", "name"], [("sum", "w")], size=50_000, sort=False)
    values.loc[250_000, "name"] = "other"
    check_groups(values, ["k", "name"], [("sum", "w")], size=50_000, sort=False)


@pytest.mark.parametrize("keep", ["first", "last"])
@pytest.mark.parametrize("key", ["dense", "sorted_pairs", "wide", "few"])
def test_distinct_rows(key, keep):
    values = frame(key)
    expected = values.drop_duplicates("k", keep=keep).reset_index(drop=True)
    found = distinct(values, ["k"], keep, size=30_000)
    pd.testing.assert_frame_equal(found, expected)
