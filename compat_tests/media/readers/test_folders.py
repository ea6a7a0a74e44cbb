"""Folders, patterns and URLs become frames of media; no file is opened for it."""

import os

import pandas as pd
import PIL.Image
import pytest

import pandas_ext
from pandas_ext import MediaError, option_context


@pytest.fixture
def folder(tmp_path):
    for place in ("b.png", "a.JPG", "sub/c.png", "sub/deep/d.png"):
        path = tmp_path / place
        path.parent.mkdir(exist_ok=True, parents=True)
        PIL.Image.new("RGB", (4, 3)).save(path)
        os.utime(path, (1_000_000_000, 1_000_000_000.5))
    (tmp_path / "notes.txt").write_text("no picture")
    return tmp_path


def names(frame: pd.DataFrame) -> list[str]:
    return [os.path.basename(path) for path in frame["path"]]


def test_a_folder_stands_for_its_pictures(folder):
    frame = pandas_ext.read_images(folder)
    assert names(frame) == ["a.JPG", "b.png", "c.png", "d.png"]
    assert frame["size"].tolist() == [os.path.getsize(path) for path in frame["path"]]
    assert (frame["modified"] == pd.Timestamp(1_000_000_000.5, unit="s", tz="UTC")).all()
    assert frame.dtypes["image"] == "image"
    assert frame["image"].img.width.tolist() == [4] * 4


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("*.png", ["b.png"]),
        ("**/*.png", ["b.png", "c.png", "d.png"]),
        ("sub/*/*.png", ["d.png"]),
        ("[ab].*", ["a.JPG", "b.png"]),
        ("b.png", ["b.png"]),
        ("*.txt", ["notes.txt"]),
    ],
)
def test_patterns(folder, pattern, expected):
    assert names(pandas_ext.read_images(f"{folder}/{pattern}")) == expected


def test_several_keep_their_order(folder):
    frame = pandas_ext.read_images([folder / "b.png", f"{folder}/sub/**/*.png", folder / "a.JPG"])
    assert names(frame) == ["b.png", "c.png", "d.png", "a.JPG"]


def test_a_name_with_the_letters_of_a_pattern(folder):
    (folder / "b.png").rename(folder / "[b].png")
    assert names(pandas_ext.read_images(folder / "[b].png")) == ["[b].png"]


@pytest.mark.parametrize("path", ["nope.png", "nope/*.png", "*.gif"])
def test_what_is_not_there_is_an_error(folder, path):
    with pytest.raises(FileNotFoundError, match=r"nope|gif"):
        pandas_ext.read_images(f"{folder}/{path}")


def test_no_file_is_opened(folder):
    for path in pandas_ext.read_images(folder)["path"]:
        os.truncate(path, 0)
    frame = pandas_ext.read_images(folder)
    with pytest.raises(MediaError, match=r"row 0: .*a\.JPG: the file is empty"):
        frame["image"].img.width.tolist()


@pytest.mark.parametrize("on_error", ["null", "report"])
def test_files_that_are_no_pictures(folder, on_error):
    frame = pandas_ext.read_images(f"{folder}/*", on_error=on_error)
    assert frame["image"].isna().tolist() == [False, False, True]
    if on_error == "report":
        assert frame["error"].isna().tolist() == [True, True, False]
        assert "notes.txt" in frame["error"][2]


class TestRemote:
    @pytest.fixture
    def stored(self):
        import fsspec

        files = fsspec.filesystem("memory")
        for name in ("b.png", "x/a.png"):
            with files.open(f"/bucket/{name}", "wb") as file:
                PIL.Image.new("L", (5, 1)).save(file, "PNG")
        yield
        files.rm("/bucket", recursive=True)

    def test_schemes_are_allowed_by_the_user(self, stored):
        with pytest.raises(MediaError, match=r"memory:// is not allowed; .*schemes \+= "):
            pandas_ext.read_images("memory://bucket/**/*.png")

    @pytest.mark.parametrize("path", ["memory://bucket", "memory://bucket/**/*.png"])
    def test_folders_and_patterns(self, stored, path):
        with option_context(schemes=("memory",)):
            frame = pandas_ext.read_images(path)
            assert names(frame) == ["b.png", "a.png"]
            assert frame["image"].img.width.tolist() == [5, 5]
            assert frame["modified"].notna().all()

    def test_a_url_is_not_asked_for_before_it_is_needed(self):
        frame = pandas_ext.read_images("https://127.0.0.1:9/a.jpg")
        assert frame["size"].isna().all()
        assert frame["image"].dtype == "image"


def test_accel_gives_frames_of_its_own(folder):
    import accel.pandas

    frame = accel.pandas.read_images(folder)
    assert isinstance(frame, accel.pandas.DataFrame)
    assert isinstance(frame[frame["size"] > 0]["image"].img.resize(2, 2), accel.pandas.Series)
