"""Files of any name, links, folders that change: what of them is listed, and read."""

import glob
import os
import pathlib
from collections.abc import Iterator

import pandas as pd
import PIL.Image
import pytest

import pandas_ext
from pandas_ext import MediaError, option_context
from pandas_ext.readers import listing
from pandas_ext.readers.pattern import matches

ODD = ["a::b.png", "s3::c.png", "50% ä#1?x .png", "[x].png", "~t.png", "-n.png", "two\nlines.png"]


def picture(path: str | bytes | os.PathLike[str]) -> None:
    with open(path, "wb") as file:
        PIL.Image.new("L", (4, 3)).save(file, "PNG")


@pytest.fixture
def folder(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> pathlib.Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("pattern", ["*.png", ".", "./*", "**/*.png"])
def test_odd_names(folder: pathlib.Path, pattern: str) -> None:
    for name in ODD:
        picture(folder / name)
    frame = pandas_ext.read_images(pattern)
    assert sorted(os.path.basename(path) for path in frame["path"]) == sorted(ODD)
    assert frame["image"].img.width.tolist() == [4] * len(ODD)
    again = pandas_ext.read_images(frame["path"])
    pd.testing.assert_frame_equal(again, frame)


@pytest.mark.parametrize("name", ODD)
def test_odd_names_one_by_one(folder: pathlib.Path, name: str) -> None:
    picture(folder / name)
    for path in (folder / name, os.fsencode(folder / name), (folder / name).as_uri()):
        frame = pandas_ext.read_images(path)
        assert frame["path"].tolist() == [str(folder / name)]
        assert frame["image"].img.width.tolist() == [4]


def test_names_that_are_not_utf_8(folder: pathlib.Path) -> None:
    name = b"K\xe4fer.png"
    picture(os.path.join(os.fsencode(folder), name))
    frame = pandas_ext.read_images(folder)
    assert frame.dtypes["path"] == "str"
    assert os.fsencode(frame["path"][0]).endswith(name)
    assert frame["image"].img.width.tolist() == [4]
    assert frame[frame["path"].str.endswith("png")]["image"].img.width.tolist() == [4]
    os.truncate(frame["path"][0], 0)
    report = pandas_ext.read_images(folder, on_error="report")
    assert report["error"][0].endswith(r"K\udce4fer.png: the file is empty")


def test_messages_are_one_line_of_text(folder: pathlib.Path) -> None:
    (folder / "x\n\x1b[31m\u202ey.png").write_bytes(b"")
    with pytest.raises(MediaError) as caught:
        _ = pandas_ext.read_images(folder)["image"].img.width
    assert str(caught.value) == rf"row 0: {folder}/x\n\x1b[31m\u202ey.png: the file is empty"


@pytest.mark.parametrize("pattern", ["", "/*.png"])
def test_links_that_lead_nowhere_are_errors_of_their_rows(
    folder: pathlib.Path, pattern: str
) -> None:
    picture(folder / "a.png")
    (folder / "gone.png").symlink_to(folder / "nothing")
    (folder / "link.png").symlink_to(folder / "a.png")
    (folder / "loop.png").symlink_to(folder / "loop.png")
    report = pandas_ext.read_images(f"{folder}{pattern}", on_error="report")
    names = [os.path.basename(path) for path in report["path"]]
    assert names == ["a.png", "gone.png", "link.png", "loop.png"]
    assert report["error"].isna().tolist() == [True, False, True, False]
    assert report["size"].isna().tolist() == [False, True, False, True]
    assert "gone.png: no such file or directory" in report["error"][1]


def test_links_that_lead_back_give_no_file_twice(folder: pathlib.Path) -> None:
    for name in ("a.png", "sub/b.png"):
        (folder / name).parent.mkdir(exist_ok=True)
        picture(folder / name)
    for name in ("one", "two", "sub/up"):  # glob.glob would follow these for ever
        (folder / name).symlink_to(folder)
    other = folder.parent / f"{folder.name}-elsewhere"
    other.mkdir()
    picture(other / "c.png")
    (folder / "away").symlink_to(other)
    found = pandas_ext.read_images(f"{folder}/**/*.png")["path"].tolist()
    assert found == [f"{folder}/{name}" for name in ("a.png", "away/c.png", "sub/b.png")]
    below = pandas_ext.read_images(folder)["path"].tolist()
    assert below == [f"{folder}/{name}" for name in ("a.png", "sub/b.png")]


PATTERNS = ["*", "**", "**/*", "**/*.png", "a/**/*.png", "**/b/*", "**/b/**/*.png", "*/**/c.*",
            "**/**/*.png", "[ab]/**", "**/[[]x]/*", "**/.*", ".h/**", "./**/c.png", "a//**/*.png",
            "nothing/**/*", "**/a/..", "**a/*"]  # fmt: skip


@pytest.mark.parametrize("pattern", PATTERNS)
@pytest.mark.parametrize("is_absolute", [True, False])
def test_patterns_are_those_of_python(
    folder: pathlib.Path, pattern: str, is_absolute: bool
) -> None:
    for name in ("c.png", "a/c.png", "a/b/c.png", "b/a/b/d.jpg", "a/[x]/c.png", ".h/c.png",
                 "a/.h/e.png", "b/b/b/c.png"):  # fmt: skip
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).touch()
    full = f"{folder}/{pattern}" if is_absolute else pattern

    def files(found: Iterator[str]) -> set[str]:
        return {os.path.normpath(name) for name in found if not os.path.isdir(name)}

    assert files(matches(full)) == files(glob.iglob(full, recursive=True))


def test_files_that_go_while_they_are_listed(
    folder: pathlib.Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("a.png", "b.png", "c.png"):
        picture(folder / name)
    usual = listing.is_one

    def going(name: str, extensions: tuple[str, ...]) -> bool:
        if name == "b.png":
            os.unlink(folder / name)
        return usual(name, extensions)

    monkeypatch.setattr(listing, "is_one", going)
    frame = pandas_ext.read_images(folder)
    assert [os.path.basename(path) for path in frame["path"]] == ["a.png", "c.png"]
    os.unlink(folder / "c.png")
    with pytest.raises(MediaError, match=r"row 1: .*/c\.png: no such file or directory"):
        _ = frame["image"].img.width


def test_folders_that_cannot_be_listed(
    folder: pathlib.Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "closed").mkdir()
    picture(folder / "a.png")
    usual = os.scandir

    def scan(place: str) -> object:  # root may list what it likes
        if os.fspath(place).endswith("closed"):
            raise PermissionError(13, "Permission denied", place)
        return usual(place)

    monkeypatch.setattr(os, "scandir", scan)
    with pytest.raises(PermissionError, match="closed"):
        pandas_ext.read_images(folder)
    assert len(pandas_ext.read_images(f"{folder}/**/*.png")) == 1


@pytest.mark.parametrize("paths", [3, None, [3], [None]])
def test_what_is_no_path(paths: object) -> None:
    with pytest.raises(TypeError, match=r"paths are strings, paths or several of these, not "):
        pandas_ext.read_images(paths)


@pytest.mark.parametrize("path", ["", "a\0b", "a\0*", "x" * 5000])
def test_paths_that_no_file_has(path: str) -> None:
    with pytest.raises(FileNotFoundError):
        pandas_ext.read_images(path)


def test_local_files_among_urls_are_refused_where_they_are_not_allowed(
    folder: pathlib.Path,
) -> None:
    picture(folder / "a.png")
    local = [str(folder / "a.png"), (folder / "a.png").as_uri(), f"local://{folder}/a.png",
             f"zip://a.png::{folder}/b.zip", f"dir://a.png::file://{folder}"]  # fmt: skip
    with option_context(schemes=("https", "zip", "dir")):
        for path in local:
            with pytest.raises(MediaError, match=r"(local files are|local:// is) not allowed"):
                pandas_ext.read_images(["https://host/a.jpg", path])
            with pytest.raises(MediaError, match=r"(local files are|local:// is) not allowed"):
                _ = pandas_ext.open_images([path]).img.width
