"""What may be read: schemes and sizes that the user allows."""

from __future__ import annotations

from pandas_ext.errors import LimitError, MediaError
from pandas_ext.settings import options


def check_bytes(size: int, name: str) -> None:
    """Raise an error if that many bytes are more than a file may have."""
    if size > options.max_bytes:
        raise LimitError(
            f"{size:,} bytes are more than options.max_bytes, {options.max_bytes:,}", name
        )


def check_scheme(scheme: str, name: str) -> None:
    """Raise an error if files of that scheme must not be opened."""
    if scheme not in options.schemes:
        what = "local files are" if scheme == "file" else f"{scheme}:// is"
        raise MediaError(
            f"{what} not allowed; pandas_ext.options.schemes += ({scheme!r},) allows it", name
        )
