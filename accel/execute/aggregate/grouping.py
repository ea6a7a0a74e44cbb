"""Rows to groups: numbers rows by their word, with whichever method the words call for."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import Final

import numpy as np

from accel.execute import memory
from accel.execute.vector import Array, take
from accel.kernels.kernel import Kernel

SPARSE: Final = 4  # a table over the words' range may have this many entries a row
_SMALL_TABLE: Final = 1 << 12


@functools.cache
def _kernel(name: str, code: str) -> Kernel:
    signature = {
        "ascend": f"{code}* i8",
        "by_runs": f"{code}* i8 i4* i4*",
        "by_address": f"{code}* i8 i8 i4* i4* i4*",
        "by_hash": f"{code}* i8 i4* i8 i8* i4* i4*",
    }[name]
    return Kernel(f"grouping:{name}", signature)


_IN_TABLE_ORDER = Kernel("grouping:in_table_order", "i4* i8 i4*")
_SIZES = Kernel("grouping:sizes", "i4* i8 i8*")
_LAST_ROWS = Kernel("grouping:last_rows", "i4* i8 i4*")


@dataclass(slots=True)
class Groups:
    """Rows sorted into groups, which are numbered by first appearance.

    Attributes
    ----------
    count : int
        How many groups.
    ids : int32 ndarray
        Each row's group.
    firsts : int32 ndarray
        Each group's first row.
    order : int32 ndarray or None
        The groups in the order of their words, if that is known and not as they are numbered.
    in_order : bool
        Whether they are numbered in the order of their words.
    whole : bool
        Whether all rows are one group; ``ids`` is then empty.
    """

    count: int
    rows: int
    ids: Array
    firsts: Array
    order: Array | None = None
    in_order: bool = False
    whole: bool = False
    _sizes: Array | None = None

    @property
    def sizes(self) -> Array:
        """How many rows each group has."""
        if self._sizes is None:
            if self.whole:
                self._sizes = np.array([self.rows])
            else:
                self._sizes = memory.zeros(self.count, np.int64)
                _SIZES(self.ids, self.rows, self._sizes)
        return self._sizes

    @property
    def all_ids(self) -> Array:
        """Each row's group, also where all rows are one."""
        return memory.zeros(self.rows, np.int32) if self.whole else self.ids

    def lasts(self) -> Array:
        """Return each group's last row."""
        rows = memory.empty(self.count, np.int32)
        _LAST_ROWS(self.all_ids, self.rows, rows)
        return rows


def _code(words: Array) -> str:
    return f"i{words.dtype.itemsize}"


def ascend(words: Array) -> bool:
    """Tell whether no word is smaller than the one before."""
    return bool(_kernel("ascend", _code(words))(words, len(words)))


def one_group(rows: int) -> Groups:
    """Put all rows, of which there must be some, in one group."""
    nothing = np.empty(0, np.int32)
    return Groups(1, rows, nothing, np.zeros(1, np.int32), whole=True)


def by_runs(words: Array) -> Groups:
    """Make each run of equal words a group; words must ascend."""
    n = len(words)
    ids, firsts = memory.empty(n, np.int32), memory.empty(n + 1, np.int32)
    count = _kernel("by_runs", _code(words))(words, n, ids, firsts)
    return Groups(count, n, ids, firsts[:count], in_order=True)


def by_value(words: Array, low: int, size: int, *, ordered: bool = False) -> Groups:
    """Group equal words, which lie in ``low`` to ``low + size - 1``.

    ``ordered`` asks for the groups' order where it costs little.
    """
    n = len(words)
    ids, firsts = memory.empty(n, np.int32), memory.empty(n, np.int32)
    if size <= max(SPARSE * n, _SMALL_TABLE):
        table = memory.zeros(size, np.int32)
        count = _kernel("by_address", _code(words))(words, n, low, table, ids, firsts)
        order = None
        if ordered:
            order = memory.empty(count, np.int32)
            _IN_TABLE_ORDER(table, size, order)
        return Groups(count, n, ids, firsts[:count], order)
    slots = memory.zeros(1 << (n + n // 2).bit_length(), np.int32)
    keys = memory.empty(n, np.int64)
    count = _kernel("by_hash", _code(words))(words, n, slots, len(slots) - 1, keys, ids, firsts)
    return Groups(count, n, ids, firsts[:count])


def group_sorted(words: Array, low: int, size: int, *, ordered: bool) -> Groups:
    """Group equal words, by runs if they ascend; with ``ordered``, their order is found."""
    if ascend(words):
        return by_runs(words)
    groups = by_value(words, low, size, ordered=ordered)
    if ordered and groups.order is None:
        groups.order = np.argsort(take(words, groups.firsts)).astype(np.int32)
    return groups
