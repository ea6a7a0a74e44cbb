"""A cell as text, for JSON: the path of a file, or a ``data:`` URL (RFC 2397) with its bytes."""

from __future__ import annotations

import base64
import binascii
from typing import Final

from pandas_ext.errors import MediaError
from pandas_ext.value.stored import Stored

_START: Final = "data:"


def to_text(stored: Stored) -> str:
    """Return a stored cell as text.

    Examples
    --------
    >>> to_text(Stored(b"GIF89a", None, None, None, None))
    'data:;base64,R0lGODlh'
    """
    whole = (stored.start, stored.stop, stored.detail) == (None, None, None)
    if stored.data is None and stored.path is not None and whole:
        return stored.path
    if stored.data is None:
        raise MediaError("a part of a file has no text: read it first", stored.path or "")
    detail = "".join(f";{name}={value}" for name, value in (stored.detail or {}).items())
    return f"{_START}{detail};base64,{base64.b64encode(stored.data).decode()}"


def from_text(text: str) -> Stored | None:
    """Return the cell that a ``data:`` URL holds; ``None`` if the text is none.

    Raises
    ------
    MediaError
        If it is damaged.
    """
    if not text.startswith(_START):
        return None
    head, comma, body = text[len(_START) :].partition(",")
    kind, *parts = head.split(";")
    if not comma or "base64" not in parts:
        raise MediaError("a data: URL without base64", f"{text[:40]}...")
    try:
        data = base64.b64decode(body, validate=True)
    except binascii.Error as error:
        raise MediaError(f"damaged base64: {error}", f"{text[:40]}...") from error
    pairs = (part.partition("=") for part in parts if "=" in part)
    detail = {name: int(value) if value.isdigit() else value for name, _, value in pairs}
    return Stored(data, detail=None if kind else detail or None)
