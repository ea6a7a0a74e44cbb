"""Where bytes come from: paths, ranges, open files, and what fsspec opens."""

import io
import os
import pathlib
import pickle
import time
import zipfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import fsspec
import pandas as pd
import pytest

import pandas_ext
from compat_tests.media.files.samples import samples
from pandas_ext.source import retry
from pandas_ext.source.local import LocalFile
from pandas_ext.source.open import source_of

PICTURE = samples()["png_8_2"]


def width(file: object) -> int:
    return int(pd.Series([file], dtype="image").img.width[0])


def failure(file: object) -> str:
    with pytest.raises(pandas_ext.MediaError) as caught:
        width(file)
    return str(caught.value)


@pytest.mark.parametrize("kind", [str, pathlib.Path, pathlib.Path.as_uri])
def test_paths(folder: pathlib.Path, kind: Callable[[pathlib.Path], object]) -> None:
    assert width(kind(folder / "gif.gif")) == 61


def test_a_path_with_what_urls_escape(tmp_path: pathlib.Path) -> None:
    path = tmp_path / "50% ä?#.png"
    path.write_bytes(PICTURE)
    assert width(path) == width(path.as_uri()) == 16


def test_what_is_no_file(tmp_path: pathlib.Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert failure(tmp_path) == f"row 0: {tmp_path}: a folder"
    assert failure(tmp_path / "pipe") == f"row 0: {tmp_path}/pipe: not a regular file"
    assert failure("/dev/zero") == "row 0: /dev/zero: not a regular file"
    assert failure(tmp_path / "no") == f"row 0: {tmp_path}/no: no such file or directory"
    assert failure("a\0b").endswith("embedded null byte")


def test_local_files_can_be_forbidden(folder: pathlib.Path) -> None:
    with pandas_ext.option_context(schemes=("https",)):
        assert "local files are not allowed" in failure(folder / "gif.gif")


def test_files_over_the_limit_of_bytes(folder: pathlib.Path) -> None:
    path = folder / "png_8_6.png"
    with pandas_ext.option_context(max_bytes=100), pytest.raises(pandas_ext.LimitError):
        pd.Series([path], dtype="image").img.decode()


@pytest.mark.parametrize("kind", ["path", "bytes", "file", "url"])
def test_ranges(tmp_path: pathlib.Path, kind: str) -> None:
    path = tmp_path / "all.bin"
    path.write_bytes(b"before" + PICTURE + b"after")
    fsspec.filesystem("memory").pipe_file("/all.bin", path.read_bytes())
    with open(path, "rb") as file, pandas_ext.option_context(schemes=("file", "memory")):
        whole = {"path": path, "bytes": path.read_bytes(), "file": file,
                 "url": "memory://all.bin"}[kind]  # fmt: skip
        member = pandas_ext.reference(whole, 6, 6 + len(PICTURE))
        assert bytes(member.read()) == PICTURE
        assert bytes(member.read_range(2, 5)) == PICTURE[2:5]
        assert bytes(member.read_range(len(PICTURE) - 2, 10**6)) == PICTURE[-2:]
        assert member.size() == len(PICTURE)
        assert width(member) == 16
        inner = pandas_ext.reference(member, 1, 4)
        assert bytes(inner.read()) == PICTURE[1:4]
        rest = pandas_ext.reference(whole, 6 + len(PICTURE))
        assert bytes(rest.read()) == b"after"


@pytest.mark.parametrize(("start", "stop"), [(-1, 5), (5, 4)])
def test_ranges_that_are_none(start: int, stop: int) -> None:
    with pytest.raises(ValueError, match="no range of bytes"):
        pandas_ext.reference("a.bin", start, stop)


def test_a_range_that_the_file_does_not_have(folder: pathlib.Path) -> None:
    member = pandas_ext.reference(folder / "gif.gif", 0, 10**6)
    with pytest.raises(pandas_ext.MediaError, match="the file ends before byte 1,000,000"):
        member.read()


def test_an_open_file_is_read_on_need_and_keeps_its_place(folder: pathlib.Path) -> None:
    with open(folder / "gif.gif", "rb") as file:
        pictures = pd.Series([file], dtype="image")
        file.seek(7)
        assert pictures.img.decode().img.width[0] == 61
        assert file.tell() == 7
    assert failure(file) == f"row 0: {folder}/gif.gif: the file was closed before it was read"


class Crowded(io.BytesIO):
    """A file that lets another thread run before each call."""

    def seek(self, *place: int) -> int:
        time.sleep(0)
        return super().seek(*place)

    def read(self, size: int | None = -1) -> bytes:
        time.sleep(0)
        return super().read(size)


def test_an_open_file_is_read_by_many_threads_in_turns() -> None:
    file = Crowded(b"".join(bytes([k]) * 1000 for k in range(64)))
    members = [pandas_ext.reference(file, k * 1000, (k + 1) * 1000) for k in range(64)]
    with ThreadPoolExecutor(8) as pool:
        for _ in range(20):
            found = list(pool.map(lambda member: bytes(member.read()), members))
            assert found == [bytes([k]) * 1000 for k in range(64)]


def test_open_files_that_will_not_do(folder: pathlib.Path) -> None:
    with open(folder / "text", "w+") as text, pytest.raises(TypeError, match='mode "rb"'):
        source_of(text)
    read, write = os.pipe()
    os.close(write)
    with os.fdopen(read, "rb") as pipe, pytest.raises(TypeError, match="cannot seek"):
        source_of(pipe)


def test_memory_and_chains_through_fsspec(tmp_path: pathlib.Path) -> None:
    with zipfile.ZipFile(tmp_path / "all.zip", "w") as archive:
        archive.writestr("in/a.png", PICTURE)
    fsspec.filesystem("memory").pipe_file("/b.png", PICTURE)
    with pandas_ext.option_context(schemes=("file", "memory", "zip")):
        inside = f"zip://in/a.png::{tmp_path}/all.zip"
        pictures = pd.Series([inside, "memory://b.png", "memory://no.png"], dtype="image")
        facts = pictures.img.facts(on_error="report")
        assert facts.width.tolist()[:2] == [16, 16]
        assert facts.nbytes.tolist()[:2] == [len(PICTURE)] * 2
        assert facts.error[2] == "memory://no.png: no such file or directory"
        assert pictures[:2].img.decode().img.format.isna().all()
        assert "no such file" in failure(f"zip://no.png::{tmp_path}/all.zip")


@pytest.mark.parametrize(("error", "tries"), [(ConnectionResetError(), 3), (PermissionError(), 1)])
def test_what_may_pass_is_tried_again(
    monkeypatch: pytest.MonkeyPatch, error: OSError, tries: int
) -> None:
    memory = fsspec.filesystem("memory")
    memory.pipe_file("/c.png", PICTURE)
    asked: list[str] = []

    def failing(self: object, path: str, *arguments: object, **options: object) -> object:
        asked.append(path)
        raise error

    monkeypatch.setattr(retry, "FIRST_PAUSE", 0.001)
    monkeypatch.setattr(type(memory), "open", failing)
    with pandas_ext.option_context(schemes=("memory",), retries=2):
        assert failure("memory://c.png").startswith("row 0: memory://c.png: it cannot be read")
    assert len(asked) == tries


def test_a_scheme_that_nobody_knows() -> None:
    with pandas_ext.option_context(schemes=("nonsense",)):
        assert failure("nonsense://a.png").startswith("row 0: nonsense://a.png: ")


@pytest.mark.parametrize("file", [PICTURE, "a.png", "https://host/a.png", LocalFile("b", 3, 7)])
def test_sources_are_pickled_and_compared(file: object) -> None:
    source = source_of(file)
    again = pickle.loads(pickle.dumps(source))
    assert again == source
    assert hash(again) == hash(source)
    assert again != source_of(b"other")
    assert source.name != "a.png" or source.place == ("a.png", None, None)


def test_an_open_file_equals_itself_alone() -> None:
    file = io.BytesIO(PICTURE)
    assert source_of(file) == source_of(file)
    assert source_of(file) != source_of(io.BytesIO(PICTURE))


def test_what_is_no_source() -> None:
    with pytest.raises(TypeError, match="a file cannot be made of 'int'"):
        source_of(3)


@pytest.mark.parametrize(
    ("url", "harmless"),
    [("https://me:secret@host/a.jpg", "https://host/a.jpg"),
     ("https://me:sec@ret@host:8/a.jpg", "https://host:8/a.jpg"),
     ("https://host/a.jpg?time=12:30&key=secret", "https://host/a.jpg?..."),
     ("https://host/a.jpg?a::b=secret", "https://host/a.jpg?..."),
     ("https://host/a.jpg#secret", "https://host/a.jpg?..."),
     ("s3://me:secret@bucket/a.jpg", "s3://bucket/a.jpg"),
     ("zip://a.jpg::https://me:secret@host/b.zip?secret", "zip://a.jpg::https://host/b.zip?..."),
     ("ftp://host/a b@c.jpg", "ftp://host/a b@c.jpg")],
)  # fmt: skip
def test_names_hold_no_credentials(url: str, harmless: str) -> None:
    assert source_of(url).name == harmless
    with pandas_ext.option_context(schemes=()):
        assert "secret" not in failure(url)
