"""What plain pandas answered, kept beside the data so that a run without pandas can check."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pandas as pd

from bench import queries


class Answers:
    """Plain pandas' results of one scale factor, one pickle a query.

    A kept answer counts only for the same query text and the same pandas.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "answers"

    def _file(self, query: str) -> Path:
        text = queries.pandas_source(query).read_bytes() + pd.__version__.encode()
        return self.folder / f"{query}-{hashlib.sha256(text).hexdigest()[:16]}.pkl"

    def get(self, query: str) -> pd.DataFrame | None:
        """Return the kept answer of a query, or None."""
        file = self._file(query)
        return pd.read_pickle(file) if file.exists() else None

    def keep(self, query: str, pickled: Path) -> None:
        """Keep a result that a worker pickled, unless it is there already."""
        self.folder.mkdir(exist_ok=True)
        file = self._file(query)
        if not file.exists():
            partial = file.with_suffix(".partial")
            partial.write_bytes(pickled.read_bytes())
            partial.replace(file)
