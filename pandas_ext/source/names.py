"""What a URL may show of itself: never a password, a key or a signature."""

from __future__ import annotations

import re
from typing import Final

_USER: Final = re.compile(r"(?<=://)[^/@?#]*@")
_QUERY: Final = re.compile(r"\?[^:\s]*(?=::|$)")
_SCHEME: Final = re.compile(r"([A-Za-z][A-Za-z0-9+.\-]+)(?=::|://)")  # a drive has one letter


def shown(url: str) -> str:
    """Return a URL without user, password and query, for messages.

    Examples
    --------
    >>> shown("https://me:secret@host/a.jpg?signature=abc")
    'https://host/a.jpg?...'
    """
    return _QUERY.sub("?...", _USER.sub("", url))


def schemes_of(path: str) -> list[str]:
    """Return the schemes that a path or URL goes through, all of a chain; of a local path, none.

    Examples
    --------
    >>> schemes_of("zip://a.jpg::https://host/b.zip"), schemes_of("c:/a.jpg")
    (['zip', 'https'], [])
    >>> schemes_of("zip://a.jpg::b.zip")
    ['zip', 'file']
    """
    first = _SCHEME.match(path)
    if first is None:
        return []
    parts = [_SCHEME.match(part) for part in path.split("::")]
    parts[0] = first
    return ["file" if part is None else part[1].lower() for part in parts]
