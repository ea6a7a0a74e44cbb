"""String keys as codes: the build side's strings numbered, the probe side's looked up."""

from __future__ import annotations

import threading

from accel.execute.interning import Interner
from accel.execute.vector import Array, Coded, Dictionary, Text, Vector, take_or

_MISSING = -1


class TextCodes:
    """Numbers for the strings of a build column.

    A column coded by a dictionary keeps its codes: a probe coded by the same dictionary then needs
    no lookup at all. Any other dictionary is looked up value by value, once.

    Attributes
    ----------
    column : int32 ndarray
        The build side's codes, -1 where the string is missing.
    """

    def __init__(self, vector: Vector) -> None:
        self._lock = threading.Lock()
        self._interner: Interner | None = None
        self._translations: dict[int, tuple[Dictionary, Array]] = {}
        self._own: Dictionary | None = None
        if isinstance(vector, Coded):
            self._own = vector.dictionary
            self.column = vector.codes
        else:
            assert isinstance(vector, Text)
            self._interner = Interner()
            self.column = self._interner.intern(vector).codes

    def _strings(self) -> Interner:
        """Return the build side's strings by code, numbered as the build column is."""
        with self._lock:
            if self._interner is None:
                assert self._own is not None
                self._interner = Interner()
                # Distinct strings are numbered in the order they come: the dictionary's own.
                self._interner.intern(self._own.values)
            return self._interner

    def find(self, vector: Vector) -> Array:
        """Return codes (int32): -1 for a missing string, another that no row has if unknown."""
        if isinstance(vector, Text):
            return self._strings().find(vector)
        assert isinstance(vector, Coded)
        if vector.dictionary is self._own:
            return vector.codes
        known = self._translations.get(id(vector.dictionary))
        if known is None or len(known[1]) < len(vector.dictionary):
            values = vector.dictionary.values
            # Kept with its dictionary, so that no other comes to have the same id.
            known = vector.dictionary, self._strings().find(values)
            self._translations[id(vector.dictionary)] = known
        return take_or(known[1], vector.codes, _MISSING)
