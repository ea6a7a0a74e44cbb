"""The three texts of each query mean the same: SQL on DuckDB is the reference."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench import queries
from bench.compare import difference
from bench.engines import DuckdbEngine, Engine, PandasEngine, PolarsEngine


def opened(kind: type[Engine], folder: Path, in_memory: bool = False) -> Engine:
    engine = kind(folder, in_memory=in_memory, threads=1)
    engine.load()
    engine.open()
    return engine


@pytest.fixture(scope="module")
def duckdb(folder: Path) -> Engine:
    return opened(DuckdbEngine, folder)


@pytest.mark.parametrize("query", queries.NAMES)
@pytest.mark.parametrize("in_memory", [False, True], ids=["parquet", "memory"])
def test_pandas_agrees_with_sql(query: str, in_memory: bool, folder: Path, duckdb: Engine) -> None:
    pandas = opened(PandasEngine, folder, in_memory)
    expected = duckdb.to_pandas(duckdb.run(query))
    assert difference(expected, pandas.run(query), exact=False) is None


@pytest.mark.parametrize("query", queries.NAMES)
def test_polars_agrees_with_sql(query: str, folder: Path, duckdb: Engine) -> None:
    polars = opened(PolarsEngine, folder)
    expected = duckdb.to_pandas(duckdb.run(query))
    actual = polars.to_pandas(polars.run(query))
    assert difference(expected, actual, exact=False) is None


@pytest.mark.parametrize("query", queries.NAMES)
def test_a_query_leaves_the_tables_in_memory_as_they_were(query: str, folder: Path) -> None:
    pandas = opened(PandasEngine, folder, in_memory=True)
    first = pandas.run(query)
    assert difference(first, pandas.run(query), exact=True) is None
