"""The files behind a source: what their columns are, and each column of each row group."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import Any, Literal

from accel.execute.interning import Interner
from accel.execute.parquet.arrow import ArrowChunk
from accel.execute.parquet.chunk import OWN_CODECS, ChunkDecoder, UndecodableError
from accel.execute.parquet.dictionary import dictionary_size
from accel.execute.parquet.files import PinnedFile
from accel.execute.parquet.footer import Leaf, read_footer
from accel.execute.parquet.schema import Shape, StoredColumn, column_of, is_text, shape_of
from accel.plan.errors import Unsupported
from accel.plan.source import Statistics

Decoder = Literal["auto", "arrow"]


class ParquetTable:
    """Files of one schema, read column by column.

    Parameters
    ----------
    files
        The files, in row order.
    columns
        Only these, in this order; None for all.
    decoder
        "arrow" leaves all decoding to pyarrow.

    Attributes
    ----------
    files : tuple of PinnedFile
    footers : list of Footer
    shape : Shape
    fields : dict
        Each column's field by its label, each index level's field by itself.
    decoder : {"auto", "arrow"}
    """

    def __init__(
        self, files: Sequence[PinnedFile], columns: Sequence[str] | None, decoder: Decoder
    ) -> None:
        self.files = tuple(files)
        self.decoder = decoder
        self.footers = [read_footer(file) for file in files]
        self.shape = shape_of(self.footers[0], columns)
        self.fields = _fields_by_label(self.shape)
        self._columns: dict[str, StoredColumn | str] = {}
        self._opened: dict[tuple[int, Hashable], Any] = {}
        self._dictionaries: dict[str, Interner] = {}

    def dtype(self, field: str) -> Any:
        """Return what pandas gives a field."""
        resolved = self.resolve(field)
        return self.shape.dtypes[field] if isinstance(resolved, str) else resolved.dtype

    def resolve(self, field: str) -> StoredColumn | str:
        """Return how a field is read, or why only pandas can read it."""
        found = self._columns.get(field)
        if found is None:
            found = self._columns[field] = self._look_up(field)
        return found

    def _look_up(self, field: str) -> StoredColumn | str:
        first = self.footers[0]
        kind = first.schema.field(field).type
        nulls: int | None = 0
        for footer in self.footers:
            if field not in footer.leaves:
                return f"column {field!r} of {first.path} is missing in {footer.path}"
            other = footer.schema.field(field).type
            if other != kind and not (is_text(other) and is_text(kind)):
                return f"column {field!r} is {kind} in {first.path} but {other} in {footer.path}"
            count = footer.null_count(footer.leaves[field])
            nulls = None if nulls is None or count is None else nulls + count
        return column_of(field, kind, self.shape.dtypes[field], nulls)

    def column(self, name: Hashable) -> StoredColumn:
        """Return how a column is read.

        Raises
        ------
        Unsupported
            If only pandas can.
        """
        resolved = self.resolve(self.fields[name])
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
        file, footer = self.files[number], self.footers[number]
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
            leaf = self.footers[number].leaves[column.field]
            conversion = column.conversion(leaf) if self.decoder == "auto" else None
            known = column, leaf, conversion, self.shared_dictionary(column)
            self._opened[number, name] = known
        return known

    def open_arrow_chunk(self, number: int, group: int, name: Hashable) -> ArrowChunk:
        """Open the same for pyarrow to read."""
        return ArrowChunk(self.files[number], self.footers[number], self.column(name), group)

    def group_statistics(self, number: int, group: int, name: Hashable) -> Statistics | None:
        """Return what the footer says of a column's values in a row group."""
        column = self.resolve(self.fields[name])
        if isinstance(column, str):
            return None
        footer = self.footers[number]
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

    def few_values(self, name: Hashable) -> int | None:
        """Return about how many values a column has; None if unknown, or if there are many."""
        column = self.resolve(self.fields[name])
        footer = self.footers[0]
        if isinstance(column, str) or not footer.group_rows:
            return None
        leaf = footer.leaves[column.field]
        return dictionary_size(self.files[0], footer.chunk(0, leaf)) if leaf.flat else None


def _fields_by_label(shape: Shape) -> Mapping[Hashable, str]:
    fields: dict[Hashable, str] = dict(zip(shape.columns, shape.fields, strict=True))
    if len(fields) < len(shape.fields):
        raise Unsupported("two columns of one label")
    for field in shape.index_fields:
        if fields.setdefault(field, field) != field:
            raise Unsupported("a column labelled as the field of an index level")
    return fields


def _unsigned(raw: int | None, column: StoredColumn) -> int | None:
    """Return what an unsigned column means by a bound that was read as a signed number."""
    if raw is None or raw >= 0:
        return raw
    return raw + (1 << (64 if column.stored == "uint64" else 32))
