"""Years of times, compared with a constant."""

import operator

import numpy as np
import pandas
import pytest

import accel.pandas as pd

TIMES = ["1969-12-31 23:59:59", "1970-01-01", "NaT", "1999-12-31", "2000-01-01", "2000-07-05"]


@pytest.mark.parametrize("op", ["eq", "ne", "lt", "le", "gt", "ge"])
@pytest.mark.parametrize("unit", ["s", "us", "ns"])
@pytest.mark.parametrize("year", [1970, 2000, 9999])
def test_filters(op, unit, year):
    times = pandas.DataFrame({"t": np.array(TIMES, f"M8[{unit}]"), "k": range(len(TIMES))})
    expected = times[getattr(operator, op)(times["t"].dt.year, year)]
    lazy = pd.DataFrame(times)
    result = lazy[getattr(operator, op)(lazy["t"].dt.year, year)]
    pandas.testing.assert_frame_equal(pandas.DataFrame(result), expected)
