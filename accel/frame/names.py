"""Column labels, looked up without pandas; the ``Index`` is made when somebody wants it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable, Iterator, Sequence
from typing import Any, Final

import pandas

from accel.forking import free_in_child
from accel.plan.errors import Unsupported

# Threads that ask for labels get one index: whether two are the same is asked by identity.
_making: Final = free_in_child(threading.RLock())


class Labels:
    """The column labels of a frame.

    Parameters
    ----------
    names : tuple
        The labels.
    make : callable
        Makes the index that pandas has for them.
    is_text : bool, optional
        Whether that is a nameless index of dtype ``str``.

    Examples
    --------
    >>> labels = Labels.of(pandas.Index(["a", "b", "c"]))
    >>> labels.position("b")
    1
    >>> labels.take([2, 0]).index.tolist()
    ['c', 'a']
    """

    __slots__ = ("_index", "_is_text", "_make", "_positions", "is_public", "names")

    def __init__(
        self,
        names: tuple[Hashable, ...],
        make: Callable[[], pandas.Index],
        *,
        is_text: bool = False,
    ) -> None:
        self.names = names
        self._is_text = is_text
        self.is_public = False
        self._make: Callable[[], pandas.Index] | None = make
        self._index: pandas.Index | None = None
        self._positions: dict[Hashable, int] | None = None

    @staticmethod
    def of(index: pandas.Index) -> Labels:
        """Return the labels of an index."""
        is_flat = not isinstance(index, pandas.MultiIndex)
        if is_flat and (index.dtype == object or isinstance(index.dtype, pandas.StringDtype)):
            names = tuple(index.to_numpy(object))
        else:  # the very scalars that pandas names a column by
            names = tuple(index[k] for k in range(len(index)))
        is_text = isinstance(index.dtype, pandas.StringDtype) and index.name is None
        labels = Labels(names, lambda: index, is_text=is_text and index.dtype == "str")
        labels._index = index
        return labels

    @staticmethod
    def made(
        names: tuple[Hashable, ...], make: Callable[[], pandas.Index], *, is_text: bool = False
    ) -> Labels:
        """Return labels by their names; where these are not all texts, as the index holds them."""
        if is_text or all(type(name) is str for name in names):
            return Labels(names, make, is_text=is_text)
        return Labels.of(make())

    @staticmethod
    def exposed(index: pandas.Index) -> Labels:
        """Return labels with an index that the program holds, and may give a name."""
        labels = Labels.of(index)
        labels.is_public = True
        return labels

    @property
    def is_text(self) -> bool:
        """Whether the index is a nameless one of dtype ``str``."""
        return self._is_text and (not self.is_public or self.index.name is None)

    @property
    def index(self) -> pandas.Index:
        """The labels as pandas has them."""
        index = self._index
        if index is None:
            with _making:
                index = self._index
                if index is None:
                    assert self._make is not None
                    if self._is_text:
                        index = pandas.Index(list(self.names), dtype="str")
                    else:
                        index = self._make()
                    self._index = index
                    self._make = None  # and with it, the labels it was made from
        return index

    def public(self) -> Labels:
        """Return the labels with an index of their own, which the program may give a name."""
        if self.is_public:
            return self
        labels = self.private()
        labels.is_public = True
        return labels

    def private(self) -> Labels:
        """Return the labels with an index that the program does not hold."""
        index = self.index.view()
        labels = Labels(self.names, lambda: index, is_text=self._is_text and index.name is None)
        labels._index = index  # pandas knows a view by the index that it shows
        return labels

    def handed_out(self) -> pandas.Index:
        """Return the index for a frame of the program's."""
        return self.index if self.is_public else self.index.view()

    @property
    def places(self) -> dict[Hashable, int]:
        """Where each label is; of equal labels, the last."""
        if self._positions is None:
            self._positions = {name: k for k, name in enumerate(self.names)}
        return self._positions

    @property
    def is_simple(self) -> bool:
        """Whether the labels are distinct, and of one level."""
        distinct = len(self.places) == len(self.names)
        return distinct and not any(type(name) is tuple for name in self.names)

    def position(self, label: Hashable) -> int:
        """Return where a label is.

        Raises
        ------
        KeyError
            pandas' own, if it is not there.
        Unsupported
            If several columns have it.
        """
        # pandas takes 1 and 1.0 for equal, but not 1 and True
        place = self.places.get(label) if isinstance(label, str) else None
        if place is None or len(self.places) < len(self.names):
            found = self.index.get_loc(label)
            if not isinstance(found, int):
                raise Unsupported("several columns have this label")
            return found
        return place

    def __contains__(self, label: object) -> bool:
        return label in (self.places if isinstance(label, str) else self.index)

    def __iter__(self) -> Iterator[Hashable]:
        return iter(self.names)

    def __len__(self) -> int:
        return len(self.names)

    def __getitem__(self, place: int) -> Any:
        return self.names[place]

    def __eq__(self, other: object) -> bool:
        return self is other or (isinstance(other, Labels) and self.names == other.names)

    def __hash__(self) -> int:
        return hash(self.names)

    def take(self, places: Sequence[int]) -> Labels:
        """Return some of the labels."""
        picked = list(places)
        names = tuple(self.names[p] for p in picked)
        own = self.as_now()
        return Labels.made(names, lambda: own.index.take(picked), is_text=own.is_text)

    def drop(self, places: Sequence[int]) -> Labels:
        """Return the labels without some."""
        left = tuple(name for place, name in enumerate(self.names) if place not in set(places))
        own = self.as_now()
        return Labels.made(left, lambda: own.index.delete(list(places)), is_text=own.is_text)

    def insert(self, place: int, label: Hashable) -> Labels:
        """Return the labels with one more.

        Raises
        ------
        Unsupported
            If pandas makes two more, as ``RangeIndex(1, 5, 2).insert(0, 2)`` does in 3.1.
        """
        own = self.as_now()
        if not own.is_text or not isinstance(label, str):
            made = Labels.of(own.index.insert(place, label))  # of another dtype, maybe
            if len(made) != len(own) + 1:
                raise Unsupported("pandas gives such columns one label too many")
            return made
        names = (*self.names[:place], label, *self.names[place:])
        return Labels(names, lambda: own.index.insert(place, label), is_text=True)

    def append(self, other: Labels) -> Labels:
        """Return these labels, then others."""
        own, others = self.as_now(), other.as_now()
        return Labels.made(
            (*own.names, *others.names),
            lambda: own.index.append(others.index),
            is_text=own.is_text and others.is_text,
        )

    def as_now(self) -> Labels:
        """Return the labels with an index that keeps the name it has."""
        return self.private() if self.is_public else self
