"""Pictures in an object store: listed, read in ranges, filtered, saved; what goes wrong there."""

import functools
import io
import sys
from collections.abc import Iterator

import numpy as np
import pandas as pd
import PIL.Image
import pytest
import s3fs

import pandas_ext
from compat_tests.media.readers.store import Store, serve
from pandas_ext import MediaError, option_context

SIDE = 400  # pixels; a picture of noise then has more bytes than a header's block
NAMES = ["b.jpg", "a.JPG", "sub/c.jpg", "sub/deep/50% ä#1?x .jpg", "other/d.png"]


@functools.cache
def picture(name: str) -> bytes:
    file = io.BytesIO()
    noise = np.random.default_rng(len(name)).integers(0, 256, (SIDE, SIDE + len(name), 3), "uint8")
    kind = "PNG" if name.endswith("png") else "JPEG"
    PIL.Image.fromarray(noise).save(file, kind, quality=90)
    return file.getvalue()


@pytest.fixture(scope="module")
def server() -> Iterator[Store]:
    with serve() as store, pytest.MonkeyPatch.context() as patch:
        for name, value in {
            "AWS_ENDPOINT_URL": store.url, "AWS_DEFAULT_REGION": "us-east-1", "NO_PROXY": "*",
            "AWS_ACCESS_KEY_ID": "key", "AWS_SECRET_ACCESS_KEY": "word",
            "AWS_EC2_METADATA_DISABLED": "true", "AWS_MAX_ATTEMPTS": "1",
            "AWS_CONFIG_FILE": "/none", "AWS_SHARED_CREDENTIALS_FILE": "/none",
        }.items():  # fmt: skip
            patch.setenv(name, value)
        patch.delenv("AWS_PROFILE", raising=False)
        yield store


@pytest.fixture
def store(server: Store) -> Iterator[Store]:
    """A store with a bucket of pictures, which was not listed before."""
    server.buckets.clear()
    files = s3fs.S3FileSystem()
    files.invalidate_cache()
    files.mkdir("bucket")
    files.pipe({f"bucket/{name}": picture(name) for name in NAMES})
    files.pipe_file("bucket/notes.txt", b"no picture")
    files.invalidate_cache()
    server.sent.clear()
    with option_context(schemes=("s3",), timeout=20.0):
        yield server


@pytest.fixture
def elsewhere() -> Iterator[None]:
    """Connections are made anew, and forgotten after the test."""
    s3fs.S3FileSystem.clear_instance_cache()
    yield
    s3fs.S3FileSystem.clear_instance_cache()


def paths(frame: pd.DataFrame) -> list[str]:
    return [path.removeprefix("s3://bucket/") for path in frame["path"]]


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("s3://bucket/*.jpg", ["b.jpg"]),
        ("s3://bucket/**/*.jpg", ["b.jpg", "sub/c.jpg", "sub/deep/50% ä#1?x .jpg"]),
        ("s3://bucket/[ab].*", ["a.JPG", "b.jpg"]),
        ("s3://bucket/sub", ["sub/c.jpg", "sub/deep/50% ä#1?x .jpg"]),
        ("s3://bucket/sub/", ["sub/c.jpg", "sub/deep/50% ä#1?x .jpg"]),
        ("s3://bucket", ["a.JPG", "b.jpg", "other/d.png", "sub/c.jpg", "sub/deep/50% ä#1?x .jpg"]),
        ("s3://bucket/other/d.png", ["other/d.png"]),
    ],
)
def test_what_a_url_stands_for(store: Store, url: str, expected: list[str]) -> None:
    frame = pandas_ext.read_images(url)
    assert paths(frame) == expected
    assert frame["size"].tolist() == [len(picture(name)) for name in expected]
    assert (frame["modified"] == pd.Timestamp("2026-01-02 03:04:05", tz="UTC")).all()
    assert not [path for method, path, _ in store.sent if method == "GET" and "." in path]
    assert frame["image"].img.height.tolist() == [SIDE] * len(expected)


def test_what_others_write_is_seen(store: Store) -> None:
    assert len(pandas_ext.read_images("s3://bucket/*.jpg")) == 1
    other = s3fs.S3FileSystem(skip_instance_cache=True)
    other.pipe_file("bucket/new.jpg", picture("new.jpg"))
    assert paths(pandas_ext.read_images("s3://bucket/*.jpg")) == ["b.jpg", "new.jpg"]


def test_facts_and_filters_read_headers_alone(store: Store) -> None:
    frame = pandas_ext.read_images("s3://bucket/**/*.jpg")
    assert frame["size"].min() > 100_000
    store.sent.clear()
    wide = frame[frame["image"].img.width > SIDE + 5]
    assert paths(wide) == ["sub/c.jpg", "sub/deep/50% ä#1?x .jpg"]
    assert wide["image"].img.format.tolist() == ["JPEG", "JPEG"]
    assert store.of("GET") == [4096] * 3, "one request for each file"
    assert store.of("HEAD") == []


def test_pixels_take_one_request_for_each_file(store: Store) -> None:
    frame = pandas_ext.read_images("s3://bucket/sub")
    store.sent.clear()
    decoded = frame["image"].img.decode()
    assert sorted(store.of("GET")) == sorted(frame["size"])
    assert len(store.sent) == 2
    for name, cell in zip(paths(frame), decoded, strict=True):
        with PIL.Image.open(io.BytesIO(picture(name))) as image:
            expected = np.asarray(image).astype(int)
        assert abs(cell.to_numpy() - expected).max() <= 2


def test_ranges(store: Store) -> None:
    data = picture("b.jpg")
    member = pandas_ext.reference("s3://bucket/b.jpg", 100, 200)
    assert bytes(member.read()) == data[100:200]
    assert bytes(member.read_range(90, 10**6)) == data[190:200]
    end = pandas_ext.reference("s3://bucket/b.jpg", len(data) - 5)
    assert bytes(end.read()) == data[-5:]
    assert bytes(pandas_ext.reference("s3://bucket/b.jpg", len(data)).read()) == b""
    beyond = pandas_ext.reference("s3://bucket/b.jpg", len(data) + 5, len(data) + 9)
    with pytest.raises(MediaError, match="the file ends before byte"):
        beyond.read()


def test_a_file_of_several_requests(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pandas_ext.source.filesystem, "_FIRST", 30_000)
    store.sent.clear()
    data = picture("b.jpg")
    assert bytes(pandas_ext.reference("s3://bucket/b.jpg").read()) == data
    assert store.of("GET")[:2] == [30_000, 60_000]
    assert sum(store.of("GET")) == len(data)
    store.sent.clear()
    with option_context(max_bytes=40_000), pytest.raises(pandas_ext.LimitError, match="max_bytes"):
        pandas_ext.reference("s3://bucket/b.jpg").read()
    assert sum(store.of("GET")) == 40_001, "not more than needed to know it"


def test_pictures_are_saved_there(store: Store) -> None:
    frame = pandas_ext.read_images("s3://bucket/sub")
    saved = frame["image"].img.save("s3://bucket/out", frame.index.to_series().astype(str) + ".jpg")
    assert saved.tolist() == ["s3://bucket/out/0.jpg", "s3://bucket/out/1.jpg"]
    files = s3fs.S3FileSystem()
    assert files.cat_file("bucket/out/0.jpg") == picture("sub/c.jpg"), "bit for bit"
    small = frame["image"].img.resize(8, 6).img.save("s3://bucket/small/", "{index}.png")
    assert pandas_ext.read_images("s3://bucket/small")["path"].tolist() == small.tolist()
    assert pandas_ext.open_images(small).img.size.tolist() == [(8, 6)] * 2


def test_a_bucket_is_not_made_by_saving(store: Store) -> None:
    pictures = pd.Series([picture("b.jpg")], index=["cat"], dtype="image")
    said = "row 'cat': s3://nowhere/cat.jpg: no such file or directory: The specified bucket does"
    with pytest.raises(MediaError, match=said):
        pictures.img.save("s3://nowhere")
    assert not s3fs.S3FileSystem().exists("nowhere")


@pytest.mark.parametrize(
    "url", ["s3://nowhere", "s3://nowhere/*.jpg", "s3://nowhere/a.jpg", "s3://bucket/no.jpg",
            "s3://bucket/no/*.jpg", "s3://bucket/no"]
)  # fmt: skip
def test_what_is_not_there(store: Store, url: str) -> None:
    with pytest.raises(FileNotFoundError) as caught:
        pandas_ext.read_images(url)
    assert repr(url) in str(caught.value)


@pytest.mark.parametrize("url", ["s3://*/a.jpg", "s3://"])
def test_all_buckets_are_too_many(store: Store, url: str) -> None:
    with pytest.raises((MediaError, FileNotFoundError)) as caught:
        pandas_ext.read_images(url)
    assert url in str(caught.value)


def test_files_that_are_gone_or_no_pictures(store: Store) -> None:
    frame = pandas_ext.read_images("s3://bucket/*")
    files = s3fs.S3FileSystem()
    files.rm("bucket/a.JPG")
    files.pipe_file("bucket/b.jpg", b"")
    with pytest.raises(MediaError, match=r"row 0: s3://bucket/a\.JPG: no such file or directory"):
        _ = frame["image"].img.width
    checked = frame["image"].img.check(on_error="null")
    assert checked.isna().all()
    report = pandas_ext.open_images(frame["path"], on_error="report")
    assert report["error"][1] == "s3://bucket/b.jpg: the file is empty"
    assert report["error"][2].startswith("s3://bucket/notes.txt: ")


def test_without_credentials(
    store: Store, elsewhere: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")
    with pytest.raises(MediaError) as caught:
        pandas_ext.read_images("s3://bucket/*.jpg")
    assert str(caught.value).startswith("s3://bucket/*.jpg: it cannot be listed (")
    assert "credentials" in str(caught.value)
    report = pandas_ext.open_images(["s3://bucket/b.jpg"], on_error="report")
    assert report["error"][0].startswith("s3://bucket/b.jpg: it cannot be read (")
    with pytest.raises(MediaError, match=r"row 0: s3://bucket/0\.jpg: it cannot be written"):
        pd.Series([picture("b.jpg")], dtype="image").img.save("s3://bucket")


def test_with_nobody_there(store: Store, elsewhere: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    with (
        option_context(timeout=0.5),
        pytest.raises(MediaError, match=r"row 0: s3://bucket/b\.jpg: (it cannot be|not done)"),
    ):
        _ = pandas_ext.open_images(["s3://bucket/b.jpg"]).img.width


def test_without_the_library(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "s3fs", None)
    wanted = r"what is at s3:// needs s3fs, which is not installed: pip install 'accel\[s3\]'"
    with option_context(schemes=("s3a",)):
        with pytest.raises(pandas_ext.MissingLibraryError, match=wanted):
            pandas_ext.read_images("s3a://bucket/*.jpg")
        with pytest.raises(pandas_ext.MissingLibraryError, match=wanted):
            _ = pandas_ext.open_images(["s3a://bucket/a.jpg"]).img.width
