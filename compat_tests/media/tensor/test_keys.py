"""Cells as keys: unique, group, merge, sort."""

import numpy as np
import pandas as pd
import pandas._testing as tm
import pytest
from hypothesis import given, settings

from compat_tests.media.tensor.columns import columns
from pandas_ext.arrays import tensor_keys


@given(columns())
@settings(max_examples=60, deadline=None)
def test_keys_are_those_of_tuples(series):
    """Oracle: pandas on strings of shape and values."""
    text = pd.Series(
        [
            None if cell is pd.NA else f"{np.shape(cell)}{np.ravel(cell).tolist()}"
            for cell in series
        ],
        dtype=object,
    )
    codes, uniques = pd.factorize(series.array)
    expected, firsts = pd.factorize(text)
    np.testing.assert_array_equal(codes, expected)
    assert len(uniques) == len(firsts)
    np.testing.assert_array_equal(series.duplicated(), text.duplicated())
    np.testing.assert_array_equal(series.duplicated(keep=False), text.duplicated(keep=False))
    assert series.nunique(dropna=False) == text.nunique(dropna=False)
    assert len(series.mode()) == len(text.mode())
    frame = pd.DataFrame({"key": series, "v": range(len(series))})
    sums = frame.groupby("key", sort=False, dropna=False).v.sum()
    np.testing.assert_array_equal(sums, frame.groupby(text, sort=False, dropna=False).v.sum())
    hashes = pd.util.hash_array(series.array)
    assert len(set(hashes)) == text.nunique(dropna=False)


def test_zeros_are_equal_whatever_their_sign_and_nan_is_nan():
    series = pd.Series([[0.0, np.nan], [-0.0, -np.nan], [1.0, np.nan]], dtype="tensor")
    assert pd.factorize(series.array)[0].tolist() == [0, 0, 1]
    assert series.isin([np.array([0.0, np.nan])]).tolist() == [True, True, False]
    assert np.array([0.0, np.nan]) in series.array
    assert "text" not in series.array


def test_cells_that_share_a_hash_stay_apart(monkeypatch):
    monkeypatch.setattr(tensor_keys, "row_hashes", lambda rows: np.zeros(len(rows), np.uint64))
    series = pd.Series([[1, 2], [3, 4], [1, 2]], dtype="tensor")
    assert pd.factorize(series.array)[0].tolist() == [0, 1, 0]
    ragged = pd.Series([np.zeros((2, 1)), np.zeros((1, 2)), np.zeros((2, 1))], dtype="tensor")
    assert pd.factorize(ragged.array)[0].tolist() == [0, 1, 0]


@pytest.mark.parametrize("how", ["inner", "left", "right", "outer"])
def test_merge(how):
    keys = [[1.0, 2.0], [0.0, 5.0], [3.0, 1.0]]
    left = pd.DataFrame({"key": pd.Series(keys, dtype="tensor"), "v": [1, 2, 3]})
    right = pd.DataFrame(
        {"key": pd.Series([keys[2], keys[0], keys[0], [9.0, 9.0]], dtype="tensor"), "w": range(4)}
    )

    def as_tuples(frame):
        return frame.assign(key=[tuple(cell) for cell in frame.key])

    merged = left.merge(right, on="key", how=how)
    assert merged.key.dtype == left.key.dtype
    tm.assert_frame_equal(as_tuples(merged), as_tuples(left).merge(as_tuples(right), how=how))


def test_an_index_finds_labels_by_content():
    frame = pd.DataFrame({"v": [1, 2]}, index=pd.Index(pd.array([[1, 2], [3, 4]], dtype="tensor")))
    assert frame.index.get_loc(np.array([3, 4])) == 1
    assert frame.index.get_indexer(frame.index[::-1]).tolist() == [1, 0]
    assert frame.index.is_unique


def test_order_is_that_of_lists():
    cells = [[3, 1], [-1], [], [-1, 0], [3, -1]]
    series = pd.Series([np.array(cell, "i2") for cell in cells], dtype="tensor")
    assert [cell.tolist() for cell in series.sort_values()] == sorted(cells)
    floats = pd.Series([[np.nan], [np.inf], [-0.5], [0.5], [-np.inf]], dtype="tensor")
    assert floats.argsort().tolist() == [4, 2, 3, 1, 0]
    by_norm = series.sort_values(key=lambda s: s.tensor.norm())
    assert [len(cell) for cell in by_norm] == [0, 1, 2, 2, 2]
