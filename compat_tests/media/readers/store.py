"""An object store on this machine: as much of S3 as reading, listing and writing files asks for.

The calls and their answers are those of Amazon's reference (API version 2006-03-01). moto's store
passes the same tests; it is not used as its boto3 and s3fs' aiobotocore want different botocores.
"""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, quote, unquote, urlsplit
from xml.etree import ElementTree
from xml.sax.saxutils import escape

import s3fs

_REASONS = {
    "NoSuchBucket": (404, "The specified bucket does not exist"),
    "NoSuchKey": (404, "The specified key does not exist."),
    "InvalidRange": (416, "The requested range is not satisfiable"),
}
# when everything was written, as listings and as headers say it
_WRITTEN = "2026-01-02T03:04:05.000Z"
_WRITTEN_THEN = "Fri, 02 Jan 2026 03:04:05 GMT"


class Store:
    """What is in it, and what it was asked for.

    Attributes
    ----------
    url : str
        Where it is.
    buckets : dict
        Of each bucket, the bytes of each key.
    sent : list of (str, str, int)
        Method, path and bytes of the body of each answer.
    """

    def __init__(self, url: str) -> None:
        self.url = url
        self.buckets: dict[str, dict[str, bytes]] = {}
        self.sent: list[tuple[str, str, int]] = []

    def of(self, method: str) -> list[int]:
        """Return the bytes of all answers to requests of a kind."""
        return [size for asked, _, size in self.sent if asked == method]


@contextmanager
def serve() -> Iterator[Store]:
    """Run a store for the time of the block."""

    class Handler(_Handler):
        pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        Handler.store = Store(f"http://127.0.0.1:{server.server_port}")
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield Handler.store
        finally:
            s3fs.S3FileSystem.clear_instance_cache()
            server.shutdown()
            thread.join()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"  # botocore asks before it sends a body
    store: Store

    def _answer(self) -> None:
        parts = urlsplit(self.path)
        bucket, _, key = unquote(parts.path)[1:].partition("/")
        query = {name: values[0] for name, values in parse_qs(parts.query, True).items()}
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        try:
            self._send(*self._done(bucket, key, query, body))
        except KeyError as error:
            status, message = _REASONS[error.args[0]]
            text = f"<Error><Code>{error.args[0]}</Code><Message>{message}</Message></Error>"
            self._send(status, text.encode())

    do_GET = do_HEAD = do_PUT = do_POST = do_DELETE = _answer  # noqa: N815

    def _done(
        self, bucket: str, key: str, query: dict[str, str], body: bytes
    ) -> tuple[int, bytes, dict[str, str]]:
        """Do what is asked for, and return status, body and headers of the answer.

        Raises
        ------
        KeyError
            With S3's code of what is wrong.
        """
        if self.command == "PUT" and not key:
            self.store.buckets[bucket] = {}
            return 200, b"", {}
        if bucket not in self.store.buckets:
            raise KeyError("NoSuchBucket")
        files = self.store.buckets[bucket]
        if self.command == "PUT":
            files[key] = body
            return 200, b"", _facts(body)
        if self.command == "POST":
            for tag in ElementTree.fromstring(body).iter():
                if tag.tag.endswith("Key"):
                    files.pop(tag.text or "", None)
            return 200, b"<DeleteResult></DeleteResult>", {}
        if not key:
            return 200, _listed(files, query).encode(), {}
        if key not in files:
            raise KeyError("NoSuchKey")
        return self._part(files[key])

    def _part(self, data: bytes) -> tuple[int, bytes, dict[str, str]]:
        asked = self.headers.get("Range")
        if asked is None:
            return 200, data, _facts(data)
        first, _, last = asked.removeprefix("bytes=").partition("-")
        if int(first) >= len(data):
            raise KeyError("InvalidRange")
        part = data[int(first) : int(last) + 1 if last else None]
        said = f"bytes {first}-{int(first) + len(part) - 1}/{len(data)}"
        return 206, part, {**_facts(data), "Content-Range": said}

    def _send(self, status: int, body: bytes, headers: dict[str, str] | None = None) -> None:
        is_head = self.command == "HEAD"
        self.store.sent.append((self.command, self.path, 0 if is_head else len(body)))
        self.send_response(status)
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if not is_head:
            self.wfile.write(body)

    def log_message(self, *arguments: object) -> None:
        return


def _facts(data: bytes) -> dict[str, str]:
    return {"ETag": f'"{hashlib.md5(data).hexdigest()}"', "Last-Modified": _WRITTEN_THEN}


def _listed(files: dict[str, bytes], query: dict[str, str]) -> str:
    """Return the names that begin with a prefix; up to a delimiter, if one is given."""
    prefix, delimiter = query.get("prefix", ""), query.get("delimiter", "")
    found: list[str] = []
    folders: set[str] = set()
    for key, data in sorted(files.items()):
        rest = key.removeprefix(prefix)
        if not key.startswith(prefix):
            continue
        if delimiter and delimiter in rest:
            folders.add(prefix + rest.partition(delimiter)[0] + delimiter)
        else:
            found.append(
                f"<Contents><Key>{escape(quote(key))}</Key><Size>{len(data)}</Size>"
                f"<LastModified>{_WRITTEN}</LastModified></Contents>"
            )
    below = [f"<CommonPrefixes><Prefix>{quote(p)}</Prefix></CommonPrefixes>" for p in folders]
    count = len(found) + len(below)
    return (
        "<ListBucketResult><IsTruncated>false</IsTruncated><EncodingType>url</EncodingType>"
        f"<KeyCount>{count}</KeyCount>{''.join(found + sorted(below))}</ListBucketResult>"
    )
