"""What cells of media columns share: a source and steps, equality, order, pickles."""

from __future__ import annotations

from abc import ABC, abstractmethod
from functools import total_ordering
from html import escape
from typing import TYPE_CHECKING, Any, Final, Self

from pandas_ext.errors import MediaError
from pandas_ext.source.base import Source
from pandas_ext.value.stored import Stored

if TYPE_CHECKING:
    from pandas_ext.parallel import Budget

_ALONE: Final = 512  # pixels of a cell that is shown by itself


@total_ordering
class Handle(ABC):
    """A cell: where its bytes come from and what is to be done with them; immutable.

    Two are equal if they have the same source (path and range, bytes, decoded values) and the same
    steps. Order is by path, then bytes, then decoded values; it has no meaning beyond that, but a
    column can be sorted and grouped by. Nothing is read or decoded for either.

    Attributes
    ----------
    source : Source or what is decoded
        What the steps start from.
    steps : tuple
        Named descriptions of operations, run when their result is needed.
    """

    __slots__ = ("__weakref__", "source", "steps")

    source: Any
    steps: tuple[Any, ...]

    @abstractmethod
    def stored(self) -> Stored:
        """Return what files hold of the cell.

        Raises
        ------
        MediaError
            If steps have to run first, and fail.
        """

    @classmethod
    @abstractmethod
    def restored(cls, stored: Stored) -> Self:
        """Return the cell that a file holds.

        Raises
        ------
        MediaError
            If what is there is no such cell's.
        """

    @abstractmethod
    def describe(self) -> str:
        """Return a line of plain text, in angle brackets; reads headers at most."""

    @property
    @abstractmethod
    def nbytes_in_memory(self) -> int:
        """Bytes held, apart from the handle's own."""

    @property
    def waits(self) -> bool:
        """Whether reading it is waiting for another machine."""
        return isinstance(self.source, Source) and not self.source.is_near

    def check(self) -> None:
        """Read the header.

        Raises
        ------
        MediaError
            If it cannot be read.
        """
        self.describe()

    def summary(self) -> str:
        """Return the line that stands for the cell in a printed frame; never raises."""
        try:
            return self.describe()
        except MediaError as error:
            return f"<unreadable: {error.reason}>"

    def html(self, side: int, budget: Budget | None = None) -> str:
        """Return the cell as HTML, for notebooks.

        Parameters
        ----------
        side : int
            Pixels of a thumbnail's longer side.
        budget : Budget, optional
            Where to take the bytes of pixels from.

        Raises
        ------
        MediaError
            If it cannot be read.
        """
        return escape(self.describe())

    def _repr_html_(self) -> str:
        """Show the cell in a notebook."""
        try:
            return self.html(_ALONE)
        except MediaError as error:
            return escape(f"<unreadable: {error.reason}>")

    def __getitem__(self, field: str) -> Any:
        """Return ``"bytes"`` or ``"path"``, as of the dict that Hugging Face's columns have."""
        stored = self.stored()
        if field == "path":
            return stored.path
        if field == "bytes" and stored.detail is None:
            return self.source.read() if stored.data is None else bytes(stored.data)
        raise KeyError(field)

    def _values_key(self) -> tuple[Any, ...]:
        """Return what is decoded as a key: comparable and hashable."""
        raise TypeError(f"a {type(self).__name__} starts from a file or bytes")

    def _key(self) -> tuple[Any, ...]:
        if isinstance(self.source, Source):
            return (*self.source.key, repr(self.steps))
        return (2, *self._values_key(), repr(self.steps))

    def __eq__(self, other: object) -> bool:
        if self is other:
            return True
        if type(other) is not type(self):
            return NotImplemented
        if self.steps != other.steps:
            return False
        return self.source is other.source or self._key() == other._key()

    def __lt__(self, other: object) -> bool:
        if type(other) is not type(self):
            return NotImplemented
        return self._key() < other._key()

    def __hash__(self) -> int:
        return hash(self._key())

    def __repr__(self) -> str:
        return self.summary()

    def __str__(self) -> str:
        """Return the path of a file, so that CSV files hold it; else the summary."""
        place = self.source.place if isinstance(self.source, Source) and not self.steps else None
        return self.summary() if place is None or place[1:] != (None, None) else place[0]

    def __reduce__(self) -> tuple[type[Self], tuple[Any, tuple[Any, ...]]]:
        return type(self), (self.source, self.steps)
