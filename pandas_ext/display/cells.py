"""Cells as HTML, on all cores."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Any, Final

import numpy as np

from pandas_ext.display.heat import heat_map
from pandas_ext.errors import MediaError
from pandas_ext.parallel import Budget, map_rows
from pandas_ext.value.handle import Handle

THUMBNAIL: Final = 96
"""Pixels of a thumbnail's longer side."""


def shown(cells: Sequence[Any]) -> list[str]:
    """Return cells as HTML; of one that cannot be read, the reason."""
    outcome = map_rows(_shown, list(cells), stop_at_error=False)
    texts = enumerate(outcome.results)
    return [_failed(outcome.errors[k]) if text is None else text for k, text in texts]


def _shown(cell: Any, budget: Budget) -> str:
    if isinstance(cell, np.ndarray):
        return heat_map(cell)
    if isinstance(cell, Handle):
        return cell.html(THUMBNAIL, budget)
    return escape(str(cell))


def _failed(error: MediaError) -> str:
    return f"<span style='color:#a00'>{escape(f'<unreadable: {error.reason}>')}</span>"
