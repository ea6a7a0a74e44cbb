"""What is said of files that are not what they should be, and what becomes of their rows."""

import pathlib

import pandas as pd
import pytest

import pandas_ext
from compat_tests.media.files.samples import samples

PNG = samples()["png_8_2"]
WRONG_SUM = PNG[:29] + b"\0\0\0\0" + PNG[33:]
BAD = {
    "empty": (b"", "the file is empty"),
    "text": (b"Dear Sir or Madam, this is no picture", "not a picture of a known format"),
    "page": (b"<html>404 Not Found</html>", "not a picture of a known format"),
    "script": (b"%!PS-Adobe-3.0 EPSF-3.0\n", "not a picture of a known format"),
    "jpeg": (samples()["jpeg"][:-40], "truncated JPEG: its data end early"),
    "jpeg_head": (samples()["jpeg"][:100], "truncated JPEG: it ends within its header"),
    "jpeg_hole": (samples()["jpeg"][:30] + bytes(90), "damaged JPEG: no segment at byte 89"),
    "png": (PNG[:-60], "damaged or truncated: its data cannot be read"),
    "png_sum": (WRONG_SUM, "damaged PNG: a checksum is wrong"),
    "gif": (samples()["gif"][:-300], "damaged or truncated: its data end early"),
    "webp": (samples()["webp"][:-100], "damaged or truncated: its data cannot be decoded"),
    "tiff": (samples()["tiff"][:1000], "damaged or truncated: its data end early"),
    "tiff_head": (samples()["tiff_LAB"][:6], "damaged TIFF: its header cannot be read"),
    "bmp": (samples()["bmp"][:2000], "damaged or truncated: its data end early"),
}


@pytest.fixture
def files(tmp_path: pathlib.Path) -> pd.Series:
    for name, (data, _) in BAD.items():
        (tmp_path / f"{name}.jpg").write_bytes(data)
    (tmp_path / "good.jpg").write_bytes(samples()["jpeg"])
    paths = {name: tmp_path / f"{name}.jpg" for name in ("good", *BAD)}
    return pd.Series(paths, dtype="image")


@pytest.mark.parametrize("name", list(BAD))
def test_an_error_names_row_file_and_reason(files: pd.Series, name: str) -> None:
    path = files[name].source.path
    with pytest.raises(pandas_ext.MediaError) as caught:
        files[["good", name]].img.decode()
    assert str(caught.value) == f"row {name!r}: {path}: {BAD[name][1]}"
    assert (caught.value.row, caught.value.source, caught.value.reason) == (
        name, path, BAD[name][1])  # fmt: skip


@pytest.mark.parametrize(
    ("index", "name"),
    [
        (pd.MultiIndex.from_tuples([("a", 1), ("b", 2)]), "('b', 2)"),
        (pd.Index([3, 7]), "7"),
        (pd.Index(["x", "x"]), "'x'"),
    ],
)
def test_rows_are_named_as_they_are_written(files: pd.Series, index: pd.Index, name: str) -> None:
    some = files[["good", "text"]].set_axis(index)
    with pytest.raises(pandas_ext.MediaError) as caught:
        some.img.mean()
    assert str(caught.value).startswith(f"row {name}: ")


def test_the_first_row_that_fails_is_named(files: pd.Series) -> None:
    with pytest.raises(pandas_ext.MediaError, match="row 'empty': "):
        files.img.decode()


@pytest.mark.parametrize("call", ["decode", "encode", "save", "facts"])
def test_rows_that_fail_leave_the_others_alone(
    files: pd.Series, tmp_path: pathlib.Path, call: str
) -> None:
    arguments = {"encode": ("PNG",), "save": (tmp_path / "out", "{index}.png")}.get(call, ())
    if call in ("encode", "save"):  # files that stay as they are would not be decoded
        files = files.img.resize(8, 8)
    missing = getattr(files.img, call)(*arguments, on_error="null")
    report = getattr(files.img, call)(*arguments, on_error="report")
    column = missing["width"] if call == "facts" else missing
    assert not column.isna()["good"]
    for name, (_, reason) in BAD.items():
        if call == "facts" and report.error.isna()[name]:
            continue  # the header is sound, and that is all that was read
        assert column.isna()[name]
        assert report.error[name].endswith(f"{name}.jpg: {reason}")
    assert pd.isna(report.error["good"])
    if call == "save":
        assert [path.name for path in (tmp_path / "out").iterdir()] == ["good.png"]


def test_steps_say_nothing_before_pixels_are_needed(files: pd.Series) -> None:
    smaller = files.img.resize(8, 8)
    assert len(smaller) == len(files)
    with pytest.raises(pandas_ext.MediaError, match="row 'text': "):
        smaller[["good", "text"]].img.to_numpy()
