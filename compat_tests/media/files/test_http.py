"""URLs: ranges, limits of size and time, what is tried again and what is not."""

import re
import socket
import threading
import time
import traceback
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler

import pandas as pd
import pytest

import pandas_ext
from compat_tests.media.files.samples import samples
from compat_tests.media.files.server import Answer, ranged, serve, whole

pytestmark = pytest.mark.usefixtures("http")
PICTURE = samples()["jpeg_444"] + bytes(200_000)


def column(*urls: str) -> pd.Series:
    return pd.Series(list(urls), index=[f"row{k}" for k in range(len(urls))], dtype="image")


def test_a_header_is_read_as_a_range() -> None:
    with serve(ranged(PICTURE)) as server:
        pictures = column(f"{server.url}/a.jpg")
        assert pictures.img.width.tolist() == [61]
        assert server.requests == [("GET", "/a.jpg", "bytes=0-4095")]
        assert pictures.img.nbytes.tolist() == [len(PICTURE)]
        assert server.count() == 1, "the range said how many bytes there are"


def test_the_number_of_bytes_alone_is_asked_for_alone() -> None:
    with serve(whole(PICTURE)) as server:
        assert column(f"{server.url}/a.jpg").img.nbytes.tolist() == [len(PICTURE)]
        assert server.requests == [("HEAD", "/a.jpg", None)]


def test_a_server_that_says_no_length_is_read_to_find_it() -> None:
    def answer(request: BaseHTTPRequestHandler) -> None:
        request.send_response(200)
        request.end_headers()
        if request.command == "GET":
            request.wfile.write(PICTURE)

    with serve(answer) as server:
        assert column(f"{server.url}/a.jpg").img.nbytes.tolist() == [len(PICTURE)]


def test_a_server_without_ranges_is_read_up_to_what_is_needed() -> None:
    with serve(whole(PICTURE)) as server:
        assert column(f"{server.url}/a.jpg").img.height.tolist() == [43]


FORMATS = ["tiff_pages", "avif", "gif_animated", "webp_exif", "png_oriented", "jpeg_profile"]


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("answer", [ranged, whole])
def test_facts_are_those_of_the_file(name: str, answer: Callable[[bytes], Answer]) -> None:
    local = pd.Series([samples()[name]], index=["row0"], dtype="image")
    with serve(answer(samples()[name])) as server:
        far = column(f"{server.url}/{name}")
        pd.testing.assert_frame_equal(far.img.facts(), local.img.facts())
        assert far.img.exif["row0"] == local.img.exif["row0"]


@pytest.mark.parametrize("said", [{}, {"Content_Range": "bytes 5-100/200"}])
def test_a_server_that_sends_another_range(said: dict[str, str]) -> None:
    with (
        serve(whole(PICTURE, status=206, **said)) as server,
        pytest.raises(pandas_ext.MediaError, match="other bytes than were asked for"),
    ):
        _ = column(f"{server.url}/a.jpg").img.width
    assert server.count() == 1


def test_pixels_take_one_request() -> None:
    with serve(ranged(PICTURE)) as server:
        decoded = column(f"{server.url}/a.jpg").img.decode()
        assert decoded.img.size.tolist() == [(61, 43)]
        assert server.requests == [("GET", "/a.jpg", None)]


def test_a_range_of_a_url() -> None:
    with serve(ranged(b"before" + samples()["png_8_2"] + b"after")) as server:
        stop = 6 + len(samples()["png_8_2"])
        member = pandas_ext.reference(f"{server.url}/all.bin", 6, stop)
        pictures = pd.Series([member], dtype="image")
        assert pictures.img.format.tolist() == ["PNG"]
        assert pictures.img.decode().img.size.tolist() == [(16, 4)]
        assert server.requests[-1] == ("GET", "/all.bin", f"bytes=6-{stop - 1}")


def test_a_range_after_the_end_is_an_error() -> None:
    with serve(ranged(b"short")) as server:
        member = pandas_ext.reference(f"{server.url}/all.bin", 100, 200)
        with pytest.raises(pandas_ext.MediaError, match="the file is empty"):
            _ = pd.Series([member], dtype="image").img.width


def test_printing_asks_no_server() -> None:
    with serve(whole(PICTURE)) as server:
        assert "/a.jpg>" in repr(column(f"{server.url}/a.jpg"))
        assert server.count() == 0


@pytest.mark.parametrize("scheme", ["ftp", "s3", "gs", "data1"])
def test_other_schemes_are_refused_and_the_message_says_how_to_allow_them(scheme: str) -> None:
    message = re.escape(
        f"row 'row0': {scheme}://host/a.jpg: {scheme}:// is not allowed; "
        f"pandas_ext.options.schemes += ('{scheme}',) allows it"
    )
    with pytest.raises(pandas_ext.MediaError, match=message):
        _ = column(f"{scheme}://host/a.jpg").img.width


def test_a_chain_is_as_allowed_as_each_of_its_schemes() -> None:
    with (
        pandas_ext.option_context(schemes=("zip", "file")),
        pytest.raises(pandas_ext.MediaError, match="http:// is not allowed"),
    ):
        _ = column("zip://a.jpg::http://127.0.0.1:9/b.zip").img.width


@pytest.mark.parametrize("status", [408, 425, 429, 500, 502, 503, 504])
def test_what_may_pass_is_tried_again(status: int) -> None:
    def answer(request: BaseHTTPRequestHandler) -> None:
        (whole(PICTURE) if server.count() == 3 else whole(b"", status=status))(request)

    with serve(answer) as server:
        assert column(f"{server.url}/a.jpg").img.width.tolist() == [61]
        assert server.count() == 3


def test_tries_are_counted() -> None:
    with (
        serve(whole(b"", status=503)) as server,
        pandas_ext.option_context(retries=2),
        pytest.raises(pandas_ext.MediaError, match=r"answered 503 .*\(tried 3 times\)"),
    ):
        _ = column(f"{server.url}/a.jpg").img.width
    assert server.count() == 3


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 501])
def test_what_does_not_pass_is_not(status: int) -> None:
    with (
        serve(whole(b"", status=status)) as server,
        pytest.raises(pandas_ext.MediaError, match=f"row 'row0': .*answered {status}"),
    ):
        _ = column(f"{server.url}/a.jpg").img.width
    assert server.count() == 1


def test_a_pause_that_the_server_asks_for_is_kept_to() -> None:
    with (
        serve(whole(b"", status=429, Retry_After="60")) as server,
        pytest.raises(pandas_ext.MediaError, match="answered 429"),
    ):
        _ = column(f"{server.url}/a.jpg").img.width  # longer than options.timeout: not waited for
    assert server.count() == 1


def test_a_connection_that_breaks_off_is_tried_again() -> None:
    def answer(request: BaseHTTPRequestHandler) -> None:
        if server.count() == 1:
            whole(PICTURE[:1000], Content_Length=str(len(PICTURE)))(request)
        elif server.count() == 2:
            request.connection.shutdown(socket.SHUT_RDWR)
        else:
            whole(PICTURE)(request)

    with serve(answer) as server:
        assert len(column(f"{server.url}/a.jpg").img.decode()) == 1
        assert server.count() == 3


@pytest.mark.parametrize("url", ["http:///a.jpg", "http://host:x/a.jpg", "http://[::1/a.jpg"])
def test_urls_that_are_none(url: str) -> None:
    with pytest.raises(
        pandas_ext.MediaError, match=r"row 'row0': .*not a URL that can be asked for"
    ):
        _ = column(url).img.width


def test_an_answer_that_is_not_http() -> None:
    def answer(request: BaseHTTPRequestHandler) -> None:
        request.wfile.write(b"SSH-2.0-OpenSSH\r\n")

    with (
        serve(answer) as server,
        pandas_ext.option_context(retries=0),
        pytest.raises(pandas_ext.MediaError, match="row 'row0': "),
    ):
        _ = column(f"{server.url}/a.jpg").img.width


def test_nobody_there() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{free.getsockname()[1]}/a.jpg"
        with pytest.raises(pandas_ext.MediaError, match=f"row 'row0': {url}: connection refused"):
            _ = column(url).img.width


def test_bytes_are_counted_while_they_come() -> None:
    def endless(request: BaseHTTPRequestHandler) -> None:
        request.send_response(200)
        request.end_headers()
        while not server.over.is_set():
            request.wfile.write(bytes(10_000))

    with (
        serve(endless) as server,
        pandas_ext.option_context(max_bytes=50_000),
        pytest.raises(pandas_ext.LimitError, match=r"more than options.max_bytes, 50,000"),
    ):
        column(f"{server.url}/a.jpg").img.decode()
    assert server.count() == 1


def test_a_length_that_is_too_large_is_not_waited_for() -> None:
    with (
        serve(whole(b"", Content_Length="60000")) as server,
        pandas_ext.option_context(max_bytes=50_000),
        pytest.raises(pandas_ext.LimitError, match="60,000 bytes are more"),
    ):
        column(f"{server.url}/a.jpg").img.decode()


@pytest.mark.parametrize("silent", [True, False])
def test_time_is_limited_for_a_silent_server_and_for_a_slow_one(silent: bool) -> None:
    def slow(request: BaseHTTPRequestHandler) -> None:
        if not silent:
            request.send_response(200)
            request.end_headers()
        while not server.over.wait(0.02):
            if not silent:
                request.wfile.write(b"x")

    start = time.monotonic()
    with (
        serve(slow) as server,
        pandas_ext.option_context(timeout=0.3, retries=1),
        pytest.raises(pandas_ext.MediaError, match=r"does not answer|within 0\.3 seconds"),
    ):
        column(f"{server.url}/a.jpg").img.decode()
    assert time.monotonic() - start < 5
    assert server.count() == (2 if silent else 1), "the silent one has half of the time each"


def test_redirects_are_followed_to_allowed_schemes_alone() -> None:
    targets = {"/a": "/b", "/b": "/picture", "/file": "file:///etc/passwd", "/tls": "https://host/",
               "/loop": "/loop", "/ftp": "ftp://host/a"}  # fmt: skip

    def answer(request: BaseHTTPRequestHandler) -> None:
        target = targets.get(request.path)
        found = whole(PICTURE) if target is None else whole(b"", status=302, Location=target)
        found(request)

    with serve(answer) as server:
        assert column(f"{server.url}/a").img.width.tolist() == [61]
        refused = {"/file": "not followed", "/ftp": "ftp:// is not allowed",
                   "/tls": "https:// is not allowed", "/loop": "redirected too often"}  # fmt: skip
        for path, message in refused.items():
            with pytest.raises(pandas_ext.MediaError, match=message):
                _ = column(f"{server.url}{path}").img.width


def test_credentials_are_sent_and_never_shown() -> None:
    def answer(request: BaseHTTPRequestHandler) -> None:
        allowed = request.headers.get("Authorization") == "Basic bWU6c2VjcmV0"  # me:secret
        whole(PICTURE if allowed else b"", status=200 if allowed else 401)(request)

    with serve(answer) as server:
        url = server.url.replace("://", "://me:secret@")
        assert column(f"{url}/a.jpg?signature=hidden").img.width.tolist() == [61]
        wrong = url.replace("secret", "wrong")
        with pytest.raises(pandas_ext.MediaError) as caught:
            _ = column(f"{wrong}/a.jpg?signature=hidden").img.width
    for text in (str(caught.value), repr(column(f"{wrong}/a.jpg?signature=hidden"))):
        assert "wrong" not in text
        assert "hidden" not in text
        assert "/a.jpg?..." in text


def test_credentials_do_not_follow_a_redirect() -> None:
    with serve(whole(PICTURE)) as other:

        def answer(request: BaseHTTPRequestHandler) -> None:
            whole(b"", status=302, Location=f"{other.url}/b.jpg")(request)

        with serve(answer) as server:
            url = server.url.replace("://", "://me:secret@")
            assert column(f"{url}/a.jpg").img.width.tolist() == [61]
        assert "Authorization" in server.headers[0]
        assert "Authorization" not in other.headers[0]


def test_what_python_prints_of_an_error_shows_no_credentials() -> None:
    with serve(whole(b"", status=503)) as server, pandas_ext.option_context(retries=0):
        url = server.url.replace("://", "://me:pass%77@")
        for file in (f"{url}/a.jpg?key=pass%77", f"zip://a.jpg::{url}/b.zip?key=pass%77"):
            with (
                pandas_ext.option_context(schemes=("http", "zip")),
                pytest.raises(pandas_ext.MediaError) as caught,
            ):
                column(file).img.decode()
            assert "pass" not in "".join(traceback.format_exception(caught.value, chain=True))


@pytest.mark.parametrize("target", ["ftp://127.0.0.1:9/a.jpg", "data:image/png;base64,AAAA"])
def test_redirects_lead_to_the_web_alone(target: str) -> None:
    with (
        serve(whole(b"", status=302, Location=target)) as server,
        pandas_ext.option_context(schemes=("http", "ftp", "data", "file")),
        pytest.raises(pandas_ext.MediaError, match="not followed"),
    ):
        _ = column(f"{server.url}/a.jpg").img.width


def test_names_with_blanks_and_other_letters() -> None:
    with serve(whole(PICTURE)) as server:
        assert column(f"{server.url}/ein Käfer.jpg").img.width.tolist() == [61]
        assert server.requests[0][1] == "/ein%20K%C3%A4fer.jpg"
        assert column(f"{server.url}/50%.jpg?a=1%20%&b=#part").img.width.tolist() == [61]
        assert server.requests[-1][1] == "/50%25.jpg?a=1%20%25&b="


def test_names_of_servers_with_other_letters(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    def look_up(host: str, *arguments: object) -> list[object]:
        asked.append(host)
        raise socket.gaierror(socket.EAI_NONAME, "")

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    with pytest.raises(pandas_ext.MediaError, match="there is no such server"):
        _ = column("http://bücher.example/a.jpg").img.width
    assert asked == ["xn--bcher-kva.example"]


def test_many_files_are_waited_for_at_a_time() -> None:
    everybody = threading.Barrier(8, timeout=15)

    def answer(request: BaseHTTPRequestHandler) -> None:
        everybody.wait()
        whole(PICTURE)(request)

    with serve(answer) as server, pandas_ext.option_context(num_threads=1, connections=8):
        pictures = column(*(f"{server.url}/{k}.jpg" for k in range(8)))
        assert pictures.img.decode().img.width.tolist() == [61] * 8
