"""How the programs of this folder are run."""

import pandas
import pytest

import accel
from compat_tests.contract.comparing import large, setting
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
