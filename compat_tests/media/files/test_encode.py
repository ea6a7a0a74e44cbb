"""Decode and encode: pixels are Pillow's, files are what was asked for."""

import io
import pathlib

import numpy as np
import pandas as pd
import pytest
from PIL import Image as PillowImage

import pandas_ext
from compat_tests.media.files.samples import photograph, samples, written

ARRAYS = {
    "L": np.asarray(photograph().convert("L")),
    "LA": np.asarray(photograph().convert("LA")),
    "RGB": np.asarray(photograph()),
    # some of it fully transparent
    "RGBA": np.dstack([np.asarray(photograph()), np.asarray(photograph().convert("L")) // 64 * 64]),
    "I;16": np.asarray(photograph().convert("L")).astype(np.uint16) * 257,
    "F": np.asarray(photograph().convert("F")),
}


def opened(file: bytes) -> PillowImage.Image:
    return PillowImage.open(io.BytesIO(file))


def encoded(picture: object, form: str, **options: object) -> bytes:
    column = pd.Series([picture], dtype="image").img.encode(form, **options)
    return bytes(column[0].source.read())


@pytest.mark.parametrize(
    ("form", "mode"),
    [("PNG", "L"), ("PNG", "LA"), ("PNG", "RGB"), ("PNG", "RGBA"), ("PNG", "I;16"), ("BMP", "L"),
     ("BMP", "RGB"), ("TIFF", "L"), ("TIFF", "LA"), ("TIFF", "RGB"), ("TIFF", "RGBA"),
     ("TIFF", "I;16"), ("TIFF", "F"), ("WEBP", "RGB"), ("WEBP", "RGBA")],
)  # fmt: skip
def test_formats_without_losses(form: str, mode: str) -> None:
    lossless = {"lossless": True} if form == "WEBP" else {}
    file = encoded(ARRAYS[mode], form, **lossless)
    with opened(file) as image:
        assert (image.format, image.mode) == (form, mode)
        np.testing.assert_array_equal(np.asarray(image), ARRAYS[mode])
    again = pd.Series([file], dtype="image").img.decode()[0].to_numpy()
    np.testing.assert_array_equal(again, ARRAYS[mode])


@pytest.mark.parametrize("form", ["JPEG", "WEBP", "AVIF"])
def test_quality(form: str) -> None:
    poor, good = (encoded(ARRAYS["RGB"], form, quality=quality) for quality in (20, 95))
    assert len(poor) < len(good)
    off = [np.abs(np.asarray(opened(file)).astype(int) - ARRAYS["RGB"]).mean()
           for file in (poor, good)]  # fmt: skip
    assert off[1] < 5
    assert off[1] < off[0] < 20


@pytest.mark.parametrize("form", ["JPEG", "AVIF"])
@pytest.mark.parametrize("subsampling", ["4:4:4", "4:2:2", "4:2:0"])
def test_subsampling_is_pillows(form: str, subsampling: str) -> None:
    file = encoded(ARRAYS["RGB"], form, subsampling=subsampling)
    assert file == written(photograph(), form, subsampling=subsampling)


def test_a_gif_has_the_colours_that_fit() -> None:
    with opened(encoded(ARRAYS["L"], "GIF")) as image:
        np.testing.assert_array_equal(np.asarray(image.convert("L")), ARRAYS["L"])


@pytest.mark.parametrize(
    ("form", "mode"),
    [("JPEG", "RGBA"), ("JPEG", "I;16"), ("PNG", "F"), ("GIF", "I;16"), ("BMP", "LA"),
     ("AVIF", "F")],
)  # fmt: skip
def test_modes_that_a_format_does_not_have(form: str, mode: str) -> None:
    with pytest.raises(pandas_ext.MediaError, match=f"row 0: no {form} of mode {mode}, only of "):
        encoded(ARRAYS[mode], form)
    report = pd.Series([ARRAYS[mode], ARRAYS["L"]], dtype="image").img.encode(
        form, on_error="report"
    )
    assert report.value.isna().tolist() == [True, False]
    assert report.error[0].startswith(f"no {form} of mode {mode}")


def test_a_picture_that_is_too_large_for_its_format() -> None:
    wide = np.zeros((1, 20_000), np.uint8)
    with pytest.raises(pandas_ext.MediaError, match="cannot be written as WEBP"):
        encoded(wide, "WEBP")


@pytest.mark.parametrize(
    ("form", "options"),
    [("PNM", {}), ("PNG", {"quality": 80}), ("JPEG", {"quality": 0}), ("JPEG", {"quality": 101}),
     ("PNG", {"subsampling": "4:4:4"}), ("JPEG", {"subsampling": "4:1:1"}),
     ("JPEG", {"lossless": True})],
)  # fmt: skip
def test_arguments_that_are_none(form: str, options: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r".") as caught:
        encoded(ARRAYS["RGB"], form, **options)
    assert not isinstance(caught.value, pandas_ext.MediaError)


def test_arguments_may_be_columns() -> None:
    pictures = pd.Series([ARRAYS["RGB"]] * 4, index=list("abcd"), dtype="image")
    quality = pd.Series({"d": 90, "c": 50, "a": None}).astype("Int64")
    files = pictures.img.encode("jpg", quality=quality)
    assert files.isna().tolist() == [True, True, False, False]
    assert files.img.nbytes["c"] < files.img.nbytes["d"]
    forms = pd.Series(["png", "gif", None, "tif"], index=pictures.index)
    assert pictures.img.encode(forms).img.format.tolist()[:2] == ["PNG", "GIF"]


def test_what_is_so_already_stays_bit_for_bit() -> None:
    file = samples()["jpeg"]
    assert encoded(file, "JPEG") == file
    assert encoded(file, "JPEG", quality=50) != file
    shrunk = pd.Series([file], dtype="image").img.resize(20, 10).img.encode("JPEG")
    assert shrunk.img.size[0] == (20, 10)


def test_decode_leaves_files_behind(folder: pathlib.Path) -> None:
    path = folder / "jpeg.jpg"
    decoded = pd.Series([path, None], dtype="image").img.decode()
    path.unlink()
    with opened(samples()["jpeg"]) as image:
        off = np.abs(decoded[0].to_numpy().astype(int) - np.asarray(image))
    assert off.max() == 0
    assert decoded.isna().tolist() == [False, True]


def test_orientation_is_left_alone() -> None:
    picture = pd.Series([samples()["jpeg_exif"]], dtype="image")
    assert picture.img.orientation[0] == 6
    assert picture.img.decode().img.size[0] == (61, 43)


def test_show_opens_the_viewer_for_the_first_pictures(monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[tuple[int, int]] = []
    monkeypatch.setattr(PillowImage.Image, "show", lambda image: shown.append(image.size))
    pictures = pd.Series([samples()["jpeg"], None, samples()["png_8_2"], samples()["gif"]])
    pictures.astype("image").img.show(3)
    assert shown == [(61, 43), (16, 4)]
