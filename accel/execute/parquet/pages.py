"""A column chunk's bytes: which pages it has, and those of them in memory that are wanted."""

from __future__ import annotations

import ctypes
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from accel.execute import memory
from accel.execute.parquet.files import PinnedFile
from accel.execute.parquet.footer import Chunk
from accel.execute.parquet.scratch import Scratch
from accel.execute.vector import Array
from accel.kernels.kernel import Kernel, address
from accel.kernels.source import parquet_layout as layout

_SCAN: Final = Kernel("parquet_header:scan", "i8*")
_FIRST_PAGES: Final = 32
_WHOLE: Final = 1 << 20  # chunks up to this size are read at once
_FOUND: Final = slice(layout.PAGE_COUNT, layout.DICT_ENCODING + 1)


@dataclass(frozen=True, slots=True)
class PageTable:
    """The pages of a chunk by their place in it; kept with the footer once they are known.

    Attributes
    ----------
    pages : int64 ndarray
        A row of ``layout.PAGE_WORDS`` a data page, addresses counted from the chunk's start.
    found : list of int
        The state words that the scan sets, the dictionary's address counted likewise.
    """

    pages: Array
    found: list[int]


class ChunkPages:
    """The pages of one chunk for one decoder.

    Of a large chunk whose pages are known only those are read that are asked for: a task reads its
    rows of a row group, not all of it.

    Attributes
    ----------
    pages : int64 ndarray
        The page table in use, with real addresses for the pages in memory.
    window : uint8 ndarray or None
        What was read last, after `keep_windows`.
    """

    def __init__(
        self, file: PinnedFile, chunk: Chunk, known: PageTable | None, state: Any, scratch: Scratch
    ) -> None:
        self._file = file
        self._chunk = chunk
        self._state = state
        self._scratch = scratch
        self.window: Array | None = None
        self._low = self._high = 0  # what is in memory, counted from the chunk's start
        self._whole = known is None or chunk.size <= _WHOLE
        if self._whole:
            base = self._read(0, chunk.size)
        else:
            base = 0
        if known is None:
            known = self._scan(base)
        self.table = known
        raw = scratch.buffer("pages", known.pages.nbytes)
        state[layout.PAGES] = raw
        self.pages = scratch.array("pages")[: known.pages.nbytes].view(np.int64)
        self.pages = self.pages.reshape(known.pages.shape)
        self.pages[:] = known.pages
        state[_FOUND] = known.found
        if self._whole:
            state[layout.DICT_ADDRESS] += base
            self._locate(self.pages, base)
        elif state[layout.DICT_COUNT] >= 0:
            size = state[layout.DICT_SIZE]
            target = scratch.buffer("dictionary page", size)
            view = scratch.array("dictionary page")[:size].data
            file.read_into(chunk.offset + known.found[layout.DICT_ADDRESS - _FOUND.start], view)
            file.check()
            state[layout.DICT_ADDRESS] = target

    def _read(self, low: int, high: int) -> int:
        """Read a part of the chunk; return the address where the chunk's start would lie."""
        size = high - low
        if self.window is None:
            at = self._scratch.buffer("chunk", size)
            target = self._scratch.array("chunk")[:size]
        else:
            self.window = target = memory.empty(size, np.uint8)
            at = address(target)
        self._file.read_into(self._chunk.offset + low, target.data)
        self._file.check()
        self._low, self._high = low, high
        return at - low

    def keep_windows(self) -> None:
        """Let strings point into what was read: each read gets memory of its own, `window`."""
        self.window = self._scratch.give_away("chunk") if self._high else memory.empty(0, np.uint8)

    def own_dictionary(self) -> Array | None:
        """Return what holds a dictionary page that was not packed, None if it is the window."""
        return None if self._whole else self._scratch.give_away("dictionary page")

    def _scan(self, base: int) -> PageTable:
        state, limit = self._state, _FIRST_PAGES
        state[layout.CHUNK], state[layout.CHUNK_SIZE] = base, self._chunk.size
        while True:
            state[layout.PAGES] = self._scratch.buffer("pages", 8 * layout.PAGE_WORDS * limit)
            state[layout.PAGE_LIMIT] = limit
            _SCAN(ctypes.addressof(state))
            count = state[layout.PAGE_COUNT]
            if count <= limit:
                break
            limit = count
        raw = self._scratch.array("pages")[: 8 * layout.PAGE_WORDS * count]
        pages = raw.view(np.int64).reshape(count, layout.PAGE_WORDS).copy()
        self._locate(pages, -base)
        if state[layout.DICT_COUNT] >= 0:
            state[layout.DICT_ADDRESS] -= base
        return PageTable(pages, state[_FOUND])

    @staticmethod
    def _locate(pages: Array, base: int) -> None:
        pages[:, layout.PAGE_ADDRESS] += base
        levels = pages[:, layout.PAGE_LEVELS]
        levels[levels != 0] += base

    def numbers(self, start: int, stop: int, rows: Array | None) -> list[int]:
        """Return the pages that hold rows ``start`` to ``stop``, or ``rows`` of these."""
        first = self.table.pages[:, layout.PAGE_FIRST]
        low = max(int(np.searchsorted(first, start, "right")) - 1, 0)
        high = int(np.searchsorted(first, stop, "left"))
        numbers = range(low, high)
        if rows is None:
            return list(numbers)
        cuts = np.searchsorted(rows, first[low:high] - start)
        ends = [*cuts[1:], len(rows)]
        return [k for k, a, b in zip(numbers, cuts, ends, strict=True) if a < b]

    def fetch(self, start: int, stop: int, rows: Array | None) -> None:
        """Have the pages in memory that hold these rows."""
        if self._whole:
            return
        packed = self.table.pages[:, layout.PAGE_PACKED] != 0
        # Pages unpacked to a place of their own stay there; the one just entered lies in scratch.
        moved = packed & (self.pages[:, layout.PAGE_PACKED] == 0)
        entered = self._state[layout.ENTERED]
        needed = [
            k
            for k in self.numbers(start, stop, rows)
            if not (moved[k] or (k == entered and packed[k]))
        ]
        if not needed:
            return
        low, high = self._span(needed[0])[0], self._span(needed[-1])[1]
        if self._low <= low and high <= self._high:
            return
        base = self._read(low, high)
        fresh = self.table.pages[~moved]
        self._locate(fresh, base)
        for word in (layout.PAGE_ADDRESS, layout.PAGE_LEVELS):
            self.pages[~moved, word] = fresh[:, word]
        if entered >= 0 and not packed[entered]:
            self._state[layout.ENTERED] = -1

    def _span(self, k: int) -> tuple[int, int]:
        page = self.table.pages[k]
        start = page[layout.PAGE_LEVELS] or page[layout.PAGE_ADDRESS]
        return int(start), int(page[layout.PAGE_ADDRESS] + page[layout.PAGE_SIZE])
