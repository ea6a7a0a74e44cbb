"""What a URL may show of itself: never a password, a key or a signature."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import unquote

_USER: Final = re.compile(r"(?<=://)[^/?#]*@")
_WEB: Final = ("http://", "https://")
_WEB_QUERY: Final = re.compile(r"[?#].*", re.DOTALL)
_QUERY: Final = re.compile(r"\?[^/]*=.*", re.DOTALL)  # elsewhere, names hold these letters too
_NOBODY: Final = (
    "zip://",
    "tar://",
    "memory://",
    "dir://",
    "file://",
    "local://",
)  # has users there
_SCHEME: Final = re.compile(r"([A-Za-z][A-Za-z0-9+.\-]+)(?=::|://)")  # a drive has one letter


def shown(url: str) -> str:
    """Return a URL without user, password, query and fragment, for messages.

    Examples
    --------
    >>> shown("https://me:secret@host/a.jpg?signature=abc")
    'https://host/a.jpg?...'
    """
    is_web = url.lower().startswith(_WEB)
    return "::".join(map(_part_shown, [url] if is_web else url.split("::")))


def _part_shown(part: str) -> str:
    start = part.lower()
    bare = part if start.startswith(_NOBODY) else _USER.sub("", part)
    return (_WEB_QUERY if start.startswith(_WEB) else _QUERY).sub("?...", bare)


def schemes_of(path: str) -> list[str]:
    """Return the schemes that a path or URL goes through, all of a chain; of a local path, none.

    Examples
    --------
    >>> schemes_of("zip://a.jpg::https://host/b.zip"), schemes_of("c:/a.jpg")
    (['zip', 'https'], [])
    >>> schemes_of("zip://a.jpg::b.zip"), schemes_of("http://[::1]:8000/a.jpg")
    (['zip', 'file'], ['http'])
    """
    first = _SCHEME.match(path)
    if first is None:
        return []
    if path.lower().startswith(_WEB):  # an address may hold the mark of a chain
        return [first[1].lower()]
    parts = [_SCHEME.match(part) for part in path.split("::")]
    parts[0] = first
    return ["file" if part is None else part[1].lower() for part in parts]


def local_path(url: str) -> str:
    """Return the path of a file of this machine that a URL names.

    Examples
    --------
    >>> local_path("file:///tmp/a%20b.jpg"), local_path("file://localhost/tmp/c.jpg")
    ('/tmp/a b.jpg', '/tmp/c.jpg')
    """
    path = unquote(url.partition("://")[2])
    return path.removeprefix("localhost") if path.startswith("localhost/") else path
