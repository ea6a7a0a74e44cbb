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
        A row of ``layout.PAGE_WORDS`` a data page.
    found : list of int
        The state words that the scan sets.
    """

    pages: Array
    found: list[int]


class ChunkPages:
    """The pages of one chunk for one decoder.

    Of a large chunk whose pages are known only those are read that are asked for: a task reads its
    rows of a row group, not all of it.

    Attributes
    ----------
    table : PageTable
        The chunk's pages; shared.
    pages : int64 ndarray
        The same rows, after `own_table` this decoder's own to write to.
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
            self._read(0, chunk.size)
        self.table = self._scan() if known is None else known
        self.pages = self.table.pages
        state[layout.PAGES] = address(self.pages)
        state[_FOUND] = self.table.found
        if state[layout.DICT_COUNT] >= 0:
            self._locate_dictionary()

    def _read(self, low: int, high: int) -> None:
        """Have this part of the chunk in memory."""
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
        self._state[layout.CHUNK] = at - low

    def _scan(self) -> PageTable:
        state, limit = self._state, _FIRST_PAGES
        state[layout.CHUNK_SIZE] = self._chunk.size
        while True:
            pages = np.empty((limit, layout.PAGE_WORDS), np.int64)
            state[layout.PAGES], state[layout.PAGE_LIMIT] = address(pages), limit
            _SCAN(ctypes.addressof(state))
            count = state[layout.PAGE_COUNT]
            if count <= limit:
                return PageTable(pages[:count].copy(), state[_FOUND])
            limit = count

    def _locate_dictionary(self) -> None:
        """Have the dictionary page in memory."""
        state = self._state
        if self._whole:
            state[layout.DICT_ADDRESS] += state[layout.CHUNK]
            return
        size = state[layout.DICT_SIZE]
        target = self._scratch.buffer("dictionary page", size)
        view = self._scratch.array("dictionary page")[:size].data
        self._file.read_into(self._chunk.offset + state[layout.DICT_ADDRESS], view)
        self._file.check()
        state[layout.DICT_ADDRESS] = target

    def own_table(self) -> None:
        """Make the page table one that only this decoder uses."""
        self.pages = self.pages.copy()
        self._state[layout.PAGES] = address(self.pages)

    def keep_windows(self) -> None:
        """Let strings point into what was read: each read gets memory of its own, `window`."""
        self.window = self._scratch.give_away("chunk") if self._high else memory.empty(0, np.uint8)

    def own_dictionary(self) -> Array | None:
        """Return what holds a dictionary page that was not packed, None if it is the window."""
        return None if self._whole else self._scratch.give_away("dictionary page")

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
        table, entered = self.table.pages, self._state[layout.ENTERED]
        # What was unpacked stays, but for the levels of the second version.
        there = (self.pages[:, layout.PAGE_MOVED] != 0) & (table[:, layout.PAGE_LEVELS] == 0)
        stays = entered >= 0 and table[entered, layout.PAGE_PACKED] != 0
        needed = [
            k for k in self.numbers(start, stop, rows) if not (there[k] or (stays and k == entered))
        ]
        if not needed:
            return
        low, high = self._span(needed[0])[0], self._span(needed[-1])[1]
        if self._low <= low and high <= self._high:
            return
        self._read(low, high)
        if not stays:
            self._state[layout.ENTERED] = -1

    def _span(self, k: int) -> tuple[int, int]:
        page = self.table.pages[k]
        start = page[layout.PAGE_LEVELS] or page[layout.PAGE_ADDRESS]
        return int(start), int(page[layout.PAGE_ADDRESS] + page[layout.PAGE_SIZE])
