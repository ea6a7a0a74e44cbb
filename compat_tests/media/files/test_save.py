"""Saving: names, formats, whole files or none, nothing outside of the folder."""

import errno
import os
import pathlib

import fsspec
import numpy as np
import pandas as pd
import pytest
from PIL import Image as PillowImage

import pandas_ext
from compat_tests.media.files.samples import samples

FILES = {"a": "jpeg", "b": "png_8_6", "c": "gif", "d": "jpeg2000"}


@pytest.fixture
def pictures() -> pd.Series:
    return pd.Series({k: samples()[name] for k, name in FILES.items()}, dtype="image")


def below(folder: pathlib.Path) -> list[str]:
    return sorted(str(p.relative_to(folder)) for p in folder.rglob("*") if p.is_file())


def test_files_without_steps_are_written_bit_for_bit(
    pictures: pd.Series, tmp_path: pathlib.Path
) -> None:
    paths = pictures.img.save(tmp_path / "new" / "folder")
    assert paths.index.equals(pictures.index)
    assert [os.path.basename(path) for path in paths] == ["a.jpg", "b.png", "c.gif", "d.jpeg2000"]
    for key, name in FILES.items():
        assert pathlib.Path(paths[key]).read_bytes() == samples()[name]


def test_steps_are_written_in_the_format_of_the_file(
    pictures: pd.Series, tmp_path: pathlib.Path
) -> None:
    small = pictures.img.resize(8, 6).img.save(tmp_path)
    assert [os.path.basename(path) for path in small] == ["a.jpg", "b.png", "c.gif", "d.png"]
    with PillowImage.open(small["a"]) as image:
        assert (image.format, image.size) == ("JPEG", (8, 6))
    opaque = pictures.iloc[:1].img.convert("RGBA").img.save(tmp_path)
    assert opaque["a"].endswith("a.png"), "JPEG holds no opacity"


def test_names_from_patterns_and_columns(pictures: pd.Series, tmp_path: pathlib.Path) -> None:
    pictures.img.save(tmp_path, "{index}/{position:03}.png")
    assert below(tmp_path) == ["a/000.png", "b/001.png", "c/002.png", "d/003.png"]
    with PillowImage.open(tmp_path / "a" / "000.png") as image:
        assert image.format == "PNG"
    names = pd.Series({"b": "cat", "a": "dog.v2", "c": None})
    paths = pictures.img.save(tmp_path / "more", names)
    assert below(tmp_path / "more") == ["cat.png", "dog.v2.jpg"]
    assert paths.isna().tolist() == [False, False, True, True]


@pytest.mark.parametrize("pattern", ["{name}", "{}", "{index", "{index.real}", "{position:x.y}"])
def test_patterns_that_are_none(pictures: pd.Series, pattern: str) -> None:
    with pytest.raises(ValueError, match=r"a pattern holds \{index\} and \{position\}"):
        pictures.img.save("never", pattern)
    with pytest.raises(TypeError, match="a pattern or a name for each row, not 5"):
        pictures.img.save("never", 5)


def test_labels_of_several_levels(tmp_path: pathlib.Path) -> None:
    index = pd.MultiIndex.from_tuples([("x", 1), ("x", 2)])
    pd.Series([np.zeros((2, 2), np.uint8)] * 2, index=index, dtype="image").img.save(tmp_path)
    assert below(tmp_path) == ["x_1.png", "x_2.png"]


def test_format_and_options(pictures: pd.Series, tmp_path: pathlib.Path) -> None:
    few = pictures.iloc[:2].img.convert("RGB")
    few.img.save(tmp_path, format="webp", quality=pd.Series({"a": 10, "b": 90}))
    assert below(tmp_path) == ["a.webp", "b.webp"]
    with pytest.raises(ValueError, match=r"'a\.png' is no name of a file of format JPEG"):
        few.iloc[:1].img.save(tmp_path, "{index}.png", format="JPEG")


@pytest.mark.parametrize(
    "name",
    ["../x", "a/../../x", "..", "/tmp/x", "C:/x", "C:x", "\\\\host\\x", "a\\..\\..\\x", "", "a/",
     "a/.", "a\0b", "zip://b::c"],
)  # fmt: skip
def test_no_name_leads_out_of_the_folder(
    pictures: pd.Series, tmp_path: pathlib.Path, name: str
) -> None:
    names = pd.Series({"a": "fine", "b": name})
    with pytest.raises(ValueError, match=r"row 'b': .* does not name a file below the folder"):
        pictures.iloc[:2].img.save(tmp_path / "in", names)
    labelled = pd.Series([samples()["gif"]], index=[name], dtype="image")
    with pytest.raises(ValueError, match="does not name a file below the folder"):
        labelled.img.save(tmp_path / "in")
    assert below(tmp_path) == []


@pytest.mark.parametrize(
    "names", [["x.png", "x.png"], ["x.png", "./x.png"], ["d/x.png", "d//x.png"]]
)
def test_two_rows_of_one_name(names: list[str], tmp_path: pathlib.Path) -> None:
    pictures = pd.Series([samples()["gif"]] * 2, index=["one", "two"], dtype="image")
    with pytest.raises(ValueError, match="rows 'one' and 'two' would both be written to "):
        pictures.img.save(tmp_path, pd.Series(names, index=pictures.index))
    assert below(tmp_path) == []


def test_equal_labels_are_equal_names(tmp_path: pathlib.Path) -> None:
    pictures = pd.Series([samples()["gif"]] * 2, index=["a", "a"], dtype="image")
    with pytest.raises(ValueError, match="rows 'a' and 'a' would both"):
        pictures.img.save(tmp_path)


def test_a_file_is_whole_or_as_it_was(
    pictures: pd.Series, tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.jpg").write_bytes(b"old")

    def full(source: str, target: str) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", full)
        with pytest.raises(pandas_ext.MediaError, match=r"row 'a': .*no space left on device"):
            pictures.iloc[:1].img.save(tmp_path)
    assert below(tmp_path) == ["a.jpg"]
    assert (tmp_path / "a.jpg").read_bytes() == b"old"
    pictures.iloc[:1].img.save(tmp_path)
    assert (tmp_path / "a.jpg").read_bytes() == samples()["jpeg"]


def test_rows_that_fail(pictures: pd.Series, tmp_path: pathlib.Path) -> None:
    bad = pd.concat([pictures.iloc[:1], pd.Series({"x": samples()["png_8_2"][:60]}, dtype="image")])
    small = bad.img.resize(4, 4)
    report = small.img.save(tmp_path, "{index}.png", on_error="report")
    assert report.value.isna().tolist() == [False, True]
    assert report.error.isna().tolist() == [True, False]
    assert small.img.save(tmp_path, "{index}.png", on_error="null").isna().tolist() == [False, True]
    with pytest.raises(pandas_ext.MediaError, match="row 'x': "):
        small.img.save(tmp_path, "{index}.png")
    assert below(tmp_path) == ["a.png"]


def test_urls(pictures: pd.Series) -> None:
    memory = fsspec.filesystem("memory")
    with pytest.raises(pandas_ext.MediaError, match="memory:// is not allowed"):
        pictures.img.save("memory://out")
    with pandas_ext.option_context(schemes=("file", "memory")):
        paths = pictures.img.save("memory://out/", "{position}/{index}")
        assert paths["a"] == "memory://out/0/a.jpg"
        assert memory.cat_file("/out/0/a.jpg") == samples()["jpeg"]
        assert pd.Series(paths, dtype="image").img.width.tolist() == [61, 16, 61, 61]


def test_urls_that_cannot_be_written_to(pictures: pd.Series, tmp_path: pathlib.Path) -> None:
    with (
        pandas_ext.option_context(schemes=("file", "data")),
        pytest.raises(pandas_ext.MediaError, match=r"row 'a': data://out/a\.jpg: .*written"),
    ):
        pictures.img.save("data://out")
