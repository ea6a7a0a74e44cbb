"""Reads http and https: ranges where the server can, limits of bytes and time, retries."""

from __future__ import annotations

import base64
import http.client
import re
import socket
import ssl
import urllib.error
import urllib.request
from typing import Any, Final, NamedTuple
from urllib.parse import quote, unquote, urlsplit, urlunsplit

from pandas_ext.errors import MediaError
from pandas_ext.source.coding import coding_of, decoded
from pandas_ext.source.limits import check_bytes
from pandas_ext.source.names import shown
from pandas_ext.source.retry import Deadline, PassingError, retried, silence
from pandas_ext.source.transport import opened

_MAY_PASS: Final = frozenset((408, 425, 429, 500, 502, 503, 504))
_PIECE: Final = 2**16
_RANGE: Final = re.compile(r"bytes (\d+)-(\d+)/(\d+|\*)")
_LONE: Final = re.compile(r"%(?![0-9A-Fa-f]{2})")  # a letter of a name, not the mark of an escape
_UNQUOTED: Final = "%/:=&?~#+!$,;'@()*[]"  # what a URL may hold as it is


class Fetched(NamedTuple):
    """Bytes of a file, and how many it has in all if the server said so."""

    data: bytes
    whole: int | None


def fetch(url: str, start: int, stop: int) -> Fetched:
    """Return bytes of a file; to its end where ``stop`` is -1.

    Raises
    ------
    MediaError
        If it cannot be had, or is over a limit; the message holds no credentials.
    """
    name = shown(url)

    def once(deadline: Deadline) -> Fetched:
        ranged = start > 0 or stop >= 0
        wanted = {"Range": f"bytes={start}-{'' if stop < 0 else stop - 1}"} if ranged else {}
        with _request(url, "GET", wanted, deadline, name) as answer:
            if answer is None:
                return Fetched(b"", None)  # the range begins after the end
            coding = coding_of(answer.headers)
            if not coding:
                return _plain(answer, start, stop, name)
            if answer.status != 206:
                return _coded(answer, start, stop, coding, name)
        with _request(url, "GET", {}, deadline, name) as answer:  # a part cannot be inflated
            return _coded(answer, start, stop, coding_of(answer.headers), name)

    return retried(lambda deadline: _translated(once, deadline, name), url)


def _plain(answer: Any, start: int, stop: int, name: str) -> Fetched:
    """Return bytes of a file from an answer that has them as they are, or all of it."""
    said = _RANGE.fullmatch(answer.headers.get("Content-Range", ""))
    whole: int | None
    here: int | None
    if answer.status == 206:
        whole = None if said is None or said[3] == "*" else int(said[3])
        if said is None or int(said[1]) != start or _is_short(int(said[2]) + 1, stop, whole):
            raise MediaError("the server sent other bytes than were asked for", name)
        first, last = 0, (-1 if stop < 0 else stop - start)
        here = int(said[2]) + 1 - start
    else:  # all of it, whatever was asked for
        here = whole = _number(answer.headers.get("Content-Length"))
        first, last = start, stop
    if last < 0 and here is not None:
        check_bytes(here - first, name)
    data = _body(answer, first, last, name)
    if here is not None and len(data) < (min(here, last) if last >= 0 else here) - first:
        raise PassingError("the connection was lost")
    return Fetched(data, whole)


def _is_short(end: int, stop: int, whole: int | None) -> bool:
    """Tell whether an answer ends before what was asked for does."""
    return whole is not None and end < (whole if stop < 0 else min(stop, whole))


def _coded(answer: Any, start: int, stop: int, coding: str, name: str) -> Fetched:
    """Return bytes of a file from an answer that has all of it deflated."""
    here = _number(answer.headers.get("Content-Length"))
    check_bytes(here or 0, name)
    body = _body(answer, 0, -1, name)
    if here is not None and len(body) < here:
        raise PassingError("the connection was lost")
    try:
        data = decoded(body, coding) if coding else body
    except MediaError as error:
        raise error.in_file(name) from error.__cause__
    return Fetched(data[start : None if stop < 0 else stop], len(data))


def length(url: str) -> int:
    """Return the number of bytes of a file.

    Raises
    ------
    MediaError
        If it cannot be had.
    """
    name = shown(url)

    def once(deadline: Deadline) -> int | None:
        with _request(url, "HEAD", {}, deadline, name) as answer:
            if answer is None or coding_of(answer.headers):
                return None
            return _number(answer.headers.get("Content-Length"))

    said = retried(lambda deadline: _translated(once, deadline, name), url)
    return len(fetch(url, 0, -1).data) if said is None else said


def _body(answer: Any, first: int, last: int, name: str) -> bytes:
    """Return the bytes from ``first`` to ``last`` of an answer; the rest is not waited for."""
    parts = []
    place = 0
    while last < 0 or place < last:
        piece = answer.read1(_PIECE if last < 0 else min(_PIECE, last - place))
        if not piece:
            break
        skipped = max(first - place, 0)
        place += len(piece)
        check_bytes(place - first, name)
        parts.append(piece[skipped:])
    return b"".join(parts)


class _Nothing:
    """What a range after the end of a file gives."""

    def __enter__(self) -> None:
        return None

    def __exit__(self, *error: object) -> None:
        return None


def _request(url: str, method: str, headers: dict[str, str], deadline: Deadline, name: str) -> Any:
    parts = urlsplit(url)
    place = parts.netloc.rpartition("@")
    host = place[2] if place[2].isascii() else place[2].encode("idna").decode()
    bare = urlunsplit((parts.scheme, host, parts.path, parts.query, ""))
    sent = quote(_LONE.sub("%25", bare), _UNQUOTED)
    request = urllib.request.Request(sent, headers=headers, method=method)
    request.add_header("User-Agent", "pandas_ext")
    request.add_header("Accept-Encoding", "identity")
    if place[1]:  # not sent on to where the server redirects
        key = base64.b64encode(unquote(place[0]).encode()).decode()
        request.add_unredirected_header("Authorization", f"Basic {key}")
    try:
        return opened(request, deadline, name)
    except urllib.error.HTTPError as error:
        with error:
            if error.code == 416:
                return _Nothing()
            if 300 <= error.code < 400:
                raise MediaError("redirected too often, or to what is not followed", name) from None
            usual = http.client.responses.get(error.code, "")
            reason = f"the server answered {error.code} {usual}".rstrip()
            if error.code in _MAY_PASS:
                pause = _number(error.headers.get("Retry-After")) or 0
                raise PassingError(reason, pause) from None
            raise MediaError(reason, name) from None


def _translated(once: Any, deadline: Deadline, name: str) -> Any:
    """Make a try; what the network raises becomes ours."""
    try:
        return once(deadline)
    except TimeoutError as error:
        raise silence(deadline) from error
    except urllib.error.URLError as error:
        raise _of_network(error.reason, deadline, name) from error
    except (OSError, http.client.HTTPException, ValueError) as error:
        if isinstance(error, MediaError):
            raise
        raise _of_network(error, deadline, name) from error


def _of_network(reason: Any, deadline: Deadline, name: str) -> PassingError | MediaError:
    if isinstance(reason, TimeoutError):
        return silence(deadline)
    if isinstance(reason, ssl.SSLError):
        return MediaError(f"no safe connection: {reason.reason or 'TLS failed'}", name)
    if isinstance(reason, socket.gaierror):
        if reason.errno == socket.EAI_AGAIN:
            return PassingError("the server's name cannot be looked up now")
        return MediaError("there is no such server", name)
    if isinstance(reason, (ConnectionResetError, ConnectionAbortedError, BrokenPipeError)):
        return PassingError("the connection was lost")  # a server that hangs up, too
    if isinstance(reason, (http.client.IncompleteRead, http.client.BadStatusLine)):
        return PassingError("the connection was lost")
    if isinstance(reason, OSError) and reason.strerror:
        return MediaError(reason.strerror.lower(), name)
    if isinstance(reason, (str, ValueError, http.client.InvalidURL)):
        return MediaError("not a URL that can be asked for", name)
    return MediaError(f"the server's answer cannot be read ({type(reason).__name__})", name)


def _number(text: str | None) -> int | None:
    return int(text) if text is not None and text.isdecimal() else None
