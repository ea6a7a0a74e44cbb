"""Cells sliced, reshaped, transposed, joined, padded."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from compat_tests.media.tensor.columns import assert_cells, assert_same, columns

AXES = [(3,), (2, 3), (None,), (None, 2), (2, None), (None, None), (None, 2, 3)]
bounds = st.none() | st.integers(-4, 4)
slices = st.builds(slice, bounds, bounds, st.sampled_from([None, 1, 2, -1, -2]))


@given(columns(shapes=AXES), st.data())
@settings(max_examples=150, deadline=None)
def test_slices(series, data):
    ndim = series.tensor.ndim
    fixed = [k for k, axis in enumerate(series.tensor.shape) if axis is not None]
    keys = [data.draw(slices) for _ in range(data.draw(st.integers(0, ndim)))]
    for k in fixed:
        if k < len(keys) and data.draw(st.booleans()):
            keys[k] = data.draw(st.integers(-2, 1))
    key = tuple(keys)
    if data.draw(st.booleans()) and all(isinstance(one, slice) for one in key):
        key = (..., *key)
    assert_cells(series.tensor[key], series, lambda cell: cell[key])


def test_slices_that_are_none_are_refused():
    series = pd.Series([np.zeros((1, 2)), None, np.zeros((3, 2))], dtype="tensor")
    assert series.tensor[0].dropna().tensor.shape == (2,)
    with pytest.raises(IndexError, match="size 1, in the cell at position 0"):
        series.tensor[2]
    for key in ((0, 0, 0), (..., ...), "x", None, [0], True):
        with pytest.raises((IndexError, KeyError)):
            series.tensor[key]


@given(columns(shapes=AXES), st.data())
@settings(max_examples=60, deadline=None)
def test_transpose(series, data):
    order = data.draw(st.permutations(range(series.tensor.ndim)))
    assert_cells(series.tensor.transpose(*order), series, lambda cell: cell.transpose(order))
    assert_cells(series.tensor.transpose(), series, lambda cell: cell.T)


@given(
    columns(shapes=[(2, 3), (None, 2), (None, 2, 3)]), st.sampled_from([(-1,), (2, -1), (-1, 1, 2)])
)
@settings(max_examples=60, deadline=None)
def test_reshape(series, shape):
    def expected(cell):
        sizes = cell.size // abs(int(np.prod(shape)))
        return cell.reshape([sizes if n == -1 else n for n in shape])

    assert_cells(series.tensor.reshape(*shape), series, expected)
    assert_cells(series.tensor.flatten(), series, np.ravel)


def test_reshape_that_does_not_fit_is_refused():
    ragged = pd.Series([np.zeros(4), np.zeros(3)], dtype="tensor")
    with pytest.raises(ValueError, match=r"position 1, of shape \(3,\)"):
        ragged.tensor.reshape(2, -1)
    with pytest.raises(ValueError, match="cannot reshape"):
        pd.Series(np.zeros((2, 4)), dtype="tensor").tensor.reshape(3)
    with pytest.raises(ValueError, match="one axis may be -1"):
        ragged.tensor.reshape(-1, -1)
    with pytest.raises(ValueError, match="any length"):
        pd.Series(np.zeros((2, 0)), dtype="tensor").tensor.reshape(0, -1)
    ones = pd.Series([np.ones(1), np.ones(1)], dtype="tensor[float64, (*,)]")
    assert ones.tensor.reshape(()).tensor.shape == ()
    assert ragged.iloc[:1].tensor.reshape(2, 2).tensor.shape == (2, 2)


@given(columns(shapes=AXES), st.data())
@settings(max_examples=80, deadline=None)
def test_stack_and_concat(series, data):
    ndim = series.tensor.ndim
    other = series * 2
    axis = data.draw(st.integers(-ndim, ndim - 1))
    joined = series.tensor.concat(other, axis=axis)
    assert_cells(joined, series, lambda cell: np.concatenate([cell, cell * 2], axis))
    axis = data.draw(st.integers(-ndim - 1, ndim))
    stacked = series.tensor.stack(other, axis=axis)
    assert_cells(stacked, series, lambda cell: np.stack([cell, cell * 2], axis))


def test_cells_of_other_lengths_are_joined_along_them():
    one = pd.Series([np.zeros((1, 2)), np.ones((3, 2)), None], dtype="tensor")
    two = pd.Series([np.full((2, 2), 5.0), None, np.zeros((1, 2))], dtype="tensor")
    joined = one.tensor.concat(two)
    assert_same(joined[0], np.concatenate([one[0], two[0]]))
    assert joined.isna().tolist() == [False, True, True]
    with pytest.raises(ValueError, match="position 0 differ"):
        one.tensor.concat(two, axis=1)
    with pytest.raises(ValueError, match="same number of axes"):
        one.tensor.concat(pd.Series(np.zeros((3, 2)), dtype="tensor"))


@given(columns(shapes=AXES, elements=("float32", "int16")))
@settings(max_examples=60, deadline=None)
def test_pad(series):
    shapes = [np.shape(cell) for cell in series.dropna()]
    longest = np.max(shapes, axis=0) if shapes else [axis or 0 for axis in series.tensor.shape]

    def expected(cell):
        widths = [(0, most - have) for most, have in zip(longest, cell.shape, strict=True)]
        return np.pad(cell, widths, constant_values=7)

    assert_cells(series.tensor.pad(value=7), series, expected)


def test_pad_to_a_shape():
    series = pd.Series([np.ones(1), np.ones(2)], dtype="tensor")
    assert series.tensor.pad((3,)).tensor.to_numpy().tolist() == [[1, 0, 0], [1, 1, 0]]
    with pytest.raises(ValueError, match="position 1, of shape"):
        series.tensor.pad((1,))
    for value in (np.nan, 300, -1):
        with pytest.raises(ValueError, match="do not fit"):
            series.tensor.cast("uint8").tensor.pad(value=value)


def test_facts():
    series = pd.Series([np.zeros((2, 3), "u1"), None, np.zeros((1, 3), "u1")], dtype="tensor")
    assert series.tensor.shape == (None, 3)
    assert (series.tensor.ndim, series.tensor.dtype) == (2, np.uint8)
    assert series.tensor.size.tolist() == [6, pd.NA, 3]
    assert [cell.tolist() for cell in series.tensor.shapes.dropna()] == [[2, 3], [1, 3]]
    assert series.tensor.cast("float16").tensor.dtype == np.float16


def test_fields():
    series = pd.Series(np.arange(6.0).reshape(1, 2, 3), dtype="tensor").tensor.with_fields(*"xyz")
    assert series.tensor.fields == ("x", "y", "z")
    assert series.tensor["z"][0].tolist() == [2.0, 5.0]
    assert series.tensor[:, 1:].tensor.fields == ("y", "z")
    assert series.tensor[0].tensor.fields == ("x", "y", "z")
    assert series.tensor.transpose().tensor.fields is None
    assert series.tensor.concat(series).tensor.fields == ("x", "y", "z")
    assert series.tensor.with_fields().tensor.fields is None
    with pytest.raises(KeyError, match="no field 'w'"):
        series.tensor["w"]


def test_apply_and_fillna():
    series = pd.Series([[3.0, 1.0], None], dtype="tensor")
    assert series.tensor.apply(np.sort)[0].tolist() == [1.0, 3.0]
    assert series.tensor.apply(lambda cell: float(cell.sum())).dtype == "float64"
    assert series.tensor.fillna([7, 7])[1].tolist() == [7.0, 7.0]
    assert series.fillna(0)[1].tolist() == [0.0, 0.0]
    with pytest.raises(TypeError, match="a Series of tensors"):
        series.tensor.stack(np.ones(2))


def test_results_share_nothing_that_can_be_written_to():
    series = pd.Series(np.zeros((2, 4)), dtype="tensor")
    ragged = pd.Series([np.zeros(2), np.zeros(3)], dtype="tensor")
    for source in (series, ragged):
        for result in (
            source.tensor[:], source.tensor.reshape(-1), source.tensor.transpose(),
            source.tensor.concat(axis=0), source.tensor.with_fields(), source.astype("tensor"),
        ):  # fmt: skip
            result.iloc[:2] = pd.NA
            assert not source.isna().any()
            assert source[0].sum() == 0
