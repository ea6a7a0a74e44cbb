"""A cell as files hold it: a source, or bytes and a description of what they are."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from pandas_ext.errors import MediaError
from pandas_ext.source.base import Source
from pandas_ext.source.encoded import Encoded
from pandas_ext.source.open import source_at


class Stored(NamedTuple):
    """What is written of a cell.

    Attributes
    ----------
    data : bytes, memoryview or None
        A whole file; with ``detail``, pixels or samples.
    path : str or None
        Where the bytes come from or, without them, are.
    start, stop : int or None
        The range of the path that counts; ``None`` is its end.
    detail : dict or None
        What can be written as JSON.
    """

    data: Any = None
    path: str | None = None
    start: int | None = None
    stop: int | None = None
    detail: dict[str, Any] | None = None


def source_in(stored: Stored) -> Source:
    """Return the source that a stored cell refers to.

    Raises
    ------
    MediaError
        If it has neither bytes nor a path.
    """
    if stored.data is not None:
        return Encoded(stored.data, stored.path or "")
    if stored.path is None:
        raise MediaError("a stored cell has neither bytes nor a path")
    return source_at(stored.path, stored.start, stored.stop)


def stored_source(source: Source) -> Stored:
    """Return a source as a stored cell: a path stays a path, and bytes bytes."""
    if isinstance(source, Encoded):
        return Stored(source.data, source.path or None)
    place = source.place
    return Stored(source.read(), source.name or None) if place is None else Stored(None, *place)


def stored_in(value: Mapping[str, Any]) -> Stored | None:
    """Return what a dict of ``bytes`` and ``path`` refers to; ``None``: what is missing."""
    data, path = value.get("bytes"), value.get("path")
    return None if data is None and path is None else Stored(data, path)
