"""Notebooks show pictures and tensors, and decode no more than they show."""

import base64
import io
import re

import numpy as np
import pandas as pd
import PIL.Image
import pytest

from pandas_ext.display.heat import coloured, heat_map, waveform
from pandas_ext.display.png import encode
from pandas_ext.source.encoded import Encoded

PICTURE = re.compile(r'<img src="data:image/png;base64,([^"]+)"')


def decoded(data: bytes) -> np.ndarray:
    return np.asarray(PIL.Image.open(io.BytesIO(data)))


def shown(frame: pd.DataFrame) -> list[np.ndarray]:
    return [decoded(base64.b64decode(data)) for data in PICTURE.findall(frame._repr_html_())]


@pytest.mark.parametrize("shape", [(2, 3), (1, 1), (5, 4, 2), (5, 4, 3), (5, 4, 4)])
def test_png_is_what_pillow_reads(shape):
    array = np.random.default_rng(0).integers(0, 256, shape, dtype="uint8")
    np.testing.assert_array_equal(decoded(encode(array)), array)


def test_pictures_are_shown_small():
    picture = np.random.default_rng(0).integers(0, 256, (100, 200, 3), dtype="uint8")
    frame = pd.DataFrame({"a": [1, 2, 3], "b": pd.array([picture, None, picture[:5, :7]], "image")})
    first, second = shown(frame)
    assert first.shape == (48, 96, 3)
    np.testing.assert_array_equal(second, picture[:5, :7])
    assert "&lt;NA&gt;" in frame._repr_html_()


@pytest.mark.parametrize(
    "picture",
    [
        np.arange(6, dtype="uint16").reshape(2, 3) * 1000,
        np.array([[0.5, np.nan], [np.inf, 2.5]], "float32"),
    ],
)
def test_more_than_8_bits_are_stretched(picture):
    (array,) = shown(pd.DataFrame({"a": pd.array([picture], "image")}))
    assert (array.min(), array.max(), array.dtype) == (0, 255, np.uint8)


def test_what_cannot_be_read_is_named_and_escaped(tmp_path):
    path = tmp_path / "<b>.png"
    path.write_bytes(b"no picture")
    html = pd.DataFrame({"a": pd.array([str(path)], "image")})._repr_html_()
    assert "&lt;unreadable: " in html
    assert "<unreadable" not in html
    assert "<b>" not in html


def test_text_beside_pictures_stays_escaped():
    frame = pd.DataFrame({"a": ["<i>"], "b": pd.array([np.zeros((1, 1), "uint8")], "image")})
    assert "&lt;i&gt;" in frame._repr_html_()


def test_no_more_rows_are_read_than_shown(monkeypatch):
    read = []
    of_bytes = Encoded.read
    monkeypatch.setattr(Encoded, "read", lambda self: read.append(self) or of_bytes(self))
    files = [encode(np.full((1, 2), k % 256, "uint8")) for k in range(1000)]
    frame = pd.DataFrame({"a": pd.array(files, "image")})
    pictures = shown(frame)
    assert len(pictures) == pd.get_option("display.min_rows")
    assert len(read) == len(pictures)


def test_frames_without_media_are_pandas_own():
    frame = pd.DataFrame({"a": [1], "b": ["\ue0000\ue001"]})
    assert frame._repr_html_() == type(frame)._repr_html_.__wrapped__(frame)


def test_tensors_are_heat_maps():
    cells = np.arange(24, dtype="float32").reshape(2, 3, 4)
    html = pd.DataFrame(
        {"a": pd.Series(list(cells)).astype("tensor[float32, (3, 4)]")}
    )._repr_html_()
    assert html.count("<img") == 2
    assert "3x4 float32" in html


@pytest.mark.parametrize("shape", [(), (0,), (1,), (300,), (70, 80), (2, 3, 4, 5)])
def test_heat_maps_of_any_shape(shape):
    html = heat_map(np.ones(shape, "float16"))
    assert "float16" in html
    assert html.count("<img") == (shape not in [(), (0,)])


def test_colours_go_from_dark_to_light_and_grey_where_there_is_no_number():
    colours = coloured(np.array([[0.0, 1.0, np.nan]])).astype(int)
    assert colours[0, 0].sum() < colours[0, 1].sum()
    assert colours[0, 2].tolist() == [160, 160, 160]


def test_waveforms_reach_from_lowest_to_highest():
    samples = np.zeros((1600, 2), "float32")
    samples[800:810] = 1
    svg = waveform(samples, "a <recording>", width=16, height=40)
    assert svg.count("M") == 16
    assert "M8.5 0.0V20.0" in svg
    assert "&lt;recording&gt;" in svg


class TestGrid:
    def column(self, count: int) -> pd.Series:
        cells = [np.full((4, 8, 3), k + 1, "uint8") for k in range(count)]
        return pd.Series(cells, dtype="image")

    def test_pictures_lie_in_rows(self):
        sheet = self.column(3).img.grid(2, size=8, gap=1).to_numpy()
        assert sheet.shape == (19, 19, 3)
        levels = [sheet[y, x, 0] for y in (4, 13) for x in (4, 13)]
        assert levels == [1, 2, 3, 255]
        assert sheet[0, 0, 0] == 255

    def test_it_is_about_as_wide_as_high(self):
        assert self.column(10).img.grid(size=10, gap=0).to_numpy().shape == (30, 40, 3)

    def test_missing_and_broken_ones_leave_a_gap(self):
        column = pd.Series([None, b"no picture", np.zeros((4, 4), "uint8")], dtype="image")
        sheet = column.img.grid(3, size=4, gap=0).to_numpy()
        assert sheet[0, :, 0].tolist() == [255] * 8 + [0] * 4

    def test_transparent_parts_show_the_sheet(self):
        half = np.full((2, 2, 4), (0, 0, 0, 51), "uint8")
        sheet = pd.Series([half], dtype="image").img.grid(size=2, gap=0).to_numpy()
        assert sheet[0, 0].tolist() == [204, 204, 204]

    def test_of_no_rows_and_wrong_numbers(self):
        assert self.column(0).img.grid(size=5, gap=0).to_numpy().shape == (5, 5, 3)
        with pytest.raises(ValueError, match="at least 1"):
            self.column(1).img.grid(size=0)

    def test_of_the_only_image_column_of_a_frame(self):
        frame = self.column(1).to_frame("a").assign(k=1)
        assert frame.img.grid(size=8, gap=0).to_numpy().shape == (8, 8, 3)
        with pytest.raises(AttributeError, match="2 columns are of dtype image"):
            frame.assign(b=frame["a"]).img  # noqa: B018
        named = frame.rename(columns={"k": "img"})
        assert named.img.tolist() == [1]


def test_a_column_by_itself_is_shown_too():
    picture = np.zeros((5, 7, 3), "uint8")
    column = pd.Series([picture, None], index=["a", "b"], dtype="image", name="<photo>")
    html = column._repr_html_()
    assert [one.shape for one in shown(column)] == [(5, 7, 3)]
    assert "<p>Name: &lt;photo&gt;, Length: 2, dtype: image</p>" in html
    assert len(shown(pd.Series([picture] * 200, dtype="image"))) == 10
    for other in (pd.Series([1, 2]), pd.Series):
        assert not hasattr(other, "_repr_html_")
    assert "_repr_html_" in dir(column)
    assert "_repr_html_" not in dir(pd.Series([1, 2]))
    with pd.option_context("display.notebook_repr_html", False):
        assert column._repr_html_() is None


@pytest.mark.parametrize("wrong", [{"columns": 0}, {"size": 0}, {"limit": 0}, {"gap": -1}])
def test_a_contact_sheet_has_columns_and_a_size(wrong):
    with pytest.raises(ValueError, match="columns, size and limit are at least 1"):
        pd.Series([np.zeros((5, 7, 3), "uint8")], dtype="image").img.grid(**wrong)
