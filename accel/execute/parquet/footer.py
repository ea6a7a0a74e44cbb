"""Footers: what a Parquet file says of itself, kept for files that are opened again.

The schema is pyarrow's to read. Row groups are read by a kernel of ours: pyarrow's Python classes
take several microseconds a column chunk, and abort the process where some fields are damaged.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from accel.execute.parquet.files import PinnedFile, PinnedStream
from accel.execute.vector import Array
from accel.forking import free_in_child
from accel.kernels.kernel import Kernel, KernelError, address
from accel.kernels.source import parquet_layout as layout
from accel.once import once

_PARSE: Final = Kernel("parquet_footer:parse", "i8 i8 i8 i8 i8 i8 i8")
_KEPT: Final = 256  # footers kept for files that are opened again
_GUARD: Final = 64
# Positions in Parquet's enumerations.
_TYPES: Final = (
    "BOOLEAN", "INT32", "INT64", "INT96", "FLOAT", "DOUBLE", "BYTE_ARRAY", "FIXED_LEN_BYTE_ARRAY",
)  # fmt: skip
_CODECS: Final = (
    "UNCOMPRESSED", "SNAPPY", "GZIP", "LZO", "BROTLI", "LZ4", "ZSTD", "LZ4_RAW",
)  # fmt: skip
_NUMBERS: Final = {
    "BOOLEAN": np.dtype(bool), "INT32": np.dtype("<i4"), "INT64": np.dtype("<i8"),
    "FLOAT": np.dtype("<f4"), "DOUBLE": np.dtype("<f8"),
}  # fmt: skip


class DamagedFileError(OSError):
    """A Parquet file's content contradicts itself."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """One stored column of a file.

    Attributes
    ----------
    number : int
        Its position among the file's leaf columns.
    physical : str
        Parquet's physical type.
    nullable, flat : bool
        Whether it may hold nulls; whether it is a plain column, not part of a nested one.
    """

    number: int
    physical: str
    nullable: bool
    flat: bool


@dataclass(frozen=True, slots=True)
class Chunk:
    """Where and how one column of one row group is stored."""

    offset: int
    size: int
    unpacked: int
    codec: str
    rows: int


@dataclass(frozen=True, slots=True)
class Bounds:
    """Least and greatest stored value (both None where unknown), and the number of nulls."""

    least: Any
    greatest: Any
    nulls: int | None


class Footer:
    """The footer of one file; shared by all sources that read it.

    Attributes
    ----------
    metadata : pyarrow.parquet.FileMetaData
    schema : pyarrow.Schema
    group_rows : list of int
        Rows of each row group.
    shapes : dict
        What pandas makes of the schema, by the columns chosen; filled by `shape_of`.
    page_tables : dict
        The pages of column chunks read so far, by row group and leaf number.
    ordered : bool
        Whether bounds are in the order of the column's type where that is not the stored one's.
    """

    def __init__(self, file: PinnedFile) -> None:
        import pyarrow as pa
        import pyarrow.parquet as pq

        self.path = file.path
        self.shapes: dict[Any, Any] = {}
        self._chunks: dict[tuple[int, int], Chunk] = {}
        self.page_tables: dict[tuple[int, int], Any] = {}
        self.file_size = file.size
        try:
            opened = pq.ParquetFile(PinnedStream(file))
            self.schema: Any = opened.schema_arrow
            self.metadata: Any = opened.metadata
            self._parquet_schema: Any = opened.schema
            leaves = opened.metadata.num_columns
            self._parse(file, opened.metadata.num_row_groups, leaves)
        except pa.ArrowException as error:
            # pandas' own type, mostly ArrowInvalid; pyarrow names the file only if given a path.
            message = f"Could not open Parquet input source '{file.path}': {error}"
            raise type(error)(message) from None
        except (KernelError, UnicodeDecodeError) as error:
            raise DamagedFileError(f"{file.path}: the footer is damaged") from error
        except OSError as error:
            if file.path in str(error):
                raise
            raise DamagedFileError(f"{file.path}: {error}") from error

    def _parse(self, file: PinnedFile, groups: int, leaves: int) -> None:
        ending = bytearray(8)
        file.read_into(file.size - 8, memoryview(ending))
        size = int.from_bytes(ending[:4], "little")
        # Bounds are kept by address within this array.
        self._content: Array = np.zeros(size + _GUARD, np.uint8)
        file.read_into(file.size - 8 - size, self._content.data[:size])
        rows = np.zeros(groups, np.int64)
        self._table: Array = np.zeros((groups, leaves, layout.CHUNK_WORDS), np.int64)
        stack = np.zeros(2 * layout.SKIP_DEPTH, np.int64)
        addresses = address(rows), address(self._table), address(stack)
        start = address(self._content)
        self.ordered = _PARSE(start, size, groups, leaves, *addresses) == 1
        self.group_rows: list[int] = rows.tolist()
        if min(self.group_rows, default=0) < 0:
            raise DamagedFileError(f"{self.path}: the footer is damaged")

    @once
    def leaves(self) -> dict[str, Leaf]:
        """The file's top-level columns by name; of a nested one only the first leaf."""
        found = {}
        number = 0
        for field in self.schema:
            column = self._parquet_schema.column(number)
            count = _leaf_count(field.type)
            flat = (
                count == 1
                and column.max_repetition_level == 0
                and column.max_definition_level <= 1
                and column.path == field.name
            )
            nullable = column.max_definition_level > 0
            found[field.name] = Leaf(number, column.physical_type, nullable, flat)
            number += count
        return found

    def _row(self, group: int, leaf: Leaf) -> list[int]:
        row: list[int] = self._table[group, leaf.number].tolist()
        return row

    def chunk(self, group: int, leaf: Leaf) -> Chunk:
        """Return where a column of a row group lies.

        Raises
        ------
        DamagedFileError
            If that cannot be.
        """
        known = self._chunks.get((group, leaf.number))
        if known is not None:
            return known
        row = self._row(group, leaf)
        rows, kind, codec = self.group_rows[group], row[layout.CHUNK_TYPE], row[layout.CHUNK_CODEC]
        offset, dictionary = row[layout.CHUNK_DATA], row[layout.CHUNK_DICTIONARY]
        if 0 < dictionary < offset:
            offset = dictionary
        size, unpacked = row[layout.CHUNK_PACKED], row[layout.CHUNK_UNPACKED]
        sound = (
            min(offset, size, unpacked) >= 0
            and offset + size <= self.file_size
            and row[layout.CHUNK_VALUES] == rows
            and 0 <= kind < len(_TYPES)
            and _TYPES[kind] == leaf.physical
            and 0 <= codec < len(_CODECS)
            and not row[layout.CHUNK_ELSEWHERE]
        )
        if not sound:
            where = f"{self.path}: column {self._name(leaf)!r}, row group {group}"
            raise DamagedFileError(f"{where}: the footer is damaged")
        chunk = Chunk(offset, size, unpacked, _CODECS[codec], rows)
        self._chunks[group, leaf.number] = chunk
        return chunk

    def _name(self, leaf: Leaf) -> str:
        return next(name for name, other in self.leaves.items() if other is leaf)

    def bounds(self, group: int, leaf: Leaf) -> Bounds:
        """Return what is known of a column's values in a row group."""
        row = self._row(group, leaf)
        nulls = row[layout.CHUNK_NULLS]
        least = self._value(leaf, row[layout.CHUNK_LEAST], row[layout.CHUNK_LEAST_SIZE])
        greatest = self._value(leaf, row[layout.CHUNK_GREATEST], row[layout.CHUNK_GREATEST_SIZE])
        if least is None or greatest is None:
            least = greatest = None
        return Bounds(least, greatest, nulls if nulls >= 0 else None)

    def _value(self, leaf: Leaf, start: int, size: int) -> Any:
        if size < 0:
            return None
        first = start - address(self._content)
        raw = self._content[first : first + size].tobytes()
        kind = _NUMBERS.get(leaf.physical)
        if kind is not None:
            value = np.frombuffer(raw, kind)[0].item() if size == kind.itemsize else None
            return value if value == value else None
        if leaf.physical != "BYTE_ARRAY" or not self.ordered:
            return None
        try:
            return raw.decode()
        except UnicodeDecodeError:
            return None

    def null_count(self, leaf: Leaf) -> int | None:
        """Return how many nulls the column holds in the whole file; None if that is not stored."""
        if not leaf.nullable:
            return 0
        counts = self._table[np.array(self.group_rows) > 0, leaf.number, layout.CHUNK_NULLS]
        return None if (counts < 0).any() else int(counts.sum())


def _leaf_count(kind: Any) -> int:
    import pyarrow as pa

    if isinstance(kind, pa.BaseExtensionType):
        return _leaf_count(kind.storage_type)
    if pa.types.is_nested(kind):
        return sum(_leaf_count(kind.field(k).type) for k in range(kind.num_fields))
    return 1


# Modification times tick every few milliseconds: a file just written may be written again and look
# the same.
_SETTLED: Final = 2 * 10**9
_footers: OrderedDict[tuple[str, tuple[int, int, int, int]], Footer] = OrderedDict()
_footers_lock: Final = free_in_child(threading.Lock())


def read_footer(file: PinnedFile) -> Footer:
    """Return the footer of an opened file, the one read before if the file is the same."""
    key = file.path, file.fingerprint
    with _footers_lock:
        footer = _footers.get(key)
        if footer is not None:
            _footers.move_to_end(key)
            return footer
    footer = Footer(file)
    if time.time_ns() - file.fingerprint[3] < _SETTLED:
        return footer
    with _footers_lock:
        _footers[key] = footer
        while len(_footers) > _KEPT:
            _footers.popitem(last=False)
    return footer
