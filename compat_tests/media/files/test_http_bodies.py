"""URLs: bodies that come deflated, and ranges that are not what was asked for."""

import gzip
import zlib
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler

import pandas as pd
import pytest

import pandas_ext
from compat_tests.media.files.samples import samples
from compat_tests.media.files.server import Answer, ranged, serve, whole

pytestmark = pytest.mark.usefixtures("http")
PICTURE = samples()["jpeg_444"] + bytes(200_000)


def column(url: str) -> pd.Series:
    return pd.Series([url], index=["row0"], dtype="image")


CODERS = {"gzip": gzip.compress, "x-gzip": gzip.compress, "deflate": zlib.compress,
          "Deflate": lambda data: zlib.compress(data, wbits=-15)}  # fmt: skip


@pytest.mark.parametrize("coding", CODERS)
@pytest.mark.parametrize("answer", [whole, ranged])
def test_bodies_that_come_deflated(
    coding: str, answer: Callable[..., Answer], monkeypatch: pytest.MonkeyPatch
) -> None:
    def coded(request: BaseHTTPRequestHandler) -> None:
        send = request.send_response

        def send_response(status: int) -> None:
            send(status)
            request.send_header("Content-Encoding", coding)

        monkeypatch.setattr(request, "send_response", send_response)
        answer(CODERS[coding](PICTURE))(request)

    with serve(coded) as server:
        pictures = column(f"{server.url}/a.jpg")
        assert pictures.img.width.tolist() == [61]
        assert pictures.img.nbytes.tolist() == [len(PICTURE)]
        assert column(f"{server.url}/b.jpg").img.nbytes.tolist() == [len(PICTURE)]
        member = pandas_ext.reference(f"{server.url}/a.jpg", 5, 15)
        assert bytes(member.read()) == PICTURE[5:15]


def test_deflated_bodies_that_will_not_do() -> None:
    bomb = gzip.compress(bytes(10_000_000))
    bodies = {"gzip": (bomb, "more inflated bytes than options.max_bytes"),
              "deflate": (b"\x78no", "it cannot be inflated"),
              "br": (b"x", "not known here: br")}  # fmt: skip
    for coding, (body, message) in bodies.items():
        with (
            serve(whole(body, Content_Encoding=coding)) as server,
            pandas_ext.option_context(max_bytes=50_000),
            pytest.raises(
                pandas_ext.MediaError, match=f"row 'row0': {server.url}/a.jpg: .*{message}"
            ),
        ):
            column(f"{server.url}/a.jpg").img.decode()


def test_a_range_that_ends_too_soon() -> None:
    said = f"bytes 0-99/{len(PICTURE)}"
    with (
        serve(whole(PICTURE[:100], status=206, Content_Range=said)) as server,
        pytest.raises(pandas_ext.MediaError, match="other bytes than were asked for"),
    ):
        _ = column(f"{server.url}/a.jpg").img.width
