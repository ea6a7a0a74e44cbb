"""Read a whole source back as a pandas frame, to compare it with what pandas reads."""

import ctypes

import numpy as np
import pandas as pd

from accel.execute.parquet import IndexColumns, ParquetSource
from accel.execute.vector import Fixed, as_text


def strings(vector) -> list[str | None]:
    text = as_text(vector)
    pairs = zip(text.starts.tolist(), text.lengths.tolist(), strict=True)
    return [None if size < 0 else ctypes.string_at(at, size).decode() for at, size in pairs]


def values(vector, dtype):
    """One vector as a pandas array of the dtype."""
    if isinstance(vector, Fixed):
        data = vector.data
        return data.view(dtype) if np.dtype(dtype).kind in "mM" else data
    return pd.array(strings(vector), dtype=dtype)


def read_column(source: ParquetSource, name, dtype, step: int):
    """A whole column, read in slices of ``step`` rows."""
    parts = []
    for partition in source.partitions:
        reader = partition.open()
        for start in range(0, partition.rows, step):
            stop = min(partition.rows, start + step)
            parts.append(pd.Series(values(reader.load(name, start, stop), dtype), dtype=dtype))
    return pd.concat(parts) if parts else pd.Series([], dtype=dtype)


def read_frame(source: ParquetSource, step: int = 1 << 16) -> pd.DataFrame:
    columns = {
        k: read_column(source, name, dtype, step).array
        for k, (name, dtype) in enumerate(zip(source.names, source.dtypes, strict=True))
    }
    index = source.index
    if isinstance(index, IndexColumns):
        levels = [
            pd.Index(read_column(source, key, dtype, step).array, name=name)
            for key, name, dtype in zip(index.keys, index.names, index.dtypes, strict=True)
        ]
        index = levels[0] if len(levels) == 1 else pd.MultiIndex.from_arrays(levels)
    frame = pd.DataFrame(columns, index=index)
    frame.columns = source.columns
    frame.attrs = source.attrs
    return frame
