"""The generated files hold what the generator wrote, in the types that pandas handles well."""

from __future__ import annotations

import datetime
from decimal import Decimal
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from bench import data
from bench.tables import TABLES


def test_every_table_is_there_and_pandas_reads_no_python_objects(folder: Path) -> None:
    for table in TABLES:
        frame = pd.read_parquet(folder / f"{table}.parquet")
        assert len(frame) > 0
        assert "object" not in set(map(str, frame.dtypes))


def test_the_schema_keeps_non_nullness(folder: Path) -> None:
    schema = pq.read_schema(folder / "lineitem.parquet")
    assert schema.field("l_discount") == pa.field("l_discount", pa.float64(), nullable=False)
    assert schema.field("l_shipdate").type == pa.timestamp("us")
    assert schema.field("l_comment").type == pa.string()


def test_rewriting_keeps_row_groups_and_gives_the_nearest_double(tmp_path: Path) -> None:
    cents = list(range(-50, 1000))
    raw = pa.table(
        {
            "price": pa.array([Decimal(cent) / 100 for cent in cents], pa.decimal128(15, 2)),
            "day": pa.array([datetime.date(1995, 3, 15)] * len(cents), pa.date32()),
            "text": pa.array(["so"] * len(cents), pa.string_view()),
        }
    )
    pq.write_table(raw, tmp_path / "raw.parquet", row_group_size=400)
    data.rewrite(tmp_path / "raw.parquet", tmp_path / "lake.parquet")

    frame = pd.read_parquet(tmp_path / "lake.parquet")
    assert frame["price"].tolist() == [float(f"{cent / 100:.2f}") for cent in cents]
    assert set(frame["day"]) == {pd.Timestamp("1995-03-15")}
    assert pq.ParquetFile(tmp_path / "lake.parquet").num_row_groups == 3


def test_nothing_is_left_when_generating_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(source: Path, target: Path) -> None:
        raise OSError("no space left")

    monkeypatch.setattr(data, "rewrite", full)
    with pytest.raises(OSError, match="no space left"):
        data.ensure(0.001, tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_data_that_is_there_is_not_made_again(tmp_path: Path) -> None:
    data.table_folder(3, tmp_path).mkdir(parents=True)
    assert data.ensure(3, tmp_path) == tmp_path / "sf3"
