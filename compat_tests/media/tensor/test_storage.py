"""Columns made, written to, taken apart and put together."""

import numpy as np
import pandas as pd
import pandas._testing as tm
import pyarrow as pa
import pytest
from hypothesis import given, settings

from compat_tests.media.tensor.columns import columns
from pandas_ext.arrays.tensor import TensorArray
from pandas_ext.arrays.tensor_ragged import Heap


def ragged(*lengths):
    return pd.Series(
        [pd.NA if n is None else np.arange(n, dtype="f4") for n in lengths],
        dtype="tensor[float32, (*,)]",
    )


def test_one_array_is_not_copied_and_to_numpy_gives_it_back():
    values = np.arange(6.0).reshape(3, 2)
    column = TensorArray(values)
    assert np.shares_memory(column.storage.values, values)
    series = pd.Series(column, copy=False)
    assert np.shares_memory(series.tensor.to_numpy(), values)
    assert not series.tensor.to_numpy().flags.writeable
    assert series.tensor.to_numpy(copy=True).flags.writeable


def test_a_cell_is_a_view_that_cannot_be_written_to():
    column = TensorArray(np.arange(6.0).reshape(3, 2))
    assert np.shares_memory(column[1], column.storage.values)
    with pytest.raises(ValueError, match="read-only"):
        column[1][0] = 5
    with pytest.raises(ValueError, match="read-only"):
        ragged(2)[0][0] = 5


def test_values_that_do_not_fit_are_refused():
    for value in ([[1, 2]], [[300]], [[-1]], [[0.5]], ["abc"], [object()], [[np.nan]]):
        with pytest.raises((ValueError, TypeError)):
            pd.Series(value, dtype="tensor[uint8, (1,)]")
    assert pd.Series([[255.0]], dtype="tensor[uint8, (1,)]")[0].tolist() == [255]


def test_nan_alone_is_missing_and_within_a_cell_is_not():
    series = pd.Series([np.nan, [np.nan, 1.0]], dtype="tensor[float64, (2,)]")
    assert series.isna().tolist() == [True, False]


@pytest.mark.parametrize("series", [pd.Series(np.eye(3), dtype="tensor"), ragged(1, 3, 2)])
def test_a_write_shows_in_no_other_series(series):
    before = [cell.copy() for cell in series]
    for other in (
        series[:],
        series.copy(deep=False),
        series.iloc[::2],
        series.reset_index().iloc[:, 1],
    ):
        other.iloc[0] = pd.NA
        other.iloc[-1] = pd.NA
    taken = series.take([2, 1, 0])
    taken.array[0] = before[0]
    for got, cell in zip(series, before, strict=True):
        np.testing.assert_array_equal(got, cell)


def test_ragged_cells_of_other_lengths_are_written():
    array = ragged(1, None, 3).array
    view = array[:]
    for length in (5, 0, 40):
        array[1] = np.full(length, length, "f4")
        array[[0, 2]] = [np.zeros(length, "f4"), pd.NA]
        assert view[1].tolist() == [length] * length
        assert view[0].shape == (length,)
        assert view.isna().tolist() == [False, False, True]


@pytest.mark.parametrize("series", [pd.Series(np.eye(3), dtype="tensor"), ragged(1, None, 2)])
def test_cells_in_turn_are_those_at_their_positions(series):
    for k, cell in enumerate(series):
        if cell is pd.NA:
            assert series[k] is pd.NA
            continue
        np.testing.assert_array_equal(cell, series[k])
        assert not cell.flags.writeable


def test_rows_read_from_arrow_are_written_to():
    """Their memory cannot be written to, so that the column gets its own."""
    for before in (pd.Series(np.eye(3), dtype="tensor"), ragged(1, None, 2)):
        made = pa.array(before.array)
        series = pd.Series(made, dtype=before.dtype)
        series.iloc[1] = before.iloc[2]
        np.testing.assert_array_equal(series[1], before[2])
        tm.assert_series_equal(pd.Series(made, dtype=before.dtype), before)


def test_a_heap_grows_and_leaves_copies_alone():
    heap = Heap(np.arange(4.0))
    before = Heap(heap.elements)
    for more in (1, 2, 3, 20):
        start = heap.append(np.full(more, more))
        assert heap.elements[start:].tolist() == [more] * more
    assert len(heap.elements) == 30
    before.append(np.array([-1.0]))
    assert heap.elements[4] == 1
    assert before.elements.tolist() == [0, 1, 2, 3, -1]


def test_ragged_elements_are_not_kept_for_rows_that_went():
    array = ragged(1000, 1, 2).array
    few = array.take([1, 2])
    assert few.storage.heap.used == 3
    assert np.shares_memory(array.take([2, 0]).storage.heap.elements, array.storage.heap.elements)


def test_fixed_cells_of_another_shape_are_refused():
    series = pd.Series(np.eye(2), dtype="tensor")
    with pytest.raises(ValueError, match="does not fit"):
        series.array[0] = np.zeros(3)
    with pytest.raises(TypeError, match="array of numbers"):
        series.array[0] = "ab"


def test_concat_keeps_what_columns_share():
    fixed, longer = pd.Series(np.eye(2), dtype="tensor"), pd.Series(np.eye(3), dtype="tensor")
    assert str(pd.concat([fixed, fixed]).dtype) == "tensor[float64, (2,)]"
    both = pd.concat([fixed, longer, ragged(None, 4)])
    assert str(both.dtype) == "tensor[float64, (*,)]"
    assert [len(cell) for cell in both.dropna()] == [2, 2, 3, 3, 3, 4]
    assert pd.concat([fixed, pd.Series(np.zeros((1, 2, 2)), dtype="tensor")]).dtype == object


def test_casts():
    series = pd.Series([[1.5, -2.0], None], dtype="tensor")
    assert series.astype("tensor[int8, (2,)]")[0].tolist() == [1, -2]
    assert str(series.astype("tensor[float64, (*,)]").astype("tensor").dtype) == (
        "tensor[float64, (*,)]"
    )
    back = series.astype(object).astype("tensor[float64, (2,)]")
    tm.assert_series_equal(back, series)
    with pytest.raises(ValueError, match="position 1, of shape"):
        ragged(2, 3).astype("tensor[float32, (2,)]")
    with pytest.raises(ValueError, match="NaN or infinity"):
        (series * np.inf).astype("tensor[int8, (2,)]")


@given(columns())
@settings(max_examples=60, deadline=None)
def test_rows_come_back_from_every_way_through_pandas(series):
    count = len(series)
    cells = series.astype(object)
    tm.assert_series_equal(cells.astype(series.dtype), series)
    order = np.arange(count)[::-1]
    tm.assert_series_equal(series.iloc[order].iloc[order], series)
    tm.assert_series_equal(pd.concat([series.iloc[:2], series.iloc[2:]]), series)
    tm.assert_series_equal(series.reindex(range(count + 1)).iloc[:count], series)
    assert series.array.equals(series.array.copy())
    assert len(repr(series)) > 0
    assert series.array.nbytes >= sum(np.size(cell) for cell in series.dropna())
