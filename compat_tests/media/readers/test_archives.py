"""URLs of file systems with hosts, of archives and of chains: what is listed can be opened."""

import io
import os
import pathlib
import zipfile
from collections.abc import Iterator
from typing import ClassVar

import PIL.Image
import pytest
from fsspec.implementations.memory import MemoryFileSystem
from fsspec.registry import register_implementation

import pandas_ext
from pandas_ext import MediaError, option_context

SCHEMES = ("file", "zip", "memory", "hosted", "simplecache", "dir")


def png(width: int) -> bytes:
    file = io.BytesIO()
    PIL.Image.new("L", (width, 3)).save(file, "PNG")
    return file.getvalue()


def archive(path: pathlib.Path, *names: str, width: int = 4) -> str:
    with zipfile.ZipFile(path, "w") as file:
        for name in names:
            file.writestr(name, png(width))
    return str(path)


class Hosted(MemoryFileSystem):
    """Files of a server that a user logs in to; paths are without both, as those of ftp."""

    protocol = "hosted"
    store: ClassVar[dict[str, object]] = {}
    pseudo_dirs: ClassVar[list[str]] = [""]
    seen: ClassVar[list[tuple[str, str]]] = []

    def __init__(self, host: str = "", user: str = "", **options: object) -> None:
        super().__init__(**options)
        self.seen.append((host, user))

    @classmethod
    def _strip_protocol(cls, path: str) -> str:
        path = path.partition("://")[2].partition("/")[2] if "://" in path else path
        return "/" + path.strip("/") if path.strip("/") else ""

    @staticmethod
    def _get_kwargs_from_urls(url: str) -> dict[str, str]:
        user, _, host = url.partition("://")[2].partition("/")[0].rpartition("@")
        return {"host": host, "user": user}


@pytest.fixture(autouse=True)
def schemes() -> Iterator[None]:
    register_implementation("hosted", Hosted, clobber=True)
    with option_context(schemes=SCHEMES, retries=0):
        yield


@pytest.mark.parametrize("place", ["data/*.png", "data", "data/", "**/*.png", "data/cat@2x.png"])
def test_hosts_and_users_stay_in_urls(place: str) -> None:
    files = Hosted()
    files.pipe_file("/data/cat@2x.png", png(7))
    Hosted.clear_instance_cache()
    Hosted.seen.clear()
    frame = pandas_ext.read_images(f"hosted://me:word@host/{place}")
    assert frame["path"].tolist() == ["hosted://me:word@host/data/cat@2x.png"]
    assert frame["image"].img.width.tolist() == [7]
    assert set(Hosted.seen) == {("host", "me:word")}
    files.rm("/data", recursive=True)
    for call in (lambda: frame["image"].img.decode(), lambda: pandas_ext.read_images(
            f"hosted://me:word@host/{place}")):  # fmt: skip
        with pytest.raises((MediaError, FileNotFoundError)) as caught:
            call()
        assert "hosted://host/" in str(caught.value)
        assert "word" not in str(caught.value)


@pytest.mark.parametrize("place", ["**/*.png", "", "in", "in/*"])
def test_files_in_archives(tmp_path: pathlib.Path, place: str) -> None:
    names = ["in/cat@2x.png", "in/50% #1?x .png"]
    at = archive(tmp_path / "all.zip", *names)
    frame = pandas_ext.read_images(f"zip://{place}::{at}")
    assert frame["path"].tolist() == sorted(f"zip://{name}::{at}" for name in names)
    assert frame["size"].tolist() == [len(png(4))] * 2
    assert frame["image"].img.width.tolist() == [4, 4]


def test_an_archive_that_is_written_anew_is_read_anew(tmp_path: pathlib.Path) -> None:
    for width in (4, 9):
        at = archive(tmp_path / "all.zip", "a.png", f"{width}.png", width=width)
        frame = pandas_ext.read_images(f"zip://*.png::{at}")
        assert [path.partition("::")[0] for path in frame["path"]] == [
            f"zip://{width}.png", "zip://a.png"
        ]  # fmt: skip
        assert frame["image"].img.width.tolist() == [width] * 2
    os.unlink(at)
    with pytest.raises(MediaError, match=r"row 0: zip://9\.png::.*no such file"):
        frame["image"].img.decode()


def test_archives_do_not_stay_open(tmp_path: pathlib.Path) -> None:
    urls = [f"zip://a.png::{archive(tmp_path / f'{k}.zip', 'a.png')}" for k in range(40)]
    for threads in (1, 3):
        with option_context(num_threads=threads, connections=threads):
            assert pandas_ext.open_images(urls).img.width.tolist() == [4] * 40
    held = [os.readlink(f"/proc/self/fd/{fd}") for fd in os.listdir("/proc/self/fd")
            if os.path.islink(f"/proc/self/fd/{fd}")]  # fmt: skip
    assert len([path for path in held if path.startswith(str(tmp_path))]) <= 4 * 4


def test_names_in_an_archive_choose_no_other_file(tmp_path: pathlib.Path) -> None:
    (tmp_path / "own.png").write_bytes(png(5))
    for name in ("x::file", f"../own.png::{tmp_path}/::x.png", "x.zip::memory://x.png"):
        at = archive(tmp_path / "all.zip", f"{name}.png")
        with pytest.raises(MediaError, match="a file's name has the mark of a chain"):
            pandas_ext.read_images(f"zip://**::{at}")
    at = archive(tmp_path / "all.zip", "../../own.png")
    assert pandas_ext.read_images(f"zip://::{at}")["image"].img.width.tolist() == [4]


def test_archives_that_are_none(tmp_path: pathlib.Path) -> None:
    (tmp_path / "all.zip").write_bytes(b"PK no")
    url = f"zip://a.png::{tmp_path}/all.zip"
    with pytest.raises(MediaError, match=r"^zip://a\.png::.*it cannot be listed \(BadZipFile\)"):
        pandas_ext.read_images(url)
    with pytest.raises(MediaError, match=r"^row 0: zip://a\.png::.*cannot be read \(BadZipFile\)"):
        _ = pandas_ext.open_images([url]).img.width
    with pytest.raises(
        FileNotFoundError, match=r"no such file or directory: 'zip://a\.png::.*other\.zip'"
    ):
        pandas_ext.read_images(f"zip://a.png::{tmp_path}/other.zip")


def test_what_an_archive_inflates_is_limited(tmp_path: pathlib.Path) -> None:
    with zipfile.ZipFile(tmp_path / "all.zip", "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("a.png", png(4) + bytes(30_000_000))
    pictures = pandas_ext.open_images([f"zip://a.png::{tmp_path}/all.zip"])
    assert pictures.img.width.tolist() == [4]
    with (
        option_context(max_bytes=3_000_000),
        pytest.raises(pandas_ext.LimitError, match=r"zip://a\.png::.* options\.max_bytes"),
    ):
        pictures.img.decode()


@pytest.mark.parametrize(
    "url", ["simplecache::file://{}/[a].png", "dir://*.png::file://{}", "dir://a.png::file://{}"]
)
def test_chains_around_other_file_systems(tmp_path: pathlib.Path, url: str) -> None:
    (tmp_path / "a.png").write_bytes(png(6))
    frame = pandas_ext.read_images(url.format(tmp_path))
    assert frame["path"].tolist() == [url.format(tmp_path).replace("*", "a").replace("[a]", "a")]
    assert frame["image"].img.width.tolist() == [6]
    assert frame["image"].img.decode().img.height.tolist() == [3]
