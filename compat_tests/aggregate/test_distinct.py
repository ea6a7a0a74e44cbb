"""Distinct rows, against plain pandas."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from compat_tests.aggregate.oracle import distinct

_random = np.random.default_rng(5)
FRAME = pd.DataFrame({
    "a": _random.integers(0, 9, 3000),
    "f": np.where(_random.random(3000) < 0.3, np.nan, _random.integers(0, 5, 3000)),
    "s": pd.Series(_random.choice(["x", "y", "a longer text 1", None], 3000), dtype="str"),
    "row": np.arange(3000),
})  # fmt: skip


@pytest.mark.parametrize("keep", ["first", "last"])
@pytest.mark.parametrize("coded", ["no", "mixed", "all"])
@pytest.mark.parametrize("keys", [["a"], ["f"], ["s"], ["s", "f"], ["s", "a", "f"], ["row"]])
@pytest.mark.parametrize("size", [11, 5000])
def test_distinct(keys, coded, keep, size):
    expected = FRAME.drop_duplicates(keys, keep=keep).reset_index(drop=True)
    found = distinct(FRAME, keys, keep, size=size, coded=coded)
    pd.testing.assert_frame_equal(found, expected)


@pytest.mark.parametrize("rows", [0, 1])
def test_few_rows(rows):
    found = distinct(FRAME.iloc[:rows], ["s", "a"], "first")
    pd.testing.assert_frame_equal(found, FRAME.iloc[:rows])
