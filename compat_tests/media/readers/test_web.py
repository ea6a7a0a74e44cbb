"""Patterns at servers that list their folders as pages."""

import functools
import http.server
import pathlib
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler

import PIL.Image
import pytest

import pandas_ext
from compat_tests.media.files.server import serve, whole
from pandas_ext import MediaError, option_context
from pandas_ext.readers import web

NAMES = ["a.png", "b c.png", "x#1?.png", "100%.png", "é.png", "sub/d.png", "sub/deep/e.png",
         ".hidden/f.png", "sub/g.txt"]  # fmt: skip


@pytest.fixture(autouse=True)
def allowed(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("no_proxy", "*")
    with option_context(schemes=("http",), timeout=20.0, retries=0):
        yield


@pytest.fixture
def site(tmp_path: pathlib.Path) -> Iterator[str]:
    """Python's own server of files, which lists folders."""
    for name in NAMES:
        (tmp_path / name).parent.mkdir(exist_ok=True, parents=True)
        PIL.Image.new("L", (len(name), 3)).save(tmp_path / name, "PNG")

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *arguments: object) -> None:
            return

    handler = functools.partial(Quiet, directory=str(tmp_path))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [("*.png", [0, 1, 2, 3, 4]), ("**/*.png", [0, 1, 2, 3, 4, 5, 6]), ("sub/*.png", [5]),
     ("s*/*/e.png", [6]), ("[ab]*.png", [0, 1]), ("sub/**/*.txt", [8]), (".h*/*", [7]),
     ("b%20*.png", [1])],
)  # fmt: skip
def test_patterns(site: str, pattern: str, expected: list[int]) -> None:
    frame = pandas_ext.read_images(f"{site}/{pattern}")
    widths = frame["image"].img.width
    assert sorted(widths) == sorted(len(NAMES[k]) for k in expected)


def test_nothing_there(site: str) -> None:
    with pytest.raises(FileNotFoundError, match=r"no files in 'http://.*/\*\.gif'"):
        pandas_ext.read_images(f"{site}/*.gif")
    with pytest.raises(MediaError, match="the server answered 404"):
        pandas_ext.read_images(f"{site}/nothing/*.gif")


def page(*links: str) -> bytes:
    return "".join(f"<a href='{link}'>x</a>" for link in links).encode()


def files(data: bytes, pattern: str = "pub/*") -> list[str]:
    with serve(whole(data)) as server:
        found = pandas_ext.read_images(f"{server.url}/{pattern}")["path"]
        return [path.removeprefix(server.url) for path in found]


def test_links_that_lead_elsewhere_do_not_count() -> None:
    links = ["a.png", "/pub/b.png", "../c.png", "/d.png", "//other/pub/e.png", "ftp://x/pub/f.png",
             "file:///etc/passwd", "https://127.0.0.1/pub/g.png", "?C=N;O=D", "#top", "", "./",
             "http://[", "h.png?v=2", "i.png#x", "sub/j.png"]  # fmt: skip
    assert files(page(*links)) == ["/pub/a.png", "/pub/b.png", "/pub/h.png?v=2", "/pub/i.png"]


def test_credentials_are_sent_and_never_shown() -> None:
    def answer(request: BaseHTTPRequestHandler) -> None:
        status = 200 if "Authorization" in request.headers else 401
        whole(page("a.png"), status=status)(request)

    with serve(answer) as server:
        url = server.url.replace("://", "://me:word@")
        assert pandas_ext.read_images(f"{url}/*")["path"].tolist() == [f"{url}/a.png"]
        for place in (f"{url}/*.gif?key=word", f"{server.url}/*?key=word"):
            with pytest.raises((MediaError, FileNotFoundError)) as caught:
                pandas_ext.read_images(place)
            assert "word" not in str(caught.value)


@pytest.mark.parametrize(
    ("limit", "value", "message"),
    [("_PAGES", 20, "too many to list"), ("_PATIENCE", 0, "too many to list"),
     ("_PAGE", 20, "too long"), ("_DEPTH", 100, "too deep to list")],
)  # fmt: skip
def test_folders_without_end(
    limit: str, value: int, message: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(web, limit, value)
    with (
        serve(whole(page("again/"))) as server,
        pytest.raises(MediaError, match=message),
    ):
        pandas_ext.read_images(f"{server.url}/**/*.png")
    assert server.count() <= value


def test_redirects_of_pages_keep_to_what_is_allowed() -> None:
    to_file: Callable[[BaseHTTPRequestHandler], None] = whole(
        b"", status=302, Location="https://127.0.0.1:9/"
    )
    with (
        serve(to_file) as server,
        pytest.raises(MediaError, match="https:// is not allowed"),
    ):
        pandas_ext.read_images(f"{server.url}/*.png")
