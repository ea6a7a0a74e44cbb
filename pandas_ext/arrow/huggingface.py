"""Columns as Hugging Face writes them: structs of ``bytes`` and ``path``.

Which of them are pictures, recordings or clips is in the file's metadata (the ``features`` of the
data set), as the ``datasets`` library writes it; without, the first bytes tell.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, Final

import pyarrow as pa

_KINDS: Final = {"Image": "image", "Audio": "audio", "Video": "video"}
_FIELDS: Final = {"bytes", "path"}
# what files of each kind begin with: a place and the bytes there
_MARKS: Final = (
    ("image", 0, b"\xff\xd8\xff"), ("image", 0, b"\x89PNG\r\n\x1a\n"), ("image", 0, b"GIF8"),
    ("image", 8, b"WEBP"), ("image", 0, b"II*\0"), ("image", 0, b"MM\0*"), ("image", 0, b"BM"),
    ("image", 4, b"ftypavif"),
    ("audio", 8, b"WAVE"), ("audio", 0, b"fLaC"), ("audio", 0, b"OggS"), ("audio", 0, b"ID3"),
    ("audio", 0, b"\xff\xfb"), ("audio", 0, b"\xff\xf3"),
    ("video", 4, b"ftyp"), ("video", 0, b"\x1aE\xdf\xa3"), ("video", 8, b"AVI "),
)  # fmt: skip


def features(schema: pa.Schema) -> dict[str, str]:
    """Return the kind of each media column that a file's metadata names."""
    try:
        info = json.loads((schema.metadata or {}).get(b"huggingface", b"{}"))
        found = info.get("info", {}).get("features", {})
        named = {name: _KINDS.get(feature.get("_type", "")) for name, feature in found.items()}
    except (ValueError, AttributeError):  # metadata of somebody else
        return {}
    return {name: kind for name, kind in named.items() if kind is not None}


def kind_of(column: Any, known: dict[str, str]) -> str | None:
    """Return the kind of a column as pandas reads it: of dicts; None if it is no such column."""
    if not _is_struct(column):
        return None
    return known.get(column.name) or _kind_by_content(column)


def _is_struct(column: Any) -> bool:
    present = column[column.notna()]
    return len(present) > 0 and all(
        isinstance(value, dict) and set(value) == _FIELDS for value in present.head(100)
    )


def _kind_by_content(column: Any) -> str | None:
    for head in _heads(column):
        for kind, place, mark in _MARKS:
            if head[place : place + len(mark)] == mark:
                return kind
        return None
    return None


def _heads(column: Any) -> Iterator[bytes]:
    for value in column[column.notna()]:
        if isinstance(value["bytes"], bytes):
            yield value["bytes"][:64]
