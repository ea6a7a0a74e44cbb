"""TPC-H tables as Parquet files, in the types that a pandas user's lake holds.

``tpchgen-cli`` writes the specification's types: decimals, dates and string views. pandas
reads decimals and dates as Python objects, one allocation a value, on which ``sum`` is a
Python loop and ``.dt`` does not exist. Nobody keeps analytical data for pandas that way, so
each table is rewritten once: decimals become ``double``, dates ``timestamp[us]`` and string
views ``string``. Row groups, row order and non-nullness stay as they were generated.
Every engine reads these same files.

Run as ``python -m bench.data --sf 0.01``.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from bench.tables import TABLES


def data_home() -> Path:
    """Return the folder that holds one folder a scale factor (``BENCH_DATA`` overrides it)."""
    named = os.environ.get("BENCH_DATA")
    return Path(named) if named else Path(__file__).parent / ".data"


def table_folder(sf: float, home: Path | None = None) -> Path:
    """Return where the tables of a scale factor lie, whether or not they are there yet.

    Examples
    --------
    >>> table_folder(0.01, Path("lake")).as_posix()
    'lake/sf0.01'
    >>> table_folder(1.0, Path("lake")).as_posix()
    'lake/sf1'
    """
    return (home or data_home()) / f"sf{sf:g}"


def ensure(sf: float, home: Path | None = None) -> Path:
    """Generate the tables of scale factor ``sf`` unless they are there; return their folder.

    The folder appears complete or not at all: everything is made in a temporary folder
    beside it, which is then renamed. Two processes may do this at once; one of them wins.
    """
    folder = table_folder(sf, home)
    if folder.is_dir():
        return folder
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".making-") as temporary:
        raw, ready = Path(temporary, "raw"), Path(temporary, "ready")
        ready.mkdir()
        _generate(sf, raw)
        for table in TABLES:
            rewrite(raw / f"{table}.parquet", ready / f"{table}.parquet")
            (raw / f"{table}.parquet").unlink()
        try:
            ready.rename(folder)
        except OSError:
            if not folder.is_dir():
                raise
    return folder


def _generate(sf: float, folder: Path) -> None:
    beside = Path(sys.executable).parent / "tpchgen-cli"
    program = str(beside) if beside.exists() else shutil.which("tpchgen-cli")
    if program is None:
        raise SystemExit("tpchgen-cli is not installed: pip install 'accel[bench]'")
    command = [program, "parquet", "--scale-factor", f"{sf:g}", "--output-dir", str(folder)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


def rewrite(source: Path, target: Path) -> None:
    """Copy a Parquet file row group by row group, with the types that pandas handles well."""
    with pq.ParquetFile(source) as file:
        schema = pa.schema([_lake_field(field) for field in file.schema_arrow])
        with pq.ParquetWriter(target, schema, compression="snappy", use_dictionary=True) as out:
            for batch in _row_groups(file):
                columns = [
                    _lake_column(column, field.type)
                    for column, field in zip(batch.columns, schema, strict=True)
                ]
                rows = pa.Table.from_arrays(columns, schema=schema)
                out.write_table(rows, row_group_size=max(1, len(rows)))


def _row_groups(file: pq.ParquetFile) -> Iterator[pa.Table]:
    for number in range(file.num_row_groups):
        yield file.read_row_group(number)


def _lake_field(field: pa.Field) -> pa.Field:
    kind = field.type
    if pa.types.is_decimal(kind):
        kind = pa.float64()
    elif pa.types.is_date(kind):
        kind = pa.timestamp("us")
    elif pa.types.is_string_view(kind):
        kind = pa.string()
    return pa.field(field.name, kind, nullable=field.nullable)


def _lake_column(column: pa.ChunkedArray, kind: pa.DataType) -> pa.ChunkedArray:
    if pa.types.is_decimal(column.type):
        # Arrow's own cast multiplies by 10**-scale, which makes 0.07 into 0.07000000000000001.
        # The exact integer divided by a power of ten is the double nearest to the decimal.
        scale = column.type.scale
        power = pa.scalar(10**scale, pa.decimal128(scale + 1, 0))
        whole = pc.multiply(column, power).cast(pa.int64())
        return pc.divide(whole.cast(kind), float(10**scale))
    return column.cast(kind)


def main(arguments: list[str] | None = None) -> None:
    """Generate the tables named on the command line and print their folder."""
    parser = argparse.ArgumentParser(prog="python -m bench.data", description="TPC-H as Parquet")
    parser.add_argument("--sf", type=float, default=1.0, help="scale factor (1 is about 1 GB)")
    parser.add_argument("--dir", type=Path, default=None, help="folder of the scale factors")
    chosen = parser.parse_args(arguments)
    print(ensure(chosen.sf, chosen.dir))


if __name__ == "__main__":
    main()
