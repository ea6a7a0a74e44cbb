"""What is computed of a dictionary's values once, and looked up by code ever after."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any, Final

import numpy as np

from accel.execute import memory
from accel.execute.expression.texts import Distinct
from accel.execute.vector import Array, Coded, Dictionary, Fixed, Text, Vector
from accel.forking import free_in_child, renew_in_child
from accel.kernels.kernel import Kernel, address
from accel.plan.errors import DataDependent

_EXPRESSIONS: Final = "expressions"
_KEPT: Final = 64
_lock: Final = free_in_child(threading.Lock())
_GATHER: Final = Kernel("elementwise:gather", "i4* i4* i4* i8")
_MISSING: Final = Text(np.zeros(1, np.int64), np.full(1, -1, np.int32), ())


class Derived:
    """An expression of one string column, over the values of a dictionary.

    The result for a missing string lies before the first value's, so that code -1 finds it. The
    dictionary may grow while other threads look up: the table is replaced, never edited.

    Parameters
    ----------
    evaluate : callable
        Computes the expression on Text.
    """

    def __init__(self, evaluate: Callable[[Text], Vector]) -> None:
        self._evaluate = evaluate
        self._lock = threading.Lock()
        self._clear()
        renew_in_child(self)

    def _clear(self) -> None:
        self._known = -1
        self._table: Array = np.empty(0)
        self._missing_fails = ""
        self._distinct: Distinct | None = None
        self._dictionary: Dictionary | None = None

    def renew(self) -> None:
        """In a forked child: start again if a thread was at work."""
        if self._lock.locked():
            self._lock = threading.Lock()
            self._clear()

    def table(self, coded: Coded) -> tuple[Array, Dictionary | None]:
        """Return the table for a vector's dictionary, and the dictionary of a string result.

        The table's first element is for a missing string; code k is element k + 1.
        """
        values = coded.dictionary.values
        with self._lock:
            if self._known < 0:
                self._start()
            if self._known < len(values):
                self._extend(values.slice(self._known, len(values)))
                self._known = len(values)
            table, dictionary = self._table, self._dictionary
        if self._missing_fails and bool((coded.codes < 0).any()):
            raise DataDependent(self._missing_fails)
        return table, dictionary

    def _start(self) -> None:
        try:
            result = self._evaluate(_MISSING)
        except DataDependent as error:
            self._missing_fails = str(error)
            result = self._evaluate(_MISSING.slice(0, 0))
        if isinstance(result, Fixed):
            self._table = result.data if len(result) else np.zeros(1, result.data.dtype)
        else:
            self._distinct = Distinct()
            self._table = self._numbers(result) if len(result) else np.full(1, -1, np.int32)
        self._known = 0

    def _extend(self, values: Text) -> None:
        result = self._evaluate(values)
        more = result.data if isinstance(result, Fixed) else self._numbers(result)
        table = memory.empty(len(self._table) + len(more), self._table.dtype)
        np.concatenate((self._table, more), out=table)
        self._table = table

    def _numbers(self, result: Any) -> Array:
        assert self._distinct is not None
        if isinstance(result, Coded):
            result = result.decode()
        codes = self._distinct.add(result)
        if self._dictionary is None:
            self._dictionary = Dictionary(self._distinct.keys)
        else:
            self._dictionary.values = self._distinct.keys
        return codes


def look_up(table: Array, codes: Array) -> Array:
    """Return elements of an int32 table by code (-1 the first)."""
    out = memory.empty(len(codes), np.int32)
    _GATHER(out, address(table) + table.itemsize, codes, len(codes))
    return out


def derived_of(dictionary: Dictionary, key: Any, evaluate: Callable[[Text], Vector]) -> Derived:
    """Return a dictionary's one ``Derived`` of a key, made at the first call.

    A dictionary keeps the latest few: those of long-lived frames meet many expressions.
    """
    kept: dict[Any, Derived] = dictionary.derived.setdefault(_EXPRESSIONS, {})
    known = kept.get(key)
    if known is None:
        with _lock:
            known = kept.get(key)
            if known is None:
                while len(kept) >= _KEPT:
                    del kept[next(iter(kept))]
                known = kept[key] = Derived(evaluate)
    return known
