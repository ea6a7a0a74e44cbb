"""Column chunks read by pyarrow: what our decoder lacks, and the oracle in its tests."""

from __future__ import annotations

from typing import Any

import numpy as np

from accel.execute import memory
from accel.execute.parquet.files import PinnedFile, PinnedStream
from accel.execute.parquet.footer import DamagedFileError, Footer
from accel.execute.parquet.schema import StoredColumn
from accel.execute.vector import Array, Fixed, Text, Vector


class ArrowChunk:
    """One column of one row group, read whole at first use."""

    def __init__(self, file: PinnedFile, footer: Footer, column: StoredColumn, group: int) -> None:
        self._file = file
        self._footer = footer
        self._column = column
        self._group = group
        self._vector: Vector | None = None

    def load(self, start: int, stop: int, rows: Array | None) -> Vector:
        """Return rows ``start`` to ``stop``, or of these only ``rows``."""
        if self._vector is None:
            self._vector = self._read()
        part = self._vector.slice(start, stop)
        return part if rows is None else part.take(rows)

    def _read(self) -> Vector:
        import pyarrow as pa
        import pyarrow.parquet as pq

        name = self._column.field
        try:
            opened = pq.ParquetFile(PinnedStream(self._file), metadata=self._footer.metadata)
            table = opened.read_row_group(self._group, columns=[name], use_threads=False)
        except (pa.ArrowException, OSError) as error:
            raise DamagedFileError(
                f"{self._file.path}: column {name!r}, row group {self._group}: {error}"
            ) from error
        self._file.check()
        return to_vector(table.column(name).combine_chunks(), self._column)


def to_vector(array: Any, column: StoredColumn) -> Vector:
    """Turn an Arrow array into a vector of a column."""
    import pyarrow as pa

    if isinstance(array, pa.ChunkedArray):
        array = array.combine_chunks() if array.num_chunks != 1 else array.chunk(0)
    if column.data is None:
        return _to_text(array)
    # Exactly what pandas does with the array, nulls included.
    values = array.to_numpy(zero_copy_only=False)
    if values.dtype.kind in "mM":
        values = values.view(np.int64)
    out = memory.empty(len(values), column.data)
    out[:] = values
    return Fixed(out)


def _to_text(array: Any) -> Text:
    import pyarrow as pa

    array = array.cast(pa.large_string())
    count = len(array)
    _, offsets_buffer, bytes_buffer = array.buffers()
    starts, lengths = memory.empty(count, np.int64), memory.empty(count, np.int32)
    if count:
        offsets = np.frombuffer(offsets_buffer, np.int64)[array.offset : array.offset + count + 1]
        base = bytes_buffer.address if bytes_buffer is not None else 0
        np.add(offsets[:-1], base, out=starts)
        lengths[:] = np.diff(offsets)
        if array.null_count:
            missing = array.is_null().to_numpy(zero_copy_only=False)
            starts[missing] = 0
            lengths[missing] = -1
    return Text(starts, lengths, (array,))
