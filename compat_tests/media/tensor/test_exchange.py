"""To and from Arrow, Parquet, Feather, pickle, DLPack and torch."""

import io
import pickle

import numpy as np
import pandas as pd
import pandas._testing as tm
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pandas_ext.arrow import tensor as arrow
from pandas_ext.arrow.tensor_type import VariableShapeTensorType
from pandas_ext.dtypes.tensor import ELEMENTS, TensorDtype

SHAPES = ["()", "(3,)", "(2, 3)", "(0,)", "(*,)", "(*, 2)", "(2, *)", "(*, *)"]


def sample(element, shape, count=6):
    """Rows with a missing one and, for ragged ones, one without elements."""
    dtype = TensorDtype.construct_from_string(f"tensor[{element}, {shape}]")
    cells = []
    for row in range(count):
        lengths = [row % 3 if axis is None else axis for axis in dtype.shape]
        cells.append(np.arange(row, row + np.prod(lengths)).reshape(lengths).astype(element))
    if count > 4:
        cells[4] = None
    return pd.Series(cells, dtype=dtype, name="t")


def through(frame, way):
    stream = io.BytesIO()
    if way == "pickle":
        return pickle.loads(pickle.dumps(frame))
    getattr(frame, f"to_{way}")(stream)
    return getattr(pd, f"read_{way}")(io.BytesIO(stream.getvalue()))


@pytest.mark.parametrize("way", ["parquet", "feather", "pickle"])
@pytest.mark.parametrize("shape", SHAPES)
def test_files(way, shape):
    for element in sorted(ELEMENTS) if shape in ("(2, 3)", "(*, 2)") else ["float32", "bool"]:
        series = sample(element, shape)
        frame = series.to_frame()
        tm.assert_frame_equal(through(frame, way), frame)
        part = frame.iloc[3:0:-2].reset_index(drop=True)
        tm.assert_frame_equal(through(part, way), part)
        tm.assert_frame_equal(through(frame.iloc[:0], way), frame.iloc[:0])
        lost = frame.iloc[[4]].reset_index(drop=True)
        tm.assert_frame_equal(through(lost, way), lost)


@pytest.mark.parametrize("way", ["parquet", "feather", "pickle"])
def test_fields_come_back(way):
    dtype = 'tensor[float32, (*, 2), fields=(x, "a b")]'
    frame = pd.DataFrame({"t": pd.Series([np.ones((2, 2)), None], dtype=dtype)})
    assert str(through(frame, way).t.dtype) == dtype


def test_chunks_and_row_groups():
    series = sample("int16", "(*, 2)", 60)
    stream = io.BytesIO()
    pq.write_table(pa.Table.from_pandas(series.to_frame()), stream, row_group_size=7)
    tm.assert_series_equal(pd.read_parquet(stream).t, series)
    table = pa.concat_tables(
        [pa.table({"t": series.iloc[k : k + 9].array}) for k in range(0, 60, 9)]
    )
    tm.assert_series_equal(pd.Series(table["t"], dtype=series.dtype, name="t"), series)


def test_types_are_the_canonical_ones():
    assert pa.array(sample("float32", "(2, 3)", 3).array).type == pa.fixed_shape_tensor(
        pa.float32(), (2, 3)
    )
    kind = pa.array(sample("float32", "(*, 3)").array).type
    assert kind.extension_name == "arrow.variable_shape_tensor"
    assert kind.storage_type == pa.struct(
        [("data", pa.list_(pa.float32())), ("shape", pa.list_(pa.int32(), 2))]
    )
    assert kind.__arrow_ext_serialize__() == b'{"uniform_shape": [null, 3]}'
    assert str(kind.to_pandas_dtype()) == "tensor[float32, (*, 3)]"


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("count", [4, 6])
def test_slices_of_arrow(shape, count):
    series = sample("float32", shape, count)
    made = pa.array(series.array).slice(1, count - 2)
    back = pd.Series(made, dtype=series.dtype, name="t")
    tm.assert_series_equal(back, series.iloc[1:-1].reset_index(drop=True))


def test_nothing_is_copied_to_or_from_arrow():
    values = np.arange(6.0).reshape(3, 2)
    array = pa.array(pd.Series(values, dtype="tensor", copy=False).array)
    assert np.shares_memory(array.storage.values.to_numpy(), values)
    back = pd.Series(array, dtype="tensor[float64, (2,)]", copy=False)
    assert np.shares_memory(back.tensor.to_numpy(), values)


def test_columns_too_long_for_one_list_array_become_chunks(monkeypatch):
    monkeypatch.setattr(arrow, "MAX_OFFSET", 5)
    series = sample("int16", "(*, 2)", 12)
    made = arrow.to_arrow(series.array.storage, series.dtype)
    assert isinstance(made, pa.ChunkedArray)
    assert made.num_chunks > 2
    tm.assert_series_equal(pd.Series(made, dtype=series.dtype, name="t"), series)


@pytest.mark.parametrize(
    ("data", "dtype"),
    [
        (pa.array([[1, 2], None, [3]]), "tensor[int64, (*,)]"),
        (pa.array([[1, 2], None, [3, 4]], pa.list_(pa.float32(), 2)), "tensor[float32, (2,)]"),
        (pa.array([[[1], [2]], None, [[3]]]), "tensor[int64, (*, 1)]"),
        (
            pa.array([[1.0], None, [2.0]], pa.large_list(pa.float64())).slice(1),
            "tensor[float64, (*,)]",
        ),
    ],
)
def test_lists_of_arrow(data, dtype):
    series = pd.Series(data, dtype="tensor")
    assert str(series.dtype) == dtype
    expected = data.to_pylist()
    assert [None if cell is pd.NA else cell.tolist() for cell in series] == expected
    backed = pd.Series(data, dtype=pd.ArrowDtype(data.type))
    tm.assert_series_equal(backed.astype("tensor"), series)


def test_elements_cannot_be_missing():
    with pytest.raises(ValueError, match="elements of a cell cannot be missing"):
        pd.Series(pa.array([[1, None]]), dtype="tensor")


def test_torch_and_dlpack_share_memory():
    torch = pytest.importorskip("torch")
    values = np.arange(6, dtype="f4").reshape(3, 2)
    series = pd.Series(values, dtype="tensor", copy=False)
    assert series.tensor.to_torch().data_ptr() == values.ctypes.data
    assert np.shares_memory(np.from_dlpack(series.tensor), values)
    assert np.shares_memory(np.from_dlpack(series.array), values)
    back = pd.Series(torch.ones(2, 3), dtype="tensor")
    assert str(back.dtype) == "tensor[float32, (3,)]"
    missing = series.where(pd.Series([True, False, True]), None)
    for other in (missing, sample("float32", "(*, 2)").dropna()):
        with pytest.raises(BufferError):
            other.tensor.to_torch()
    with pytest.raises(ValueError, match="position 1 is missing"):
        missing.tensor.to_numpy()


def test_text_comes_back_from_csv():
    series = sample("float32", "(2, 3)")
    text = series.to_frame().to_csv(index=False)
    tm.assert_series_equal(pd.read_csv(io.StringIO(text), dtype={"t": series.dtype}).t, series)


def test_text_that_leaves_elements_out_is_refused():
    text = pd.Series(np.zeros((1, 2000)), dtype="tensor").to_frame("t").to_csv(index=False)
    with pytest.raises(ValueError, match="leaves elements out"):
        pd.read_csv(io.StringIO(text), dtype={"t": "tensor[float64, (2000,)]"})


def test_nothing_heavy_is_imported():
    import subprocess
    import sys

    code = (
        "import sys, pandas; before = set(sys.modules); import pandas_ext;"
        "print(*sorted({m.split('.')[0] for m in set(sys.modules) - before}))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not {"numba", "torch", "PIL", "cv2", "av", "scipy"} & set(done.stdout.split())


class TestPermutedAxes:
    """A type may give axes in another order than that in which elements are stored."""

    def test_of_one_shape(self):
        kind = pa.fixed_shape_tensor(pa.int32(), [2, 3, 1], permutation=[1, 2, 0])
        rows = np.arange(12, dtype=np.int32).reshape(2, 6)
        stored = pa.FixedSizeListArray.from_arrays(pa.array(rows.reshape(-1)), 6)
        column = arrow.from_arrow(pa.ExtensionArray.from_storage(kind, stored), None)
        assert column.dtype == TensorDtype(np.int32, (3, 1, 2))
        expected = rows.reshape(2, 2, 3, 1).transpose(0, 2, 3, 1)
        np.testing.assert_array_equal(np.stack(list(column)), expected)

    def test_of_several_shapes(self):
        kind = VariableShapeTensorType(pa.int32(), 2, permutation=[1, 0])
        cells = [{"data": [1, 2, 3, 4], "shape": [2, 2]}, {"data": [5, 6], "shape": [1, 2]}, None]
        array = pa.ExtensionArray.from_storage(kind, pa.array(cells, kind.storage_type))
        stream = io.BytesIO()
        pq.write_table(pa.table({"a": array}), stream)
        for given in (array, pq.read_table(stream)["a"]):
            column = arrow.from_arrow(given, None)
            assert column[0].tolist() == [[1, 3], [2, 4]]
            assert column[1].tolist() == [[5], [6]]
            assert column[2] is pd.NA
