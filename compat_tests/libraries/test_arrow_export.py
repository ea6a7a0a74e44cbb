"""Arrow gets the memory of engine results itself, not a copy of it."""

import numpy as np
import pyarrow as pa
import pytest

import accel.pandas as pd
from accel.frame.lazy import is_lazy
from accel.settings import options

SIZES = ["f8", "f4", "i8", "i4", "i2", "u1", "M8[us]", "M8[ns]"]


@pytest.fixture(autouse=True)
def _forced(monkeypatch):
    monkeypatch.setattr(options, "_min_rows", 0)


def result(**columns):
    """Return what the engine computes out of columns: one that was filtered and is lazy."""
    frame = pd.DataFrame(columns)
    part = frame[frame["keep"]]
    assert is_lazy(part)
    return part


def addresses(array):
    """Return where the buffers of an Arrow array lie."""
    if isinstance(array, pa.ChunkedArray):
        assert array.num_chunks == 1
        array = array.chunk(0)
    return [buffer.address if buffer else None for buffer in array.buffers()]


def exports(frame, name):
    """Return a column as Arrow gets it, in each way that there is."""
    return {
        "table": pa.table(frame)[name],
        "stream": pa.RecordBatchReader.from_stream(frame).read_all()[name],
        "from_pandas": pa.Table.from_pandas(frame)[name],
        "array": pa.array(frame[name]),
        "series": pa.chunked_array(frame[name]),
    }


@pytest.mark.parametrize("dtype", SIZES)
def test_numbers(dtype):
    values = np.arange(1000).astype("i8").astype(dtype)
    frame = result(a=values, b=values, keep=np.arange(1000) % 3 > 0)
    for name in "ab":
        held = frame[name].to_numpy()
        for way, array in exports(frame, name).items():
            assert addresses(array) == [None, held.ctypes.data], way
            assert len(array) == 666


def test_computed_numbers():
    frame = result(a=np.arange(9.0), keep=np.arange(9) > 2)
    frame = frame.assign(b=frame["a"] * 2 + 1)
    assert addresses(pa.table(frame)["b"])[1] == frame["b"].to_numpy().ctypes.data


def test_strings():
    words = ["alpha", "", "gamma", "ä"] * 250
    frame = result(s=words, keep=np.arange(1000) % 3 > 0)
    held = addresses(frame["s"].array._pa_array)
    assert held[2] is not None
    for way, array in exports(frame, "s").items():
        assert addresses(array)[1:] == held[1:], way
        assert array.type == pa.large_string()


def test_strings_with_missing_ones():
    frame = result(s=["a", None, "c"] * 9, keep=np.arange(27) % 2 > 0)
    held = addresses(frame["s"].array._pa_array)
    for way, array in exports(frame, "s").items():
        assert addresses(array) == held, way
        assert array.null_count == frame["s"].isna().sum()


def test_aggregates_and_joins():
    frame = result(a=np.arange(60), g=list("abc") * 20, keep=np.arange(60) > 2)
    sums = frame.groupby("g", as_index=False).agg(a=("a", "sum"), n=("a", "count"))
    joined = frame.merge(sums, on="g", suffixes=("", "_sum"))
    for made in (sums, joined):
        assert is_lazy(made)
        table = pa.table(made)
        for name in ("a", "n"):
            assert addresses(table[name])[1] == made[name].to_numpy().ctypes.data
        assert addresses(table["g"])[1:] == addresses(made["g"].array._pa_array)[1:]
