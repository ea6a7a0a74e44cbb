"""Connections of http and https: each wait is limited, redirects lead where they may."""

from __future__ import annotations

import http.client
import io
import socket
import ssl
import urllib.request
from functools import cache
from typing import IO, Any
from urllib.parse import urlsplit

from pandas_ext.errors import MediaError
from pandas_ext.source.limits import check_scheme
from pandas_ext.source.names import shown
from pandas_ext.source.retry import Deadline


def opened(request: urllib.request.Request, deadline: Deadline, name: str) -> Any:
    """Send a request, and return the answer, whose body is still to be read.

    Parameters
    ----------
    request : Request
        Of http or https.
    deadline : Deadline
        What each wait for bytes keeps to.
    name : str
        What to call the URL in messages.

    Raises
    ------
    MediaError
        If it is redirected to a scheme that is not allowed.
    OSError
        As urllib raises it: URLError, and HTTPError of answers that are no file.
    """
    opener = urllib.request.build_opener(
        _Plain(deadline), _Secure(deadline), _Redirects(name), urllib.request.ProxyHandler()
    )
    return opener.open(request, timeout=deadline.patience)


class _Redirects(urllib.request.HTTPRedirectHandler):
    """Follows redirects, to schemes that are allowed alone."""

    max_redirections = 5

    def __init__(self, name: str) -> None:
        self._name = name

    def redirect_request(
        self,
        req: Any,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: http.client.HTTPMessage,
        newurl: str,
    ) -> urllib.request.Request | None:
        scheme = urlsplit(newurl).scheme.lower()
        name = f"{self._name} redirected to {shown(newurl)}"
        try:
            check_scheme(scheme, name)
            if scheme not in ("http", "https"):  # urllib would follow, and know none of our limits
                raise MediaError(f"{scheme}:// is not followed", name)
        except MediaError:
            fp.close()
            raise
        return super().redirect_request(req, fp, code, msg, headers, newurl)


class _DeadlineReader(io.RawIOBase):
    """What comes over a socket: each wait is as long as the deadline lets it be."""

    def __init__(self, line: socket.socket, deadline: Deadline) -> None:
        self._line = line
        self._raw = line.makefile("rb", buffering=0)
        self._deadline = deadline

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any, /) -> int | None:
        self._line.settimeout(self._deadline.patience)
        return self._raw.readinto(buffer)

    def close(self) -> None:
        self._raw.close()
        super().close()


def _response_class(deadline: Deadline) -> type[http.client.HTTPResponse]:
    class Response(http.client.HTTPResponse):
        def __init__(self, sock: socket.socket, *arguments: Any, **options: Any) -> None:
            super().__init__(sock, *arguments, **options)
            self.fp.close()
            self.fp = io.BufferedReader(_DeadlineReader(sock, deadline))

    return Response


class _Plain(urllib.request.HTTPHandler):
    def __init__(self, deadline: Deadline) -> None:
        super().__init__()
        self._deadline = deadline

    def http_open(self, req: urllib.request.Request) -> Any:
        def connect(host: str, **options: Any) -> http.client.HTTPConnection:
            connection = http.client.HTTPConnection(host, **options)
            connection.response_class = _response_class(self._deadline)
            return connection

        return self.do_open(connect, req)


@cache
def _trust() -> ssl.SSLContext:
    """Return whom this machine trusts; reading that takes longer than a request."""
    return ssl.create_default_context()


class _Secure(urllib.request.HTTPSHandler):
    def __init__(self, deadline: Deadline) -> None:
        super().__init__()
        self._deadline = deadline

    def https_open(self, req: urllib.request.Request) -> Any:
        def connect(host: str, **options: Any) -> http.client.HTTPSConnection:
            connection = http.client.HTTPSConnection(host, **{**options, "context": _trust()})
            connection.response_class = _response_class(self._deadline)
            return connection

        return self.do_open(connect, req)
