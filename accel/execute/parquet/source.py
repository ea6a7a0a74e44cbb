"""Parquet files as a source of a plan."""

from __future__ import annotations

import copy
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import replace
from typing import Any

import pandas as pd

from accel.execute.parquet.arrow import ArrowChunk
from accel.execute.parquet.chunk import ChunkDecoder, UndecodableError
from accel.execute.parquet.files import PathLike, PinnedFile, expand, open_all
from accel.execute.parquet.schema import IndexColumns
from accel.execute.parquet.table import Decoder, ParquetTable
from accel.execute.vector import Array, Coded, Fixed, Text
from accel.once import once
from accel.plan.errors import Unsupported
from accel.plan.source import Statistics, merged_statistics


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
    """

    def __init__(
        self,
        files: Sequence[PinnedFile],
        columns: Sequence[str] | None = None,
        decoder: Decoder = "auto",
    ) -> None:
        self._table = ParquetTable(files, columns, decoder)
        self._chosen = None if columns is None else tuple(columns)
        shape = self._table.shape
        self.columns = shape.columns
        self.names: tuple[Hashable, ...] = tuple(shape.columns)
        self.attrs = copy.deepcopy(shape.attrs)
        self.partitions = _partitions_of(self._table)
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
            A file, a folder or a list of files.
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

    @once
    def dtypes(self) -> tuple[Any, ...]:
        """What pandas gives each column."""
        return tuple(self._table.dtype(field) for field in self._table.shape.fields)

    @once
    def index(self) -> pd.RangeIndex | IndexColumns:
        """The index: a range, or stored columns that are loaded by the keys given here."""
        shape = self._table.shape
        if shape.index_fields:
            dtypes = tuple(self._table.dtype(field) for field in shape.index_fields)
            return IndexColumns(shape.index_fields, shape.index_names, dtypes)
        if shape.range_index is not None and len(shape.range_index) == self.num_rows:
            return shape.range_index
        return pd.RangeIndex(self.num_rows)

    def statistics(self, name: Hashable) -> Statistics | None:
        """Return what the footers say of a column, and the first row group's dictionary."""
        found = merged_statistics(self.partitions, name)
        few = self._table.few_values(name)
        if few is None:
            return found
        if found is None:
            return Statistics(None, None, distinct=few)
        return replace(found, distinct=few)

    def unsupported(self, name: Hashable) -> str | None:
        """Return why a column can only be read by pandas, None if we can."""
        if name not in self._table.fields:
            return f"a column is named {name!r}, which the file has by another name"
        resolved = self._table.resolve(self._table.fields[name])
        return resolved if isinstance(resolved, str) else None

    def widened(self) -> Iterator[Hashable]:
        """Yield the columns that pandas gives another dtype where no missing value is read."""
        for name in self.names:
            if self._table.column(name).is_widened:
                yield name

    @property
    def fingerprint(self) -> tuple[Any, ...]:
        """Equal for two sources that read the same columns of the same, unchanged files."""
        files = tuple((file.path, file.fingerprint) for file in self._table.files)
        return files, self._chosen, self._table.decoder

    def is_still(self, where: PathLike | Sequence[PathLike]) -> bool:
        """Tell whether ``where`` names the files that were opened, unchanged."""
        try:
            paths = expand(where)
        except (OSError, Unsupported):
            return False
        found = self._table.files
        return len(paths) == len(found) and all(map(PinnedFile.is_at, found, paths))

    def describe(self) -> str:
        """Return one line for explain."""
        files = [file.path for file in self._table.files]
        more = f" and {_counted(len(files) - 1, 'more file')}" if len(files) > 1 else ""
        rows, groups = self.num_rows, len(self.partitions)
        size = f"{_counted(rows, 'row')}, {_counted(groups, 'row group')}"
        return f"parquet {files[0]}{more}: {size}"

    def __repr__(self) -> str:
        return f"<ParquetSource {self.describe()}>"

    def __str__(self) -> str:
        return self.describe()

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self._table.files, self._chosen, self._table.decoder)


def _partitions_of(table: ParquetTable) -> tuple[ParquetPartition, ...]:
    found, start = [], 0
    for number, footer in enumerate(table.footers):
        for group, rows in enumerate(footer.group_rows):
            found.append(ParquetPartition(table, number, group, start, rows))
            start += rows
    return tuple(found)


class ParquetPartition:
    """One row group.

    Attributes
    ----------
    start, rows : int
        The first row's number in the source, and how many rows.
    """

    __slots__ = ("_group", "_number", "_table", "rows", "start")

    def __init__(self, table: ParquetTable, number: int, group: int, start: int, rows: int) -> None:
        self._table = table
        self._number = number
        self._group = group
        self.start = start
        self.rows = rows

    def statistics(self, name: Hashable) -> Statistics | None:
        """Return bounds of a column's values (NaN and nulls apart), None if nothing is known."""
        return self._table.group_statistics(self._number, self._group, name)

    def open(self) -> ParquetReader:
        """Return a reader for one task."""
        return ParquetReader(self._table, self._number, self._group)


class ParquetReader:
    """Reads columns of one row group; used by one thread."""

    __slots__ = ("_chunks", "_group", "_number", "_table")

    def __init__(self, table: ParquetTable, number: int, group: int) -> None:
        self._table = table
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
            chunk = self._table.open_chunk(self._number, self._group, name)
            self._chunks[name] = chunk
        try:
            return chunk.load(start, stop, rows)
        except UndecodableError:
            other = self._table.open_arrow_chunk(self._number, self._group, name)
            self._chunks[name] = other
            return other.load(start, stop, rows)


def _counted(count: int, thing: str) -> str:
    return f"{count:,} {thing}{'' if count == 1 else 's'}"
