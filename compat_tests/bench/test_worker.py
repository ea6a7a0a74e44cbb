"""Workers answer, tell what failed, and survive it."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from bench.client import Worker, WorkerError


def test_a_worker_measures_a_query_and_keeps_its_result(folder: Path, tmp_path: Path) -> None:
    with Worker("pandas", folder, "parquet", threads=1) as worker:
        assert worker.open()["import_s"] > 0
        answer = worker.run("q06", tmp_path / "result.pkl")
    assert answer["wall_s"] > 0
    assert answer["peak_mb"] > 1
    assert list(pd.read_pickle(tmp_path / "result.pkl").columns) == ["revenue"]


def test_a_failing_query_is_told_and_the_worker_goes_on(folder: Path) -> None:
    with Worker("duckdb", folder, "parquet", threads=1) as worker:
        worker.open()
        with pytest.raises(WorkerError, match=r"q99\.sql"):
            worker.run("q99")
        assert worker.run("q06")["wall_s"] > 0


def test_a_worker_that_takes_too_long_is_ended(folder: Path) -> None:
    with Worker("pandas", folder, "parquet", threads=1, timeout=0.01) as worker:
        with pytest.raises(WorkerError, match="ended with status"):
            worker.open()
        assert not worker.alive


def test_a_missing_folder_fails_in_the_query_not_in_the_parent(tmp_path: Path) -> None:
    with Worker("pandas", tmp_path, "parquet", threads=1) as worker:
        worker.open()
        with pytest.raises(WorkerError, match="FileNotFoundError"):
            worker.run("q06")
