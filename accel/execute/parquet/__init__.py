"""Parquet files: read by our own decoder, or pyarrow where it lacks something; written whole."""

from accel.execute.parquet.files import ChangedFileError
from accel.execute.parquet.footer import DamagedFileError
from accel.execute.parquet.schema import IndexColumns
from accel.execute.parquet.source import ParquetPartition, ParquetReader, ParquetSource
from accel.execute.parquet.write import write_parquet_atomic

__all__ = [
    "ChangedFileError",
    "DamagedFileError",
    "IndexColumns",
    "ParquetPartition",
    "ParquetReader",
    "ParquetSource",
    "write_parquet_atomic",
]
