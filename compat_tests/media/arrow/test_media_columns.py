"""Media columns go through Arrow, Parquet, Feather and pickles as they are."""

import io
import pickle

import numpy as np
import pandas as pd
import PIL.Image
import pyarrow as pa
import pytest
from pyarrow import parquet

import pandas_ext
from pandas_ext import Image, MediaError


def png(grey: int) -> bytes:
    stream = io.BytesIO()
    PIL.Image.new("L", (3, 2), grey).save(stream, "PNG")
    return stream.getvalue()


@pytest.fixture
def frame(tmp_path):
    """Every kind of cell: a file, bytes, pixels of each element type, steps, a missing value."""
    path = tmp_path / "a.png"
    path.write_bytes(png(1))
    cells = [
        str(path),
        png(2),
        np.arange(24, dtype="uint8").reshape(2, 4, 3),
        np.arange(8, dtype="uint16").reshape(2, 4),
        np.linspace(0, 1, 8, dtype="float32").reshape(2, 4),
        None,
    ]
    images = pd.Series(cells).astype("image")
    return pd.DataFrame({"k": range(6), "image": images, "small": images.img.resize(2, 1)})


def through_parquet(frame: pd.DataFrame) -> pd.DataFrame:
    stream = io.BytesIO()
    frame.to_parquet(stream)
    return pd.read_parquet(stream)


def through_feather(frame: pd.DataFrame) -> pd.DataFrame:
    stream = io.BytesIO()
    frame.to_feather(stream)
    return pd.read_feather(stream)


def through_pickle(frame: pd.DataFrame) -> pd.DataFrame:
    return pickle.loads(pickle.dumps(frame))


@pytest.mark.parametrize("through", [through_parquet, through_feather, through_pickle])
def test_round_trips_lose_nothing(frame, through):
    back = through(frame)
    assert back.dtypes.to_dict() == frame.dtypes.to_dict()
    pd.testing.assert_series_equal(back["image"], frame["image"])
    for before, after in zip(frame["small"][:5], back["small"][:5], strict=True):
        assert after.mode == before.mode
        np.testing.assert_array_equal(after.to_numpy(), before.to_numpy())
    assert back["small"].isna().tolist() == [False] * 5 + [True]


def test_encoded_bytes_are_saved_bit_for_bit(frame):
    stream = io.BytesIO()
    frame[["image"]].to_parquet(stream)
    stored = parquet.read_table(stream)["image"].combine_chunks().storage
    assert stored.field("bytes")[1].as_py() == png(2)
    assert stored.field("bytes")[0].as_py() is None  # a path stays one
    assert stored.field("path")[0].as_py() == frame["image"][0].source.path


def test_bytes_read_from_arrow_are_not_copied():
    column = pa.array([{"bytes": png(1) * 100, "path": None}])
    data = column.field("bytes")
    cell = pd.Series(pd.api.types.pandas_dtype("image").__from_arrow__(column))[0]
    where = np.frombuffer(cell.source.read(), "uint8").__array_interface__["data"][0]
    assert where == data.buffers()[2].address


def test_slices_and_chunks(frame):
    table = pa.table({"image": frame["image"].array})
    whole = pa.concat_tables([table.slice(1, 2), table.slice(5, 1), table.slice(0, 1)])
    back = whole.to_pandas()["image"]
    expected = frame["image"].iloc[[1, 2, 5, 0]].reset_index(drop=True)
    pd.testing.assert_series_equal(back, expected, check_names=False)


def test_dtype_with_mode_and_size_is_kept():
    column = pd.Series([np.zeros((2, 3, 3), "uint8")], dtype="image[RGB, 3x2]")
    assert through_parquet(column.to_frame("a"))["a"].dtype == "image[RGB, 3x2]"


def test_no_rows():
    empty = pd.DataFrame({"a": pd.Series([], dtype="image")})
    assert through_parquet(empty)["a"].dtype == "image"


def test_capsules(frame):
    array = pa.array(frame["image"].array)
    assert (
        pa.array(frame["image"].array, type=array.type.storage_type).type == array.type.storage_type
    )
    back = pa.Array._import_from_c_capsule(*frame["image"].array.__arrow_c_array__())
    assert back.equals(array)


@pytest.mark.parametrize(
    "detail",
    ['{"mode": "RGB", "width": 1000, "height": 1000}', '{"mode": "nope"}', "{}", '{"width": -1}'],
)
def test_pixels_that_are_not_there_are_an_error(detail):
    storage = pa.array(
        [{"bytes": b"abc", "path": None, "start": None, "stop": None, "detail": detail}]
    )
    with pytest.raises(MediaError, match="pixels"):
        pd.api.types.pandas_dtype("image").__from_arrow__(storage)


def test_reading_unpickles_nothing(frame, monkeypatch):
    stream = io.BytesIO()
    frame.to_parquet(stream)

    def refuse(*_args, **_kwargs):
        raise AssertionError("something was unpickled")

    monkeypatch.setattr(pickle, "loads", refuse)
    monkeypatch.setattr(pickle, "Unpickler", refuse)
    assert pd.read_parquet(stream)["image"].img.width.tolist()[:3] == [3, 3, 4]


class TestHuggingFace:
    """Columns of ``{bytes, path}``, as ``datasets`` writes them."""

    KIND = pa.struct([("bytes", pa.binary()), ("path", pa.string())])

    def file(self, rows, metadata=None) -> io.BytesIO:
        table = pa.table({"picture": pa.array(rows, self.KIND), "label": range(len(rows))})
        stream = io.BytesIO()
        parquet.write_table(table.replace_schema_metadata(metadata), stream)
        return stream

    def test_is_known_by_its_bytes(self):
        rows = [{"bytes": png(1), "path": "a.png"}, None, {"bytes": None, "path": None}]
        frame = pandas_ext.read_parquet(self.file(rows))
        assert frame["picture"].dtype == "image"
        assert frame["picture"].isna().tolist() == [False, True, True]
        assert isinstance(frame["picture"][0], Image)

    def test_is_known_by_the_features(self, tmp_path):
        features = b'{"info": {"features": {"picture": {"_type": "Image"}}}}'
        rows = [{"bytes": None, "path": "a.png"}]
        frame = pandas_ext.read_parquet(self.file(rows, {b"huggingface": features}))
        assert frame["picture"].dtype == "image"

    def test_others_are_left_alone(self):
        rows = [{"bytes": b"no picture", "path": "a.bin"}]
        frame = pandas_ext.read_parquet(self.file(rows))
        assert frame["picture"].dtype == object

    def test_programs_that_take_the_dict_go_on(self):
        cell = pandas_ext.read_parquet(self.file([{"bytes": png(1), "path": "a.png"}]))["picture"][
            0
        ]
        assert (cell["bytes"], cell["path"]) == (png(1), "a.png")
        with pytest.raises(KeyError, match="nope"):
            cell["nope"]

    def test_accel_recognises_them(self):
        import accel.pandas

        frame = accel.pandas.read_parquet(self.file([{"bytes": png(1), "path": "a.png"}]))
        assert isinstance(frame, accel.pandas.DataFrame)
        assert frame["picture"].dtype == "image"
