"""What the sinks refuse, so that pandas does it: where values decide the result's dtype."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from accel.execute.aggregate import AggregateSink, AggSpec, KeySpec
from accel.plan.errors import Unsupported
from compat_tests.aggregate.oracle import groups

INT32 = np.dtype("int32")
FRAME = pd.DataFrame({"k": [1, 1, 2], "v": np.array([2**31 - 1, 1, 5], "int32")})


def run(function: str, dtype: str, **options: object) -> pd.DataFrame:
    expected = pd.DataFrame({"0": np.empty(0, dtype)})
    return groups(FRAME, ["k"], [(function, "v")], expected, **options)


def test_sums_beyond_the_dtype():
    assert FRAME.groupby("k")["v"].sum().dtype == "int64"  # where int32 sums are int32
    with pytest.raises(Unsupported, match="sum of int32 beyond its range"):
        run("sum", "int32")
    assert run("sum", "int64")["0"].tolist() == [2**31, 5]


@pytest.mark.parametrize("function", ["sum", "prod"])
def test_too_few_integers(function):
    with pytest.raises(Unsupported, match="below min_count"):
        run(function, "int64", min_count=2)


def test_too_few_for_an_extreme():
    with pytest.raises(Unsupported, match="below min_count"):
        run("min", "int32", min_count=2)


@pytest.mark.parametrize(
    ("function", "dtype"),
    [
        ("sum", "str"),
        ("sum", "datetime64[ns]"),
        ("mean", "datetime64[ns]"),
        ("any", "str"),
        ("min", pd.CategoricalDtype(["a"])),
        ("skew", "float64"),
        ("sum", "object"),
    ],
)
def test_aggregates_there_are_not(function, dtype):
    dtype = pd.api.types.pandas_dtype(dtype)
    with pytest.raises(Unsupported):
        AggregateSink((KeySpec(0, INT32),), (AggSpec(9, function, 1, dtype, dtype),))


def test_keys_there_are_not():
    with pytest.raises(Unsupported, match="object"):
        AggregateSink((KeySpec(0, np.dtype(object)),), ())


def test_no_aggregates_give_the_keys():
    found = groups(FRAME, ["k"], [], pd.DataFrame())
    assert found["k"].tolist() == [1, 2]
