"""``pandas.testing`` on our objects beside plain ones."""

import pandas
import pytest

import accel.pandas as pd
from compat_tests.frame.conftest import table


def test_ours_equal_plain_ones():
    for ours, theirs in ((table(pd), table(pandas)), (table(pandas), table(pd))):
        pd.testing.assert_frame_equal(ours, theirs)
        pd.testing.assert_series_equal(ours["i"], theirs["i"])


def test_what_differs_still_does():
    class Mine(pandas.Series):
        pass

    with pytest.raises(AssertionError, match="classes are different"):
        pd.testing.assert_series_equal(table(pd)["i"], Mine(table(pandas)["i"]))
    with pytest.raises(AssertionError, match="values are different"):
        pd.testing.assert_series_equal(table(pd)["i"] + 1, table(pandas)["i"])
