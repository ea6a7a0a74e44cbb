"""A server on this machine that answers as a test tells it to."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

Answer = Callable[[BaseHTTPRequestHandler], None]


class Server:
    """What was asked of it, and where it is.

    Attributes
    ----------
    url : str
        With no slash at the end.
    requests : list of (str, str, str or None)
        Method, path and range of each request, in order.
    """

    def __init__(self, url: str) -> None:
        self.url = url
        self.requests: list[tuple[str, str, str | None]] = []
        self.headers: list[dict[str, str]] = []
        self.over = threading.Event()

    def count(self) -> int:
        return len(self.requests)


@contextmanager
def serve(answer: Answer) -> Iterator[Server]:
    """Run a server for the time of the block; ``answer`` writes the whole answer."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            server.requests.append((self.command, self.path, self.headers.get("Range")))
            server.headers.append(dict(self.headers))
            self.close_connection = True
            answer(self)

        do_HEAD = do_GET  # noqa: N815

        def log_message(self, *arguments: object) -> None:
            return

    class Quiet(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, request: object, client_address: object) -> None:
            return  # a client that hangs up is what some tests are about

    with Quiet(("127.0.0.1", 0), Handler) as http:
        server = Server(f"http://127.0.0.1:{http.server_address[1]}")
        thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield server
        finally:
            server.over.set()
            http.shutdown()
            thread.join()


def whole(data: bytes, *, status: int = 200, **headers: str) -> Answer:
    """Answer with all bytes, whatever range was asked for."""

    def answer(request: BaseHTTPRequestHandler) -> None:
        request.send_response(status)
        for name, value in headers.items():
            request.send_header(name.replace("_", "-"), value)
        if "Content_Length" not in headers:
            request.send_header("Content-Length", str(len(data)))
        request.end_headers()
        if request.command != "HEAD":
            request.wfile.write(data)

    return answer


def ranged(data: bytes) -> Answer:
    """Answer with the range that was asked for."""

    def answer(request: BaseHTTPRequestHandler) -> None:
        asked = request.headers.get("Range")
        if asked is None:
            whole(data)(request)
            return
        first, _, last = asked.removeprefix("bytes=").partition("-")
        part = data[int(first) : int(last) + 1 if last else None]
        if not part:
            whole(b"", status=416)(request)
            return
        end = int(first) + len(part) - 1
        whole(part, status=206, Content_Range=f"bytes {first}-{end}/{len(data)}")(request)

    return answer
