"""Parquet files as a source of a plan."""

from __future__ import annotations

import copy
from collections.abc import Hashable, Sequence
from functools import cached_property
from typing import Any, Final, Literal

import pandas as pd

from accel.execute.interning import Interner
from accel.execute.parquet.arrow import ArrowChunk
from accel.execute.parquet.chunk import OWN_CODECS, ChunkDecoder, UndecodableError
from accel.execute.parquet.files import PathLike, PinnedFile, expand, open_all
from accel.execute.parquet.footer import Leaf, read_footer
from accel.execute.parquet.schema import IndexColumns, Shape, StoredColumn, column_of, shape_of
from accel.execute.vector import Array, Coded, Fixed, Text
from accel.plan.errors import Unsupported
from accel.plan.source import Statistics

Decoder = Literal["auto", "arrow"]


class ParquetSource:
    """Files read as one table; a row group is a partition.

    Attributes
    ----------
    columns : pandas.Index
        The column labels as pandas gives them.
    names : tuple
        The same as a tuple.
    num_rows : int
    partitions : tuple of ParquetPartition
    attrs : dict
        The stored frame's ``attrs``.
    decoder : {"auto", "arrow"}
        "arrow" leaves all decoding to pyarrow.
    """

    def __init__(
        self,
        files: Sequence[PinnedFile],
        columns: Sequence[str] | None = None,
        decoder: Decoder = "auto",
    ) -> None:
        self._files = tuple(files)
        self._chosen = None if columns is None else tuple(columns)
        self.decoder: Final = decoder
        self._footers = [read_footer(file) for file in files]
        self._shape: Shape = shape_of(self._footers[0], columns)
        self.columns = self._shape.columns
        self.names: tuple[Hashable, ...] = tuple(self.columns)
        self.attrs = copy.deepcopy(self._shape.attrs)
        fields: dict[Hashable, str] = dict(zip(self.names, self._shape.fields, strict=True))
        if len(fields) < len(self.names):
            raise Unsupported("two columns of one label")
        for field in self._shape.index_fields:
            if fields.setdefault(field, field) != field:
                raise Unsupported("a column labelled as the field of an index level")
        self._fields = fields
        self._columns: dict[str, StoredColumn | str] = {}
        self._opened: dict[tuple[int, Hashable], Any] = {}
        self._dictionaries: dict[str, Interner] = {}
        self.partitions = self._make_partitions()
        self.num_rows = sum(partition.rows for partition in self.partitions)

    @classmethod
    def open(
        cls,
        where: PathLike | Sequence[PathLike],
        columns: Sequence[str] | None = None,
        filters: object = None,
        *,
        decoder: Decoder = "auto",
    ) -> ParquetSource:
        """Open what ``pandas.read_parquet(where, columns=columns)`` would read.

        Parameters
        ----------
        where : path or list of paths
            A file, a folder, a list of files or a glob pattern.
        columns : list of str, optional
            Only these, in this order.
        filters
            Must be None: pandas drops rows, which moves a RangeIndex.
        decoder : {"auto", "arrow"}
            "arrow" leaves all decoding to pyarrow.

        Raises
        ------
        Unsupported
            If pandas has to read this.
        FileNotFoundError
            If a file is missing.
        pyarrow.ArrowInvalid
            If a file is not Parquet, or a column in ``columns`` is missing.

        Examples
        --------
        >>> import tempfile, pandas as pd
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     pd.DataFrame({"a": [1, 2, 3]}).to_parquet(f"{folder}/a.parquet")
        ...     source = ParquetSource.open(f"{folder}/a.parquet")
        >>> source.num_rows, source.names, source.dtypes
        (3, ('a',), (dtype('int64'),))
        >>> source.partitions[0].open().load("a", 1, 3).data
        array([2, 3])
        """
        if filters is not None:
            raise Unsupported("filters=")
        return cls(open_all(expand(where)), columns, decoder)

    def _make_partitions(self) -> tuple[ParquetPartition, ...]:
        found, start = [], 0
        for number, footer in enumerate(self._footers):
            for group, rows in enumerate(footer.group_rows):
                found.append(ParquetPartition(self, number, group, start, rows))
                start += rows
        return tuple(found)

    @cached_property
    def dtypes(self) -> tuple[Any, ...]:
        """What pandas gives each column."""
        return tuple(self._dtype(field) for field in self._shape.fields)

    @cached_property
    def index(self) -> pd.RangeIndex | IndexColumns:
        """The index: a range, or stored columns that are loaded by the keys given here."""
        shape = self._shape
        if shape.index_fields:
            dtypes = tuple(self._dtype(field) for field in shape.index_fields)
            return IndexColumns(shape.index_fields, shape.index_names, dtypes)
        if shape.range_index is not None and len(shape.range_index) == self.num_rows:
            return shape.range_index
        return pd.RangeIndex(self.num_rows)

    def unsupported(self, name: Hashable) -> str | None:
        """Return why a column can only be read by pandas, None if we can."""
        resolved = self._resolve(self._fields[name])
        return resolved if isinstance(resolved, str) else None

    @property
    def fingerprint(self) -> tuple[Any, ...]:
        """Equal for two sources that read the same columns of the same, unchanged files."""
        files = tuple((file.path, file.fingerprint) for file in self._files)
        return files, self._chosen, self.decoder

    def describe(self) -> str:
        """Return one line for explain."""
        files = [file.path for file in self._files]
        more = f" and {len(files) - 1} more files" if len(files) > 1 else ""
        return f"parquet {files[0]}{more}: {self.num_rows} rows, {len(self.partitions)} row groups"

    def __repr__(self) -> str:
        return f"<ParquetSource {self.describe()}>"

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self._files, self._chosen, self.decoder)

    def _dtype(self, field: str) -> Any:
        resolved = self._resolve(field)
        return self._shape.dtypes[field] if isinstance(resolved, str) else resolved.dtype

    def _resolve(self, field: str) -> StoredColumn | str:
        found = self._columns.get(field)
        if found is None:
            found = self._columns[field] = self._look_up(field)
        return found

    def _look_up(self, field: str) -> StoredColumn | str:
        first = self._footers[0]
        kind = first.schema.field(field).type
        nulls: int | None = 0
        for footer in self._footers:
            if field not in footer.leaves:
                return f"column {field!r} of {first.path} is missing in {footer.path}"
            other = footer.schema.field(field).type
            if other != kind:
                return f"column {field!r} is {kind} in {first.path} but {other} in {footer.path}"
            count = footer.null_count(footer.leaves[field])
            nulls = None if nulls is None or count is None else nulls + count
        return column_of(field, kind, self._shape.dtypes[field], nulls)

    def column(self, name: Hashable) -> StoredColumn:
        """Return how a column is read.

        Raises
        ------
        Unsupported
            If only pandas can.
        """
        resolved = self._resolve(self._fields[name])
        if isinstance(resolved, str):
            raise Unsupported(resolved)
        return resolved

    def shared_dictionary(self, column: StoredColumn) -> Interner | None:
        """Return the dictionary that a string column's partitions share."""
        if column.data is not None:
            return None
        # One of several threads' new dictionaries stays, for all of them.
        return self._dictionaries.setdefault(column.field, Interner())

    def open_chunk(self, number: int, group: int, name: Hashable) -> ChunkDecoder | ArrowChunk:
        """Open one column of one row group of file ``number``."""
        column, leaf, conversion, shared = self._how(number, name)
        file, footer = self._files[number], self._footers[number]
        if conversion is not None:
            chunk = footer.chunk(group, leaf)
            if chunk.codec in OWN_CODECS:
                key = group, leaf.number
                where = f"{file.path}: column {column.field!r}, row group {group}"
                try:
                    decoder = ChunkDecoder(
                        file,
                        chunk,
                        column,
                        conversion,
                        leaf.nullable,
                        shared,
                        footer.page_tables.get(key),
                        where,
                    )
                except UndecodableError:
                    pass
                else:
                    footer.page_tables[key] = decoder.page_table
                    return decoder
        return self.open_arrow_chunk(number, group, name)

    def _how(
        self, number: int, name: Hashable
    ) -> tuple[StoredColumn, Leaf, int | None, Interner | None]:
        """Return a column as file ``number`` has it, our decoder's conversion, its dictionary."""
        known = self._opened.get((number, name))
        if known is None:
            column = self.column(name)
            leaf = self._footers[number].leaves[column.field]
            conversion = column.conversion(leaf) if self.decoder == "auto" else None
            known = column, leaf, conversion, self.shared_dictionary(column)
            self._opened[number, name] = known
        return known

    def open_arrow_chunk(self, number: int, group: int, name: Hashable) -> ArrowChunk:
        """Open the same for pyarrow to read."""
        return ArrowChunk(self._files[number], self._footers[number], self.column(name), group)

    def group_statistics(self, number: int, group: int, name: Hashable) -> Statistics | None:
        """Return what the footer says of a column's values in a row group."""
        column = self._resolve(self._fields[name])
        if isinstance(column, str):
            return None
        footer = self._footers[number]
        leaf = footer.leaves[column.field]
        if not leaf.flat:
            return None
        bounds = footer.bounds(group, leaf)
        least, greatest = bounds.least, bounds.greatest
        if column.stored.startswith("uint"):
            if not footer.ordered:
                return Statistics(None, None, bounds.nulls)
            least, greatest = _unsigned(least, column), _unsigned(greatest, column)
        return Statistics(least, greatest, bounds.nulls)


def _unsigned(raw: int | None, column: StoredColumn) -> int | None:
    """Return what an unsigned column means by a bound that was read as a signed number."""
    if raw is None or raw >= 0:
        return raw
    return raw + (1 << (64 if column.stored == "uint64" else 32))


class ParquetPartition:
    """One row group.

    Attributes
    ----------
    start, rows : int
        The first row's number in the source, and how many rows.
    """

    __slots__ = ("_group", "_number", "_source", "rows", "start")

    def __init__(
        self, source: ParquetSource, number: int, group: int, start: int, rows: int
    ) -> None:
        self._source = source
        self._number = number
        self._group = group
        self.start = start
        self.rows = rows

    def statistics(self, name: Hashable) -> Statistics | None:
        """Return bounds of a column's values (NaN and nulls apart), None if nothing is known."""
        return self._source.group_statistics(self._number, self._group, name)

    def open(self) -> ParquetReader:
        """Return a reader for one task."""
        return ParquetReader(self._source, self._number, self._group)


class ParquetReader:
    """Reads columns of one row group; used by one thread."""

    __slots__ = ("_chunks", "_group", "_number", "_source")

    def __init__(self, source: ParquetSource, number: int, group: int) -> None:
        self._source = source
        self._number = number
        self._group = group
        self._chunks: dict[Hashable, ChunkDecoder | ArrowChunk] = {}

    def load(
        self, name: Hashable, start: int, stop: int, rows: Array | None = None
    ) -> Fixed | Text | Coded:
        """Return rows ``start`` to ``stop`` of a column, or of these only ``rows``.

        Parameters
        ----------
        name
            The column's label, or an index level's key.
        start, stop
            Rows of the partition. Ascending calls are fast, others right.
        rows : int32 array, optional
            Ascending positions relative to ``start``.
        """
        chunk = self._chunks.get(name)
        if chunk is None:
            chunk = self._source.open_chunk(self._number, self._group, name)
            self._chunks[name] = chunk
        try:
            return chunk.load(start, stop, rows)
        except UndecodableError:
            other = self._source.open_arrow_chunk(self._number, self._group, name)
            self._chunks[name] = other
            return other.load(start, stop, rows)
