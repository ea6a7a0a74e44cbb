"""Facts of pictures: columns, missing values, EXIF data, and what is made of paths."""

import copy
import io
import pathlib

import numpy as np
import pandas as pd
import pytest
from PIL import Image as PillowImage
from PIL.TiffImagePlugin import IFDRational

import pandas_ext
from compat_tests.media.files.samples import photograph, samples, written

SOME = ["jpeg", "png_8_6", "gif_animated", "tiff_pages", "webp_animated", "bmp_bits", "avif"]


@pytest.fixture
def pictures() -> pd.Series:
    cells = [*(samples()[name] for name in SOME), None, np.zeros((5, 7), np.uint16)]
    return pd.Series(cells, index=[*SOME, "missing", "pixels"], dtype="image", name="x")


def test_facts_are_those_of_pillow(pictures: pd.Series) -> None:
    facts = pictures.img.facts()
    assert facts.index.equals(pictures.index)
    for name in SOME:
        with PillowImage.open(io.BytesIO(samples()[name])) as image:
            row = facts.loc[name]
            assert (row.width, row.height) == image.size
            assert row.format == image.format
            assert row.n_frames == getattr(image, "n_frames", 1)
            assert row["nbytes"] == len(samples()[name])
    assert facts.loc["missing"].isna().all()
    assert facts.loc["pixels"].drop("format").tolist() == [7, 5, "I;16", 70, 1, 1]
    assert facts.dtypes.astype(str).to_dict() == {
        "width": "Int64", "height": "Int64", "mode": "str", "format": "str", "nbytes": "Int64",
        "n_frames": "Int64", "orientation": "Int64"}  # fmt: skip


@pytest.mark.parametrize(
    "name", ["width", "height", "mode", "format", "nbytes", "n_frames", "orientation"]
)
def test_each_fact_is_a_column_of_its_own(pictures: pd.Series, name: str) -> None:
    column = getattr(pictures.img, name)
    pd.testing.assert_series_equal(column, pictures.img.facts()[name], check_names=False)
    assert column.name == "x"


def test_size_is_a_tuple(pictures: pd.Series) -> None:
    assert pictures.img.size["jpeg"] == (61, 43)
    assert pictures.img.size["missing"] is None


def test_steps_change_the_facts_of_pixels_alone(pictures: pd.Series) -> None:
    facts = pictures.iloc[:1].img.resize(10, 20).img.convert("L").img.facts().iloc[0]
    assert facts[["width", "height", "mode", "nbytes"]].tolist() == [
        10, 20, "L", len(samples()["jpeg"])]  # fmt: skip
    assert pd.isna(facts.format)


def test_exif_data_by_name() -> None:
    exif = PillowImage.Exif()
    exif[0x010F] = "Maker"
    exif.get_ifd(0x8769)[0x829A] = IFDRational(1, 250)
    exif.get_ifd(0x8825)[1] = "N"
    exif.get_ifd(0x8825)[2] = (52.0, 30.0, 0.0)
    files = {form: written(photograph(), form, exif=exif) for form in ("JPEG", "PNG", "WEBP")}
    files["none"] = samples()["png_8_2"]
    found = pd.Series(files, dtype="image").img.exif
    for form in ("JPEG", "PNG", "WEBP"):
        assert found[form]["Make"] == "Maker"
        assert found[form]["ExposureTime"] == pytest.approx(1 / 250)
        assert found[form]["GPSInfo"] == {"GPSLatitudeRef": "N", "GPSLatitude": (52.0, 30.0, 0.0)}
    assert found["none"] == {}


def test_filtering_reads_headers_and_leaves_bytes_alone(folder: pathlib.Path) -> None:
    files = pd.Series(sorted(folder.iterdir())).img.open()
    wide = files[files.img.width > 20]
    assert [cell.source.name.rpartition(".")[2] for cell in wide] == ["gif", "jpg"]
    assert all(cell.kept is None for cell in wide)


def test_paths_are_opened(folder: pathlib.Path) -> None:
    paths = pd.Series([str(folder / "gif.gif"), None, str(folder / "no.jpg")], name="path")
    opened = paths.img.open()
    assert str(opened.dtype) == "image"
    assert opened.isna().tolist() == [False, True, False]
    report = paths.img.open(on_error="report")
    assert report.path.isna().tolist() == [False, True, True]
    assert report.error[2] == f"{folder}/no.jpg: no such file or directory"
    assert paths.img.open(on_error="null").isna().tolist() == [False, True, True]
    with pytest.raises(pandas_ext.MediaError, match="row 2: "):
        paths.img.open(on_error="raise")
    pd.testing.assert_series_equal(pandas_ext.open_images(paths), opened)


@pytest.mark.parametrize("values", [[1, 2], [1.5], [True]])
def test_other_columns_have_no_pictures(values: list[object]) -> None:
    with pytest.raises(AttributeError, match=r"Can only use \.img accessor"):
        _ = pd.Series(values).img


def test_a_report_of_a_column_that_is_called_error() -> None:
    column = pd.Series([b"", samples()["gif"]], name="error", dtype="image")
    report = column.img.decode(on_error="report")
    assert report.columns.tolist() == ["value", "error"]
    assert report.isna().to_numpy().tolist() == [[True, False], [False, True]]


def test_a_column_of_paths_says_how_to_open_it() -> None:
    with pytest.raises(AttributeError, match=r"holds no pictures yet; \.img\.open\(\) makes them"):
        _ = pd.Series(["a.jpg"]).img.width
    assert copy.copy(pd.Series(["a.jpg"]).img).open().dtype == "image"
