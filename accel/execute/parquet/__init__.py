"""Parquet files: read by our own decoder, or pyarrow where it lacks something; written whole."""

from accel.execute.parquet.source import ParquetPartition, ParquetReader, ParquetSource

__all__ = ["ParquetPartition", "ParquetReader", "ParquetSource"]
