"""What goes wrong with media: every error names the row, the file and the reason."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from contextlib import contextmanager
from typing import Any, Final

import numpy as np

_NO_ROW: Final = object()


class MediaError(ValueError):
    """A file that cannot be opened, or does not hold what it should, or is over a limit.

    Parameters
    ----------
    reason : str
        What is wrong, in a few words.
    source : str
        The file, or what stands for it.

    Examples
    --------
    >>> print(MediaError("the file is empty", "cat.jpg").at_row("a"))
    row 'a': cat.jpg: the file is empty
    """

    def __init__(self, reason: str, source: str = "") -> None:
        super().__init__(reason, source)
        self.reason = reason
        self.source = source
        self.row: Hashable = _NO_ROW

    def at_row(self, label: Hashable) -> MediaError:
        """Name the row in which it happened; the innermost one stays."""
        if self.row is _NO_ROW:
            self.row = label
        return self

    def relabelled(self, labels: Any) -> MediaError:
        """Name the row by its label instead of its position among ``labels``."""
        if isinstance(self.row, int):
            label = labels[self.row]
            self.row = tuple(map(_plain, label)) if isinstance(label, tuple) else _plain(label)
        return self

    def in_file(self, source: str) -> MediaError:
        """Name the file in which it happened; the innermost one stays."""
        self.source = self.source or source
        return self

    def __str__(self) -> str:
        row = "" if self.row is _NO_ROW else f"row {self.row!r}: "
        source = f"{self.source}: " if self.source else ""
        text = f"{row}{source}{self.reason}"
        # names of files may hold what ends a line, moves a cursor or is no text
        return text if text.isprintable() else "".join(map(_shown, text))


def _plain(label: Any) -> Any:
    return label.item() if isinstance(label, np.generic) else label


def _shown(letter: str) -> str:
    return letter if letter.isprintable() else ascii(letter)[1:-1]


@contextmanager
def naming(source: str) -> Iterator[None]:
    """Name the file of errors in the block."""
    try:
        yield
    except MediaError as error:
        raise error.in_file(source) from error.__cause__


class LimitError(MediaError):
    """A row that is larger than an option allows."""


class MissingLibraryError(ImportError):
    """A library that a format or an operation needs is not installed."""

    def __init__(self, library: str, what: str, extra: str = "media") -> None:
        super().__init__(
            f"{what} needs {library}, which is not installed: pip install 'accel[{extra}]'",
            name=library,
        )
