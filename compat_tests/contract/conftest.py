"""How the programs of this folder are run."""

import shutil

import pandas
import pytest

import accel
import accel.pandas
from accel.execute.parquet import files
from compat_tests.contract.comparing import compare, large, setting
from compat_tests.contract.file_changes import ROWS, example
from compat_tests.frame.conftest import table


@pytest.fixture(autouse=True)
def _nothing_fell_back():
    accel.explain_fallbacks(clear=True)


@pytest.fixture(params=["in pieces", "of a file", "large"])
def make(request, tmp_path):
    """Return a function that makes a frame of every dtype, for a module of the name ``pd``."""
    if request.param == "large":
        yield large
        return
    with setting(request.param):
        if request.param == "of a file":
            table(pandas).to_parquet(tmp_path / "a.parquet", row_group_size=3)
            yield lambda pd: pd.read_parquet(tmp_path / "a.parquet")
        else:
            yield table


@pytest.fixture
def make_small():
    """Return a function that makes a small frame, for a module of the name ``pd``."""
    with setting("in pieces"):
        yield table


@pytest.fixture(params=["in pieces", "as it comes"])
def read_and(request, tmp_path, monkeypatch):
    """Return a function that compares programs that start with a file in an empty folder."""
    rows = ROWS[request.param]

    def check(program):
        def start(pd):
            folder = tmp_path / ("ours" if pd is accel.pandas else "theirs")
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir()
            monkeypatch.chdir(folder)
            example(rows).to_parquet("a.parquet", row_group_size=rows // 3)
            yield from program(pd, rows)

        compare(start)

    if request.param != "small":
        monkeypatch.setattr(files, "_SMALL", 0)
    if request.param == "as it comes":
        yield check
        return
    with setting(request.param):
        yield check
