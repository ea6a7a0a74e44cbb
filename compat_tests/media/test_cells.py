"""Cells written, made by functions, and cast from one kind of column to another."""

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

import pandas_ext

PICTURE = np.arange(18, dtype="uint8").reshape(2, 3, 3)


def column(kind: str) -> pd.Series:
    cells = {
        "image": [PICTURE, PICTURE + 1, None],
        "audio": [pandas_ext.Audio.of([0.0, 0.5], rate=8000)] * 2 + [None],
        "video": [b"a", b"b", None],
        "tensor": [np.ones(2), np.zeros(2), None],
    }
    return pd.Series(cells[kind], dtype=object).astype(kind)


@pytest.mark.parametrize("kind", ["image", "audio", "video", "tensor"])
def test_what_a_function_makes_of_cells_is_not_made_a_cell(kind):
    series = column(kind)
    objects = series.astype(object)
    for function in (
        lambda cell: "text",
        lambda cell: b"bytes",
        lambda cell: 1.5,
        lambda cell: True,
        lambda cell: ["a", "list"],
    ):
        pd.testing.assert_series_equal(series.map(function), objects.map(function))
        mapped = series.to_frame("a").map(function)
        pd.testing.assert_frame_equal(mapped, objects.to_frame("a").map(function))
    assert series.combine(series, lambda one, two: "x").tolist() == ["x"] * 3
    assert series.groupby([0, 0, 1]).agg(lambda part: "x").tolist() == ["x", "x"]
    assert series.map(lambda cell: cell).dtype == series.dtype
    assert series.map(lambda cell: None).dtype == series.dtype


def test_numbers_made_of_tensors_are_numbers():
    series = column("tensor").dropna()
    assert series.map(np.sum).dtype == "float64"
    assert series.map(lambda cell: cell * 2).dtype == series.dtype


def test_a_row_that_is_added_may_be_a_path_or_a_list():
    images, tensors = column("image"), column("tensor")
    images.loc[9], tensors.loc[9] = "/nowhere/a.png", [3.0, 4.0]
    assert images.dtype == "image"
    assert tensors[9].tolist() == [3.0, 4.0]


@pytest.mark.parametrize("way", ["loc", "iloc", "at", "iat", "array"])
def test_an_array_is_written_as_one_picture(way):
    images = column("image")
    target = images.array if way == "array" else getattr(images, way)
    target[0] = PICTURE + 7
    np.testing.assert_array_equal(images[0].to_numpy(), PICTURE + 7)
    with pytest.raises(ValueError, match="a sequence"):
        target[0] = [PICTURE, PICTURE]


def test_pictures_and_tensors_become_each_other():
    images = column("image")
    tensors = images.astype("tensor")
    assert str(tensors.dtype) == "tensor[uint8, (2, 3, 3)]"
    assert tensors.isna().equals(images.isna())
    pd.testing.assert_series_equal(tensors.astype("image"), images)
    assert str(images.astype("tensor[float32, (*, *, 3)]").dtype) == "tensor[float32, (*, *, 3)]"
    with pytest.raises(ValueError, match="does not fit"):
        images.astype("tensor[uint8, (5, 5, 3)]")


def test_rows_in_reverse_order_are_handed_to_torch():
    torch = pytest.importorskip("torch")
    series = pd.Series(np.arange(6.0).reshape(3, 2), dtype="tensor").iloc[::-1]
    np.testing.assert_array_equal(torch.from_dlpack(series.array), series.tensor.to_numpy())


def test_replacing_in_a_frame_leaves_cells_that_are_not_meant_alone():
    tensors = pd.Series([np.ones(2), np.zeros(2), None], dtype="tensor")
    ragged = pd.Series([np.zeros(0), np.arange(3.0), None], dtype="tensor[float64, (*,)]")
    frame = pd.DataFrame({"s": list("aba"), "v": [1.0, np.inf, 2.0]})
    wide = frame.assign(t=tensors, r=ragged, i=column("image"))
    for arguments in (("a", "b"), ([np.inf, -np.inf], 7.0), ({"a": "z", 2.0: 5.0},)):
        result = wide.replace(*arguments)
        pd.testing.assert_frame_equal(result[["s", "v"]], frame.replace(*arguments))
        pd.testing.assert_frame_equal(result[["t", "r", "i"]], wide[["t", "r", "i"]])
    assert tensors.replace(tensors[0], tensors[1])[0].tolist() == [0.0, 0.0]
    assert tensors.replace(np.nan, 0)[2].tolist() == [0.0, 0.0]
    tensors.iloc[0] = 7
    assert tensors[0].tolist() == [7.0, 7.0]


def test_columns_of_arrow_become_media():
    png = b"\x89PNG\r\n\x1a\n"
    rows = [{"bytes": png, "path": None}, None, {"bytes": None, "path": "/x/y.png"}]
    expected = pd.Series([png, None, "/x/y.png"], dtype="image")
    kind = pa.struct([("bytes", pa.binary()), ("path", pa.string())])
    for data in (pa.array(rows, kind), pa.chunked_array([rows[:1], rows[1:]], kind)):
        pd.testing.assert_series_equal(pd.Series(data, dtype="image"), expected)
        backed = pd.Series(data, dtype=pd.ArrowDtype(data.type))
        pd.testing.assert_series_equal(backed.astype("image"), expected)
    paths = pa.array(["/x/y.png", None])
    assert pd.Series(paths, dtype="image").tolist() == [expected[2], pd.NA]
    images = column("image")
    array = pa.array(images.array)
    backed = pd.Series(array, dtype=pd.ArrowDtype(array.type))
    pd.testing.assert_series_equal(backed.astype("image"), images)
