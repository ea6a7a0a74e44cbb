"""Counts over a left join, against pandas."""

import numpy as np
import pandas
import pytest

import accel
import accel.pandas as pd

KEYS = np.random.default_rng(5).integers(0, 40, 3000)


@pytest.mark.parametrize("left", [np.arange(60), np.repeat(np.arange(60), 2), np.arange(5)])
@pytest.mark.parametrize("right", [KEYS, KEYS[:0], np.where(KEYS > 30, np.nan, KEYS)])
@pytest.mark.parametrize("how", ["left", "inner", "right"])
def test_counts(left, right, how):
    def counts(module):
        buyers = module.DataFrame({"k": left, "g": left % 7})
        orders = module.DataFrame({"of": right, "x": np.arange(len(right)) / 2})
        placed = buyers.merge(orders, how=how, left_on="k", right_on="of")
        return (
            placed.groupby("k")["x"].count(),
            placed.groupby(["g", "k"], as_index=False).agg(n=("x", "count"), m=("of", "count")),
        )

    one, both = (pandas.DataFrame(made) for made in counts(pd))
    if left.dtype == right.dtype:  # else pandas joins
        assert not accel.explain_fallbacks()
    other_one, other_both = counts(pandas)
    pandas.testing.assert_frame_equal(one, pandas.DataFrame(other_one))
    pandas.testing.assert_frame_equal(both, other_both)


@pytest.mark.parametrize("values", [[1.0, 2.5], [1.0, np.nan]])
def test_floats_become_integers_in_pandas_alone(values):
    try:
        expected = pandas.Series(values).astype("int64")
    except pandas.errors.IntCastingNaNError as error:
        with pytest.raises(type(error)):
            pandas.Series(pd.Series(values).astype("int64"))
    else:
        result = pandas.Series(pd.Series(values).astype("int64"))
        pandas.testing.assert_series_equal(result, expected)
