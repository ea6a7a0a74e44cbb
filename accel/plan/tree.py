"""What nodes and expressions share: immutability, a hash made once, copies with changes."""

from __future__ import annotations

import dataclasses
import itertools
from functools import cache
from typing import Any, TypeVar

T = TypeVar("T", bound="Tree")
_numbers = itertools.count(1)


def new_id() -> int:
    """Return a column id that no other column of this process has."""
    return next(_numbers)


@cache
def _compared(cls: type) -> tuple[str, ...]:
    """Return the fields that make two objects of a class equal."""
    return tuple(f.name for f in dataclasses.fields(cls) if f.compare)


class Tree:
    """Base of frozen dataclasses compared by structure.

    Subclasses are ``@dataclass(frozen=True, eq=False)``; a field declared with ``compare=False``
    (names kept for printing) counts neither for equality nor for the hash.
    """

    _hash: int  # set when it is first asked for

    def _key(self) -> tuple[Any, ...]:
        cls: type = type(self)  # which mypy takes for hashable
        return tuple(map(self.__dict__.__getitem__, _compared(cls)))

    def __hash__(self) -> int:
        try:
            return self._hash
        except AttributeError:
            known = hash((type(self).__name__, self._key()))
            object.__setattr__(self, "_hash", known)
            return known

    def __eq__(self, other: object) -> bool:
        if self is other:
            return True
        if type(self) is not type(other) or hash(self) != hash(other):
            return False
        return self._key() == other._key()

    def __getstate__(self) -> dict[str, Any]:
        """Leave the hash behind: those of strings differ between processes."""
        return {name: value for name, value in self.__dict__.items() if name != "_hash"}

    def copy(self: T, **changes: Any) -> T:
        """Return the same object with some fields changed."""
        return dataclasses.replace(self, **changes)  # type: ignore[type-var]
