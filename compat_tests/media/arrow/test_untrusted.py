"""Files and arrays that are damaged, or made to do harm: an error, and nothing else."""

import io
import json

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from pyarrow import parquet

from pandas_ext import MediaError
from pandas_ext.arrow.media import STORAGE
from pandas_ext.arrow.tensor import from_arrow


def read(storage: pa.Array, name: str, metadata: bytes) -> pd.DataFrame:
    """Read a Parquet file of one column, of an extension type described by any bytes."""
    marks = {"ARROW:extension:name": name, "ARROW:extension:metadata": metadata}
    stream = io.BytesIO()
    schema = pa.schema([pa.field("x", storage.type, metadata=marks)])
    parquet.write_table(pa.table([storage], schema=schema), stream)
    return pd.read_parquet(stream)


def media(data=b"abc", path=None, detail=None) -> pa.Array:
    row = {"bytes": data, "path": path, "start": None, "stop": None, "detail": detail}
    return pa.array([row], STORAGE)


@pytest.mark.parametrize(
    "metadata",
    [
        b"",
        b"{}",
        b"[]",
        b"null",
        b"\xff\xfe",
        b"[" * 100_000,
        b'{"dtype": 5}',
        b"cos\nsystem\n(S'x'",
    ],
)
def test_descriptions_of_types_that_say_nothing(metadata):
    with pytest.raises(pa.ArrowInvalid, match="no media column"):
        read(media(), "pandas_ext.image", metadata)


@pytest.mark.parametrize(
    "detail", ["null", "[]", "5", '"x"', "{", "[" * 100_000, '{"mode": ["a"]}', '{"width": true}']
)
@pytest.mark.parametrize("kind", ["image", "audio", "video"])
def test_descriptions_of_cells_that_say_nothing(kind, detail):
    with pytest.raises(MediaError):
        read(media(detail=detail), f"pandas_ext.{kind}", json.dumps({"dtype": kind}).encode())


def buffer(values, element):
    return pa.py_buffer(np.array(values, element).tobytes())


@pytest.mark.parametrize("field", ["bytes", "path"])
def test_offsets_that_lead_beyond_the_data(field):
    columns = {part.name: pa.nulls(2, part.type) for part in STORAGE}
    element = "i8" if field == "bytes" else "i4"
    buffers = [None, buffer([0, 2**30, 3], element), buffer([1, 2, 3], "u1")]
    columns[field] = pa.Array.from_buffers(STORAGE.field(field).type, 2, buffers)
    array = pa.StructArray.from_arrays(list(columns.values()), fields=list(STORAGE))
    with pytest.raises(ValueError, match="out of bounds"):
        pd.api.types.pandas_dtype("image").__from_arrow__(array)


def test_offsets_of_lists_that_lead_beyond_the_elements():
    buffers = [None, buffer([0, 2**30, 3], "i4")]
    array = pa.Array.from_buffers(
        pa.list_(pa.float32()), 2, buffers, children=[pa.array([1.0, 2.0, 3.0], pa.float32())]
    )
    with pytest.raises(ValueError, match="out of bounds"):
        from_arrow(array, None)


def tensors(cells, shapes, ndim=2) -> pa.StructArray:
    data = pa.array(cells, pa.list_(pa.float32()))
    return pa.StructArray.from_arrays(
        [data, pa.array(shapes, pa.list_(pa.int32(), ndim))], ["data", "shape"]
    )


@pytest.mark.parametrize(
    ("cells", "shapes"),
    [
        ([[1, 2, 3]], [[2, 2]]),
        ([[1, 2, 3], [4, 5, 6, 7, 8]], [[2, 2], [2, 2]]),
        ([[1, 2, 3, 4]], [[-2, -2]]),
        ([[1, 2, 3, 4]], [[2**31 - 1, 2**31 - 1]]),
        ([[1, 2, 3, 4]], [None]),
        ([[1, 2, 3, 4]], [[4, None]]),
        ([[]], [[2**16] * 4]),  # a product that wraps to 0
    ],
)
def test_shapes_that_are_not_those_of_the_elements(cells, shapes):
    ndim = next((len(shape) for shape in shapes if shape), 2)
    array = tensors(cells, shapes, ndim)
    with pytest.raises(ValueError, match="at position 0"):
        from_arrow(array, None)
    with pytest.raises(ValueError, match="position 0"):
        pd.Series(array.to_pylist(), dtype=object).astype("tensor")


def test_an_axis_that_is_said_to_be_uniform_and_is_not():
    array = tensors([[1, 2, 3, 4]], [[2, 2]])
    marked = pa.field(
        "x",
        array.type,
        metadata={
            "ARROW:extension:name": "arrow.variable_shape_tensor",
            "ARROW:extension:metadata": b'{"uniform_shape": [null, 3]}',
        },
    )
    column = pa.table([array], schema=pa.schema([marked]))
    stream = io.BytesIO()
    parquet.write_table(column, stream)
    with pytest.raises(ValueError, match=r"no cell of shape \(2, 2\)"):
        from_arrow(parquet.read_table(stream)["x"], None)
