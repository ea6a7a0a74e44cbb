"""Which part of a file a stored cell refers to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pandas_ext.errors import MediaError


def stored_part(detail: Mapping[str, Any]) -> tuple[float, float]:
    """Return start and end of the part of a file that a stored cell refers to, in seconds.

    Raises
    ------
    MediaError
        If what is there is none.
    """
    try:
        start, end = float(detail["start"]), float(detail["end"])
    except (KeyError, ValueError, TypeError) as error:
        raise MediaError(f"no part of a file is described by {dict(detail)}") from error
    if not 0 <= start <= end:
        raise MediaError(f"no part of a file is described by {dict(detail)}")
    return start, end
