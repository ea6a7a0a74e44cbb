"""Our own decoder of a column chunk: the Python side of the Parquet kernels."""

from __future__ import annotations

import ctypes
from functools import cache
from typing import Any, Final

import numpy as np

from accel.execute import memory
from accel.execute.interning import Interner
from accel.execute.parquet.files import PinnedFile
from accel.execute.parquet.footer import Chunk, DamagedFileError
from accel.execute.parquet.pages import ChunkPages, PageTable
from accel.execute.parquet.schema import StoredColumn
from accel.execute.parquet.scratch import Scratch, take_scratch
from accel.execute.vector import Array, Coded, Fixed, Text, Vector
from accel.kernels.kernel import Kernel, KernelError, address
from accel.kernels.source import parquet_layout as layout

_LIST_DICTIONARY: Final = Kernel("parquet_text:list_dictionary", "i8*")
_UNPACK: Final = Kernel("parquet_snappy:unpack", "i8 i8 i8 i8")
_CONVERT: Final = Kernel("parquet_convert:convert", "i8 i8 i8 i8")
_DECODE_TEXT: Final = Kernel("parquet_text:decode", "i8*")
_DECODE_FIXED: Final = Kernel("parquet_fixed:decode", "i8*")
_ENTER_PAGE: Final = Kernel("parquet_page:enter_page", "i8* i8")
_State: Final = ctypes.c_int64 * layout.STATE_WORDS
_LARGEST_DICTIONARY: Final = 1 << 20

_DICTIONARY_ENCODINGS: Final = 1 << layout.PLAIN_DICTIONARY | 1 << layout.RLE_DICTIONARY
_ENCODINGS: Final = 1 << layout.PLAIN | 1 << layout.RLE | _DICTIONARY_ENCODINGS
# pyarrow's names of the codecs whose pages it unpacks for us, and what its Codec calls them.
_ARROW_CODECS: Final = {"GZIP": "gzip", "ZSTD": "zstd", "BROTLI": "brotli", "LZ4_RAW": "lz4_raw"}
OWN_CODECS: Final = frozenset({"SNAPPY", "UNCOMPRESSED", *_ARROW_CODECS})


class UndecodableError(Exception):
    """The chunk uses a part of the format that our decoder lacks."""


@cache
def _has_pdep() -> bool:
    import llvmlite.binding as llvm

    return bool(llvm.get_host_cpu_features().get("bmi2", False))


_GATHER: Final = {
    width: Kernel("parquet_gather:make_gather", "i8*", (width,)) for width in (1, 2, 4, 8)
}


@cache
def _unpack_hybrid() -> Kernel:
    return Kernel("parquet_hybrid:make_unpack", "i8 i8 i8 i8 i8 i8", (_has_pdep(),))


class ChunkDecoder:
    """Decodes one column of one row group, any rows of it, best in ascending order.

    Parameters
    ----------
    file, chunk
        Where the chunk lies.
    column
        What it becomes.
    conversion
        How its stored values become the column's.
    nullable
        Whether it has definition levels.
    shared
        The dictionary of all of the column's chunks, where it is of strings.
    known
        The chunk's pages, where they are known.
    where
        How errors name the chunk.

    Attributes
    ----------
    page_table : PageTable
        The chunk's pages.
    """

    def __init__(
        self,
        file: PinnedFile,
        chunk: Chunk,
        column: StoredColumn,
        conversion: int,
        nullable: bool,
        shared: Interner | None,
        known: PageTable | None,
        where: str,
    ) -> None:
        self._file = file
        self._chunk = chunk
        self._column = column
        self._conversion = conversion
        self._shared = shared
        self._where = where
        self._scratch: Scratch = take_scratch()
        self._state: Any = _State()
        self._state_address = ctypes.addressof(self._state)
        self._owners: dict[int, Any] = {}  # of strings, by page; -1: of the dictionary's
        self._coded = False
        state = self._state
        state[layout.ROWS] = chunk.rows
        state[layout.UNPACKED_LIMIT] = max(chunk.unpacked, chunk.size)
        state[layout.PACKED] = chunk.codec != "UNCOMPRESSED"
        if nullable:
            state[layout.NULLABLE] = layout.NULLS_DENIED if column.denies_nulls else 1
        state[layout.CONVERSION] = conversion
        state[layout.MISSING] = column.missing_bits()
        state[layout.ENTERED] = -1
        state[layout.ENTER_ENTRY] = _ENTER_PAGE.address
        state[layout.HYBRID_ENTRY] = _unpack_hybrid().address
        state[layout.UNPACK_ENTRY] = _UNPACK.address
        if conversion != layout.AS_STORED:
            state[layout.CONVERT_ENTRY] = _CONVERT.address
        for k in range(layout.ARGUMENT_COUNT):
            state[layout.SLOTS + k] = k
        try:
            self._pages = ChunkPages(file, chunk, known, state, self._scratch)
        except KernelError:
            raise self._error() from None
        self.page_table = self._pages.table
        self._check_encodings()
        self._prepare()

    def __del__(self) -> None:
        scratch = getattr(self, "_scratch", None)
        if scratch is not None:
            scratch.release()

    def _check_encodings(self) -> None:
        state = self._state
        if state[layout.ENCODINGS] & ~_ENCODINGS:
            raise UndecodableError
        has_dictionary = state[layout.DICT_COUNT] >= 0
        if has_dictionary and state[layout.DICT_ENCODING] not in (
            layout.PLAIN,
            layout.PLAIN_DICTIONARY,
        ):
            raise UndecodableError

    def _prepare(self) -> None:
        """Reserve what decoding needs besides the output."""
        state, scratch = self._state, self._scratch
        longest = state[layout.LONGEST_PAGE]
        state[layout.CODES] = scratch.buffer("codes", 4 * longest)
        if state[layout.NULLABLE]:
            state[layout.VALID] = scratch.buffer("valid", longest)
        if self._column.data is None:
            self._prepare_text()
            return
        width = self._column.data.itemsize
        self._decode_fixed(width)
        if self._conversion != layout.AS_STORED:
            state[layout.CONVERTED] = scratch.buffer("converted", width * longest)
        if state[layout.DICT_COUNT] >= 0:
            self._reserve_dictionary(owned=False)
            if self._conversion != layout.AS_STORED:
                values = scratch.buffer("dictionary values", width * state[layout.DICT_COUNT])
                state[layout.DICT_VALUES] = values
        self._reserve_pages()

    def _decode_fixed(self, width: int) -> None:
        self._decode = _DECODE_FIXED
        self._state[layout.WIDTH] = width
        self._state[layout.GATHER_ENTRY] = _GATHER[width].address

    def _prepare_text(self) -> None:
        state, scratch = self._state, self._scratch
        count, shared = state[layout.DICT_COUNT], self._shared
        self._coded = (
            shared is not None
            and count >= 0
            and not state[layout.ENCODINGS] & ~_DICTIONARY_ENCODINGS
            and 2 * count <= self._chunk.rows
            and len(shared.dictionary) + count <= _LARGEST_DICTIONARY
        )
        if count >= 0:
            self._reserve_dictionary(owned=not self._coded)
            state[layout.DICT_VALUES] = scratch.buffer("dictionary starts", 8 * count)
            state[layout.DICT_LENGTHS] = scratch.buffer("dictionary lengths", 4 * count)
            self._run(_LIST_DICTIONARY)
        if self._coded:
            assert shared is not None
            strings = Text(
                scratch.array("dictionary starts")[: 8 * count].view(np.int64),
                scratch.array("dictionary lengths")[: 4 * count].view(np.int32),
                (),
            )
            self._codes = shared.intern(strings).codes
            state[layout.DICT_VALUES], state[layout.DICT_READY] = address(self._codes), 1
            state[layout.CONVERSION] = layout.AS_STORED
            self._decode_fixed(4)
            self._reserve_pages()
            return
        self._decode = _DECODE_TEXT
        state[layout.GATHER_ENTRY] = _GATHER[8].address
        state[layout.GATHER_LENGTHS_ENTRY] = _GATHER[4].address
        longest = state[layout.LONGEST_PAGE]
        state[layout.CONVERTED] = scratch.buffer("starts", 8 * longest)
        state[layout.CONVERTED_LENGTHS] = scratch.buffer("lengths", 4 * longest)
        self._reserve_pages()
        self._pages.own_table()
        plain = self._pages.pages[:, layout.PAGE_ENCODING] == layout.PLAIN
        stored_dictionary = count >= 0 and -1 not in self._owners
        if stored_dictionary:
            self._owners[-1] = self._pages.own_dictionary()
        if stored_dictionary or not self._pages.pages[plain, layout.PAGE_PACKED].all():
            self._pages.keep_windows()

    def _reserve_dictionary(self, *, owned: bool) -> None:
        """Make room for the unpacked dictionary page; let pyarrow unpack it where we cannot."""
        state = self._state
        size = state[layout.DICT_UNPACKED]
        if not state[layout.DICT_PACKED]:
            return
        if owned:
            buffer = self._owners[-1] = memory.empty(size, np.uint8)
            state[layout.DICT_BUFFER] = address(buffer)
        else:
            state[layout.DICT_BUFFER] = self._scratch.buffer("dictionary", size)
            buffer = self._scratch.array("dictionary")
        if self._chunk.codec in _ARROW_CODECS:
            self._unpack_with_arrow(
                state[layout.DICT_ADDRESS], state[layout.DICT_SIZE], buffer[:size]
            )
            state[layout.DICT_ADDRESS], state[layout.DICT_SIZE] = state[layout.DICT_BUFFER], size
            state[layout.DICT_PACKED] = 0

    def _reserve_pages(self) -> None:
        """Reserve where pages are unpacked that need not stay."""
        if self._chunk.codec in _ARROW_CODECS:
            self._pages.own_table()
        else:
            buffer = self._scratch.buffer("page", self._state[layout.LARGEST_PAGE])
            self._state[layout.PAGE_BUFFER] = buffer

    def _unpack_with_arrow(self, source: int, size: int, target: Array) -> None:
        import pyarrow as pa

        packed = pa.foreign_buffer(source, size, self._scratch)
        try:
            codec = pa.Codec(_ARROW_CODECS[self._chunk.codec])
            target[:] = np.frombuffer(codec.decompress(packed, len(target)), np.uint8)
        except (pa.ArrowException, OSError, ValueError) as error:
            raise self._damaged() from error

    def _damaged(self) -> DamagedFileError:
        return DamagedFileError(f"{self._where}: the data is damaged")

    def _error(self) -> Exception:
        """Return what the kernel that just failed has found."""
        unknown = self._state[layout.ERROR] == layout.UNKNOWN
        return UndecodableError() if unknown else self._damaged()

    def _run(self, kernel: Kernel) -> None:
        try:
            kernel(self._state_address)
        except KernelError:
            raise self._error() from None

    def load(self, start: int, stop: int, rows: Array | None) -> Vector:
        """Return rows ``start`` to ``stop``, or of these only ``rows``."""
        state = self._state
        count = stop - start if rows is None else len(rows)
        state[layout.FIRST], state[layout.STOP] = start, stop
        state[layout.WANTED_COUNT] = -1 if rows is None else count
        if rows is not None:
            state[layout.WANTED] = address(rows)
        if count:
            self._pages.fetch(start, stop, rows)
        if self._column.data is None and not self._coded:
            return self._load_text(start, stop, rows, count)
        if self._chunk.codec in _ARROW_CODECS:
            for k in self._pages.numbers(start, stop, rows):
                self._own_page(k)
        data = memory.empty(count, np.int32 if self._coded else self._column.data)
        state[layout.OUT] = address(data)
        if count:
            self._run(self._decode)
        if self._coded:
            assert self._shared is not None
            return Coded(data, self._shared.dictionary)
        return Fixed(data)

    def _load_text(self, start: int, stop: int, rows: Array | None, count: int) -> Text:
        state = self._state
        needed = self._pages.numbers(start, stop, rows)
        for k in needed:
            self._own_page(k)
        starts, lengths = memory.empty(count, np.int64), memory.empty(count, np.int32)
        state[layout.OUT], state[layout.OUT_LENGTHS] = address(starts), address(lengths)
        if count:
            self._run(self._decode)
        owners = [self._pages.window, *(self._owners.get(k) for k in (-1, *needed))]
        return Text(starts, lengths, tuple(owner for owner in owners if owner is not None))

    def _own_page(self, k: int) -> None:
        """Give page ``k`` a place of its own, where it stays once unpacked."""
        page = self._pages.pages[k]
        if not page[layout.PAGE_PACKED] or page[layout.PAGE_TARGET]:
            return
        by_arrow = self._chunk.codec in _ARROW_CODECS
        if page[layout.PAGE_ENCODING] != layout.PLAIN and not by_arrow:
            return
        size = int(page[layout.PAGE_UNPACKED])
        buffer = self._owners[k] = memory.empty(size, np.uint8)
        page[layout.PAGE_TARGET] = address(buffer)
        if by_arrow:
            source = self._state[layout.CHUNK] + int(page[layout.PAGE_ADDRESS])
            self._unpack_with_arrow(source, int(page[layout.PAGE_SIZE]), buffer)
            page[layout.PAGE_ADDRESS], page[layout.PAGE_SIZE] = address(buffer), size
            page[layout.PAGE_PACKED], page[layout.PAGE_MOVED] = 0, 1
