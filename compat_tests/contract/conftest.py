"""How the programs of this folder are run."""

import pandas
import pytest

import accel
from accel.settings import options
from compat_tests.contract.comparing import setting
from compat_tests.frame.conftest import table

_LARGE = 100_003


@pytest.fixture(autouse=True)
def _nothing_fell_back():
    accel.explain_fallbacks(clear=True)


@pytest.fixture(params=["forced", "in pieces", "large"])
def make(request):
    """Return a function that makes a frame of every dtype, for a module of the name ``pd``."""
    if request.param == "large":
        assert options.min_rows <= _LARGE
        yield large
        return
    with setting(request.param):
        yield table


def large(pd):
    """Return a frame that is planned by default; its rows repeat those of ``table``."""
    few = table(pandas)
    many = few.take([k * 5 % len(few) for k in range(_LARGE)]).reset_index(drop=True)
    many["i"] += many.index % 3
    return pd.DataFrame(many)
