"""Key columns as integers, and several in one word."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accel.execute.keys import NAT, Span, key_column, kind_of, measure, restore
from accel.execute.packing import Packing
from accel.execute.vector import Fixed
from accel.plan.errors import Unsupported


@pytest.mark.parametrize(
    "values",
    [
        np.array([3, -1, 2, 3], "int8"),
        np.array([True, False]),
        np.array([2**64 - 1, 0, 2**63, 2**63 - 1], "uint64"),
        np.array([0.5, -np.inf, np.inf, -2.5, 1e-300, -1e-300, 0.0]),
        np.array([0.5, -2.5], "float32"),
    ],
)
def test_ordinals_are_in_value_order_and_reversible(values):
    kind = kind_of(values.dtype)
    column = key_column(Fixed(values), kind)
    assert np.argsort(column.ordinals).tolist() == np.argsort(values).tolist()
    back = restore(column.ordinals.astype(np.int64), kind, values.dtype, None)
    assert back.data.dtype == values.dtype
    assert back.data.tolist() == values.tolist()


def test_zeros_are_equal_and_nan_is_missing():
    column = key_column(Fixed(np.array([0.0, -0.0, np.nan, -np.nan])), "float")
    assert column.ordinals[0] == column.ordinals[1]
    assert column.is_missing().tolist() == [False, False, True, True]
    assert column.span.missing


@pytest.mark.parametrize("dtype", ["object", "complex128", "Int64", "float16"])
def test_other_dtypes_are_left_to_pandas(dtype):
    with pytest.raises(Unsupported, match=dtype):
        kind_of(pd.api.types.pandas_dtype(dtype))


def test_span_of_sorted_values_needs_no_search():
    values = np.array([NAT, 5, 9])
    assert key_column(Fixed(values), "time", alone=True).span == measure(values, NAT)
    alone = key_column(Fixed(values[1:]), "time", alone=True)
    assert alone.ascending
    assert (alone.span.low, alone.span.high, alone.span.missing) == (5, 9, False)


def test_words_too_wide():
    wide = Span(-(2**62), 2**62, -1)
    assert Packing.plan([wide, Span(0, 1, 1)]) is None
    assert Packing.plan([Span(0, 2**40 << 20, 2**40 << 20), Span(0, 7, 7)]) is not None


keys = st.lists(st.sampled_from([NAT, -(2**24), -3, 0, 1, 2**20, 3 * 2**20]), max_size=30)


@settings(deadline=None)
@given(keys, keys)
def test_packed_words_are_ordered_and_reversible(first, second):
    rows = min(len(first), len(second))
    if rows == 0:
        return
    data = [np.array(v[:rows]) for v in (first, second)]
    columns = [key_column(Fixed(d), "time") for d in data]
    packing = Packing.plan([c.span for c in columns])
    words = packing.pack(columns)
    assert (words >= 0).all()
    for k in (0, 1):
        assert packing.unpack(words, k, NAT).tolist() == data[k].tolist()
    missing_last = [np.where(d == NAT, 2**62, d) for d in data]
    assert np.argsort(words, kind="stable").tolist() == np.lexsort(missing_last[::-1]).tolist()


@settings(deadline=None)
@given(keys, keys)
def test_spans_join(first, second):
    a, b = (measure(np.array(v, np.int64), NAT) for v in (first, second))
    both = measure(np.array(first + second, np.int64), NAT)
    joined = a | b
    assert (joined.low, joined.high, joined.missing) == (both.low, both.high, both.missing)
    # the bits that vary may be told more than once, but not forgotten
    assert joined.varying & both.varying == both.varying
