"""An object store on this machine, that speaks S3 and counts what it is asked for."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import moto.backends
import moto.server
import s3fs
import werkzeug.serving


class Store:
    """What was asked of it.

    Attributes
    ----------
    url : str
        Where it is.
    sent : list of (str, str, int)
        Method, path and bytes of the body of each answer.
    """

    def __init__(self) -> None:
        self.url = ""
        self.sent: list[tuple[str, str, int]] = []
        self._answers = moto.server.DomainDispatcherApplication(moto.server.create_backend_app)

    def __call__(self, request: dict[str, Any], begin: Any) -> Iterable[bytes]:
        body = b"".join(self._answers(request, begin))
        sent = 0 if request["REQUEST_METHOD"] == "HEAD" else len(body)
        self.sent.append((request["REQUEST_METHOD"], request["PATH_INFO"], sent))
        return [body]

    def clear(self) -> None:
        """Forget all buckets."""
        for kind in moto.backends.get_backend("s3").values():
            for backend in kind.values():
                backend.reset()

    def of(self, method: str) -> list[int]:
        """Return the bytes of all answers to requests of a kind."""
        return [size for asked, _, size in self.sent if asked == method]


class _Quiet(werkzeug.serving.WSGIRequestHandler):
    def log(self, *arguments: Any) -> None:
        return


@contextmanager
def serve() -> Iterator[Store]:
    """Run a store for the time of the block."""
    store = Store()
    server = werkzeug.serving.make_server(
        "127.0.0.1", 0, store, threaded=True, request_handler=_Quiet
    )
    store.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield store
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
        s3fs.S3FileSystem.clear_instance_cache()
