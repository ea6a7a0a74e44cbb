"""Files that others wrote: Arrow's canonical tensors, lists of lists, structs of data and shape."""

import io

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from pyarrow import parquet

import pandas_ext
from compat_tests.media.tensor.columns import assert_same

VALUES = np.arange(12, dtype="f4").reshape(2, 6)


def fixed(permutation=None) -> pa.Array:
    """Two rows of shape (2, 3), and a missing one."""
    kind = pa.fixed_shape_tensor(pa.float32(), (2, 3), permutation=permutation)
    rows = pa.array([*VALUES.tolist(), None], pa.list_(pa.float32(), 6))
    return pa.ExtensionArray.from_storage(kind, rows)


def variable() -> pa.Array:
    """Rows of shapes (1, 2), (0, 2) and (3, 2), and a missing one."""
    cells = [np.ones((n, 2), "i2") for n in (1, 0, 3)]
    series = pd.Series([*cells, None], dtype="tensor[int16, (*, 2)]")
    return pa.array(series.array)


def file(column: pa.Array) -> io.BytesIO:
    """Return a Parquet file that pandas did not write."""
    stream = io.BytesIO()
    parquet.write_table(pa.table({"x": column, "k": range(len(column))}), stream)
    return stream


@pytest.mark.parametrize("order", [None, [1, 0]])
def test_tensors_of_one_shape(order):
    column = pandas_ext.read_parquet(file(fixed(order)))["x"]
    stored = VALUES.reshape(2, 2, 3)
    expected = stored if order is None else stored.transpose(0, 2, 1)
    assert column.isna().tolist() == [False, False, True]
    for cell, one in zip(column, expected, strict=False):
        assert_same(cell, one)


def test_tensors_that_differ_in_shape():
    read = pandas_ext.read_parquet(file(variable()), columns=["x"])
    assert str(read["x"].dtype) == "tensor[int16, (*, 2)]"
    assert [None if cell is pd.NA else cell.shape for cell in read["x"]] == [
        (1, 2), (0, 2), (3, 2), None,
    ]  # fmt: skip
    plain = pd.read_parquet(file(variable()))["x"]
    pd.testing.assert_series_equal(plain.astype("tensor"), read["x"])


def test_rows_and_partitions_that_were_chosen(tmp_path):
    table = pa.table({"x": fixed(), "k": [1, 2, 1]})
    parquet.write_to_dataset(table, tmp_path, partition_cols=["k"])
    column = pandas_ext.read_parquet(tmp_path, filters=[("k", "==", 2)])["x"]
    assert str(column.dtype) == "tensor[float32, (2, 3)]"
    np.testing.assert_array_equal(column[0], VALUES[1].reshape(2, 3))


def test_missing_rows_alone():
    column = pandas_ext.read_parquet(file(fixed().slice(2)))["x"]
    assert str(column.dtype) == "tensor[float32, (2, 3)]"
    assert column.isna().all()


def test_columns_of_lists_stay_objects():
    column = pandas_ext.read_parquet(file(pa.array([[1.0, 2.0], None])))["x"]
    assert column.dtype == object


def test_accel_recognises_them():
    import accel.pandas

    frame = accel.pandas.read_parquet(file(fixed()))
    assert isinstance(frame, accel.pandas.DataFrame)
    assert str(frame["x"].dtype) == "tensor[float32, (2, 3)]"


@pytest.mark.parametrize(
    ("rows", "kind", "dtype"),
    [
        ([[[1, 2], [3, 4]], None], pa.list_(pa.list_(pa.int8(), 2), 2), "tensor[int8, (2, 2)]"),
        ([[[1, 2]], None, []], pa.list_(pa.list_(pa.float32(), 2)), "tensor[float32, (*, 2)]"),
        ([[[[1], [2]]], []], pa.large_list(pa.list_(pa.list_(pa.int64()))),
         "tensor[int64, (*, 2, 1)]"),
        ([[[1], [2]], [[3, 4], [5, 6]]], pa.list_(pa.list_(pa.uint8())), "tensor[uint8, (*, *)]"),
        ([None, None], pa.list_(pa.list_(pa.float32())), "tensor[float32, (*, *)]"),
    ],
)  # fmt: skip
def test_lists_of_lists_keep_the_type_of_their_elements(rows, kind, dtype):
    series = pd.Series(pa.array([None, *rows], kind).slice(1), dtype="tensor")
    assert str(series.dtype) == dtype
    empty = (0, *(n or 0 for n in series.tensor.shape[1:]))
    for cell, row in zip(series, rows, strict=True):
        if row is None:
            assert cell is pd.NA
        else:
            assert_same(cell, np.array(row, cell.dtype) if row else np.zeros(empty, cell.dtype))


@pytest.mark.parametrize("rows", [[None, [[1, 2], [3]]], [None, [[1], None]]])
def test_lists_that_are_no_array(rows):
    with pytest.raises(ValueError, match=r"differ in length in the cell at position 1|missing"):
        pd.Series(pa.array(rows), dtype="tensor")
    with pytest.raises((TypeError, ValueError), match=r"position 1|an array of numbers"):
        pd.Series(rows, dtype="tensor")


def test_flat_lists_take_the_shape_that_is_asked_for():
    rows = pa.array(VALUES.tolist(), pa.list_(pa.float32(), 6))
    series = pd.Series(rows, dtype="tensor[float32, (2, 3)]")
    np.testing.assert_array_equal(series.tensor.to_numpy(), VALUES.reshape(2, 2, 3))


def test_capsules_and_lists_of_arrow():
    for made in (fixed(), variable()):
        series = pd.Series(made, dtype="tensor")
        back = pa.Array._import_from_c_capsule(*series.array.__arrow_c_array__())
        pd.testing.assert_series_equal(pd.Series(back, dtype="tensor"), series)
    ragged = pd.Series([np.ones(2), None, np.zeros(0)], dtype="tensor")
    lists = pa.array(ragged.array, pa.list_(pa.float64()))
    assert lists.to_pylist() == [[1.0, 1.0], None, []]


def test_pandas_own_dtypes_are_asked_for():
    frame = pd.DataFrame({"t": pd.Series(VALUES, dtype="tensor"), "k": [1, 2]})
    frame["i"] = pd.Series([np.zeros((2, 3), "u1"), None]).astype("image")
    stream = io.BytesIO()
    frame.to_parquet(stream)
    read = pd.read_parquet(stream, dtype_backend="numpy_nullable")
    pd.testing.assert_frame_equal(read, frame.astype({"k": "Int64"}))


def test_columns_of_our_own_are_left_as_they_are(tmp_path):
    tensors = pd.Series(list(np.arange(24.0).reshape(2, 3, 4))).astype("tensor[float64, (3, 4)]")
    frame = pd.DataFrame({"tensor": tensors, "word": ["a", "b"]})
    frame.to_parquet(tmp_path / "own.parquet")
    read = pandas_ext.read_parquet(tmp_path / "own.parquet")
    pd.testing.assert_frame_equal(read, frame)
