"""A run checks every result, and a wrong one has no time."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest

from bench import __main__ as command
from bench import report
from bench.answers import Answers
from bench.records import Measurement, Report, Section
from bench.runner import Plan, Run


@pytest.fixture
def lake(folder: Path, tmp_path: Path) -> Path:
    """The tables in a folder of this test's own, so that no kept answers are in the way."""
    copy = tmp_path / "sf0.01"
    copy.mkdir()
    for file in folder.glob("*.parquet"):
        (copy / file.name).symlink_to(file)
    return copy


def test_the_command_writes_text_json_and_plot(lake: Path, tmp_path: Path) -> None:
    out = tmp_path / "results"
    line = f"--sf 0.01 --dir {lake.parent} --out {out} --engines pandas,duckdb --queries 6,14"
    assert command.main([*line.split(), "--mode", "parquet", "--repeat", "2"]) == 0

    told = json.loads((out / "tpch-sf0.01.json").read_text())
    assert [section["state"] for section in told["sections"]] == ["cold", "warm"]
    warm = {(one["query"], one["engine"]): one for one in told["sections"][1]["measurements"]}
    assert len(warm["q06", "duckdb"]["seconds"]) == 2
    assert len(warm["q06", "pandas"]["seconds"]) == 1
    assert "total" in (out / "tpch-sf0.01.txt").read_text()
    assert (out / "tpch-sf0.01.png").stat().st_size > 1000


def test_a_wrong_result_has_no_time(lake: Path) -> None:
    wrong = lake / "wrong.pkl"
    pd.DataFrame({"revenue": [1.0]}).to_pickle(wrong)
    Answers(lake).keep("q06", wrong)

    section = Run(Plan(lake, ["duckdb"], ["q06", "q14"], threads=1), "parquet", "warm").go()
    assert section.get("q06", "duckdb").best is None
    assert "revenue" in str(section.get("q06", "duckdb").failure)
    assert section.get("q14", "duckdb").best is not None
    assert section.total("duckdb") is None
    assert "FAILED q06 duckdb" in report.section_text(section)


def test_a_fallback_fails_the_run() -> None:
    fallen = Measurement("q01", "accel", [1.0], fallbacks=["line 3: rolling"])
    section = Section("parquet", "warm", measurements=[fallen])
    told = Report(1.0, 2, 1, "pandas", sections=[section])
    assert report.failed(told)
    assert "FALLBACK q01 accel: line 3: rolling" in report.as_text(told)
