"""Operators and functions of numpy, cell by cell."""

import operator

import numpy as np
import pandas as pd
import pandas._testing as tm
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import pandas_ext
from compat_tests.media.tensor.columns import assert_cells, assert_same, columns

OPERATORS = [
    operator.add, operator.sub, operator.mul, operator.truediv, operator.floordiv, operator.mod,
    operator.eq, operator.ne, operator.lt, operator.le, operator.gt, operator.ge,
]  # fmt: skip
NUMBERS = ["float32", "int16", "uint8"]


def tensors(data, dtype="tensor"):
    return pd.Series(data, dtype=dtype)


@given(columns(elements=NUMBERS), st.sampled_from(OPERATORS), st.sampled_from([3, 2.5, True]))
@settings(max_examples=80, deadline=None)
def test_scalars(series, function, scalar):
    assert_cells(function(series, scalar), series, lambda cell: function(cell, scalar))
    with np.errstate(all="ignore"):
        assert_cells(function(scalar, series), series, lambda cell: function(scalar, cell))


@given(columns(elements=NUMBERS), st.sampled_from(OPERATORS), st.data())
@settings(max_examples=80, deadline=None)
def test_columns(series, function, data):
    """The other column has cells of the same shapes, of ones, or of fewer axes."""

    def other(cell):
        kind = data.draw(st.sampled_from(["same", "missing"])) if len(series) else "same"
        return pd.NA if cell is pd.NA or kind == "missing" else np.asarray(cell) + 1

    kind = data.draw(st.sampled_from(["same", "ones", "number"]))
    cells = [other(cell) for cell in series]
    if kind != "same":
        ndim = series.tensor.ndim if kind == "ones" else 0
        cells = [pd.NA if c is pd.NA else np.ones((1,) * ndim, "i8") * 2 for c in cells]
    if not any(cell is not pd.NA for cell in cells):
        return
    right = tensors(cells)
    result = function(series, right)
    for got, one, two in zip(result, series, right, strict=True):
        if one is pd.NA or two is pd.NA:
            assert got is pd.NA
        else:
            assert_same(got, function(one, two))


@given(columns(shapes=[(2, 3), (None, 3), (2, None, 3)], elements=NUMBERS))
@settings(max_examples=40, deadline=None)
def test_one_cell_for_all_rows(series):
    for cell in (np.arange(3), np.ones((1, 3)), np.arange(2)[:, None]):
        if cell.shape == (2, 1) and series.tensor.shape[-2] is None:
            continue
        assert_cells(series.tensor.mul(cell), series, lambda one, cell=cell: one * cell)
        assert_cells(series.tensor.ge(cell), series, lambda one, cell=cell: one >= cell)


@pytest.mark.parametrize("shape", [(), (3,), (None,), (None, 3)])
def test_a_cell_of_more_axes_than_the_column_has(shape):
    cells = [np.ones([2 if axis is None else axis for axis in shape], "f4"), None]
    series = tensors(cells, pandas_ext.TensorDtype("float32", shape))
    for cell in (np.ones((2, 1, 1), "f4"), np.ones((1, 2, 3), "f4")):
        if shape == (None,) and cell.shape[-1] == 3:
            continue
        assert_cells(series.tensor.add(cell), series, lambda one, cell=cell: one + cell)
    for number in (2, 0.5, True):
        assert_cells(series.tensor.mul(number), series, lambda one, n=number: one * n)


def test_cells_broadcast_to_larger_ones():
    column, row = tensors([np.arange(3.0)[:, None]] * 2), tensors(np.arange(8.0).reshape(2, 1, 4))
    assert_same((column + row)[1], np.arange(3.0)[:, None] + np.arange(4.0, 8.0)[None])
    many = tensors([np.zeros((2, 1)), np.zeros((3, 1))]) + tensors(np.ones((2, 4)))
    assert str(many.dtype) == "tensor[float64, (*, 4)]"
    assert many[1].shape == (3, 4)


def test_cells_that_do_not_broadcast_are_refused():
    ragged = tensors([np.zeros(2), np.zeros(3)])
    with pytest.raises(ValueError, match=r"shapes \(2,\) and \(3,\) at position 0"):
        ragged + tensors(np.zeros((2, 3)))
    with pytest.raises(ValueError, match="broadcast"):
        tensors(np.zeros((2, 2))) + tensors(np.zeros((2, 3)))


def test_a_number_a_row_and_a_cell_are_told_apart():
    series = tensors(np.arange(6.0).reshape(3, 2))
    weights = pd.Series([1.0, 10.0, 100.0])
    assert (series * weights).tensor.sum().tolist() == [1.0, 50.0, 900.0]
    assert (series * np.array([1.0, 0.0])).tensor.sum().tolist() == [0.0, 2.0, 4.0]
    nullable = pd.Series([1, None, 100], dtype="Int64")
    assert (series * nullable).isna().tolist() == [False, True, False]
    for missing in (pd.Series([1.0, None, 2.0]), pd.Series([1.0, 2.0], index=[0, 2])):
        assert (series * missing).isna().tolist() == [False, True, False]
        assert series.tensor.mul(missing).isna().tolist() == [False, True, False]
    assert series.add([1, 2, 3]).tensor.sum().tolist() == [3.0, 9.0, 15.0]
    square = tensors(np.ones((3, 3)))
    with pytest.raises(ValueError, match="a number a row"):
        square * weights
    assert (square * weights.to_numpy()[:, None])[1].tolist() == [10.0] * 3
    assert square.tensor.mul(weights.to_numpy())[1].tolist() == [1.0, 10.0, 100.0]
    with pytest.raises(ValueError, match="Lengths must match"):
        series + np.arange(4)


def test_index_labels_are_aligned():
    one = tensors([[1.0], [2.0]])
    two = pd.Series(tensors([[10.0], [20.0]]).array, index=[1, 2])
    result = one + two
    assert result.isna().tolist() == [True, False, True]
    assert result[1].tolist() == [12.0]
    assert one.tensor.add(two).isna().tolist() == [True, False]


def test_functions_of_numpy():
    series = tensors([np.array([1.0, 4.0], "f4"), None, np.array([9.0], "f4")])
    assert_cells(np.sqrt(series), series, np.sqrt)
    assert_cells(np.maximum(series, 2), series, lambda cell: np.maximum(cell, 2))
    whole, rest = divmod(series, 2)
    assert_cells(whole, series, lambda cell: cell // 2)
    assert_cells(rest, series, lambda cell: cell % 2)
    for function in (operator.neg, operator.pos, abs):
        assert_cells(function(series - 3), series, lambda cell, f=function: f(cell - 3))
    assert_cells(~(series > 2) | (series > 5), series, lambda cell: ~(cell > 2) | (cell > 5))
    with pytest.raises(TypeError, match="does not take columns"):
        np.add.accumulate(series.array)


def test_types_are_numpys():
    small = tensors(np.ones((2, 2), "u1"))
    assert (small + 1).tensor.dtype == np.uint8
    assert small.tensor.add(np.float32([1, 2])).tensor.dtype == np.float32
    assert (small / 2).tensor.dtype == np.float64
    with pytest.raises(OverflowError):
        small + 300


def test_other_things_are_refused_and_equal_to_nothing():
    series = tensors(np.ones((2, 2)))
    with pytest.raises(TypeError):
        series + "a"
    assert not (series == "a").tensor.any().any()
    assert (series != "a").tensor.all().all()
    assert (series + pd.NA).isna().all()


def test_fields_stay_while_they_fit():
    series = tensors([np.ones((2, 2))], "tensor[float64, (*, 2), fields=(x, y)]")
    assert (series * 2).tensor.fields == ("x", "y")
    assert series.tensor["y"].tensor.fields is None
    tm.assert_series_equal(series.tensor["y"], series.tensor[:, 1])


@pytest.mark.parametrize("threads", [1, 3])
def test_blocks_and_threads_change_nothing(threads):
    values = np.random.default_rng(0).standard_normal((70_000, 64), dtype=np.float32)
    series = tensors(values)
    with pandas_ext.option_context(num_threads=threads):
        for _ in range(2):  # the second result lies where the first one's temporary was
            result = (series * 2 + series).tensor.to_numpy()
            np.testing.assert_array_equal(result, values * 2 + values)
        np.testing.assert_allclose(series.tensor.max(), values.max(axis=1))
        kept = series + 0
        del result
        again = series + 1
        np.testing.assert_array_equal(kept.tensor.to_numpy(), values)
        np.testing.assert_array_equal(again.tensor.to_numpy(), values + 1)
