"""Footers: what a Parquet file says of itself. Read by pyarrow, kept for files read again."""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from accel.execute.parquet.files import PinnedFile, PinnedStream

_KEPT: Final = 256  # footers kept for files that are opened again


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


class Footer:
    """The footer of one file; shared by all sources that read it.

    Attributes
    ----------
    metadata : pyarrow.parquet.FileMetaData
    schema : pyarrow.Schema
    """

    def __init__(self, file: PinnedFile) -> None:
        import pyarrow as pa
        import pyarrow.parquet as pq

        self.path = file.path
        self.file_size = file.size
        try:
            opened = pq.ParquetFile(PinnedStream(file))
            self.schema: Any = opened.schema_arrow
        except pa.ArrowException as error:
            # pandas' own type (most often ArrowInvalid); its text names the file only for a path.
            raise type(error)(
                f"Could not open Parquet input source '{file.path}': {error}"
            ) from None
        except OSError as error:
            raise DamagedFileError(f"{file.path}: {error}") from error
        self.metadata: Any = opened.metadata
        self._parquet_schema: Any = opened.schema
        self._groups: dict[int, Any] = {}
        self._chunks: dict[tuple[int, int], Chunk] = {}

    @cached_property
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

    def group_rows(self) -> list[int]:
        """Return the number of rows of each row group."""
        return [self._group(k).num_rows for k in range(self.metadata.num_row_groups)]

    def chunk(self, group: int, leaf: Leaf) -> Chunk:
        """Return where a column of a row group lies.

        Raises
        ------
        DamagedFileError
            If that is outside the file.
        """
        key = group, leaf.number
        known = self._chunks.get(key)
        if known is not None:
            return known
        stored = self._group(group).column(leaf.number)
        offset = stored.data_page_offset
        if stored.has_dictionary_page and 0 < stored.dictionary_page_offset < offset:
            offset = stored.dictionary_page_offset
        size, rows = stored.total_compressed_size, self._group(group).num_rows
        if offset < 0 or size < 0 or offset + size > self.file_size or stored.num_values != rows:
            raise DamagedFileError(
                f"{self.path}: column {stored.path_in_schema!r}, row group {group}: "
                "the footer is damaged"
            )
        chunk = Chunk(offset, size, stored.total_uncompressed_size, stored.compression, rows)
        self._chunks[key] = chunk
        return chunk

    def statistics(self, group: int, leaf: Leaf) -> Any:
        """Return pyarrow's statistics of a column in a row group, or None."""
        return self._group(group).column(leaf.number).statistics

    @cached_property
    def _null_counts(self) -> dict[int, int | None]:
        return {}

    def null_count(self, leaf: Leaf) -> int | None:
        """Return how many nulls the column holds in the whole file; None if that is not stored."""
        if not leaf.nullable:
            return 0
        counts = self._null_counts
        if leaf.number not in counts:
            counts[leaf.number] = self._count_nulls(leaf)
        return counts[leaf.number]

    def _count_nulls(self, leaf: Leaf) -> int | None:
        total = 0
        for group in range(self.metadata.num_row_groups):
            statistics = self.statistics(group, leaf)
            if statistics is None or not statistics.has_null_count:
                return None
            total += statistics.null_count
        return total

    def _group(self, number: int) -> Any:
        group = self._groups.get(number)
        if group is None:
            group = self._groups[number] = self.metadata.row_group(number)
        return group


def _leaf_count(kind: Any) -> int:
    import pyarrow as pa

    if isinstance(kind, pa.BaseExtensionType):
        return _leaf_count(kind.storage_type)
    if pa.types.is_nested(kind):
        return sum(_leaf_count(kind.field(k).type) for k in range(kind.num_fields))
    return 1


_footers: OrderedDict[tuple[str, tuple[int, int, int, int]], Footer] = OrderedDict()
_footers_lock = threading.Lock()


def read_footer(file: PinnedFile) -> Footer:
    """Return the footer of an opened file, the one read before if the file is the same."""
    key = file.path, file.fingerprint
    with _footers_lock:
        footer = _footers.get(key)
        if footer is not None:
            _footers.move_to_end(key)
            return footer
    footer = Footer(file)
    with _footers_lock:
        _footers[key] = footer
        while len(_footers) > _KEPT:
            _footers.popitem(last=False)
    return footer
