"""All 22 queries on accel: pandas' results to the letter, and nothing handed to pandas."""

from __future__ import annotations

from pathlib import Path

import pytest

import accel
from bench import queries
from bench.compare import difference
from bench.engines import AccelEngine, Engine, PandasEngine


@pytest.fixture(autouse=True)
def forced(monkeypatch: pytest.MonkeyPatch) -> None:
    """Run plans whatever the size, as ACCEL_MIN_ROWS=0 does."""
    monkeypatch.setattr(accel.options, "min_rows", 0)


def opened(kind: type[Engine], folder: Path, in_memory: bool) -> Engine:
    engine = kind(folder, in_memory=in_memory, threads=2)
    engine.load()
    engine.open()
    return engine


@pytest.mark.parametrize("query", queries.NAMES)
@pytest.mark.parametrize("in_memory", [False, True], ids=["parquet", "memory"])
def test_a_query_gives_what_pandas_gives_without_it(
    query: str, in_memory: bool, folder: Path
) -> None:
    pandas, ours = (opened(kind, folder, in_memory) for kind in (PandasEngine, AccelEngine))
    ours.fallbacks()  # forget what earlier tests left
    actual = ours.run(query)
    assert ours.fallbacks() == []
    assert difference(pandas.run(query), actual, exact=True) is None
