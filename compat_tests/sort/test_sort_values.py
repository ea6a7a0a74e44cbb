"""Orders by every dtype and by several keys, whole and cut, against DataFrame.sort_values."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from compat_tests.sort.oracle import check

STAMPS = np.array(["2020-01-01", "1960-05-05", "NaT", "2262-01-01", "1677-12-31"], "M8[us]")
TEXTS = [
    "",
    "a",
    None,
    "ab",
    "a\0",
    "a\0\0",
    "ünï",
    "z" * 20,
    "z" * 20 + "a",
    "z" * 19,
    "\U0001f600",
]
POOLS = {
    "int64": pd.Series([0, -1, 2**63 - 1, -(2**63), 7]),
    "int8": pd.Series([-128, 127, 0, 3, -3], dtype="int8"),
    "uint64": pd.Series([0, 2**64 - 1, 2**63, 5], dtype="uint64"),
    "uint16": pd.Series([0, 2**16 - 1, 7], dtype="uint16"),
    "bool": pd.Series([True, False]),
    "float": pd.Series([0.0, -0.0, np.nan, 1.5, -1.5, np.inf, -np.inf, 5e-324]),
    "float32": pd.Series([0.0, -0.0, np.nan, 1.5, -np.inf], dtype="float32"),
    "datetime": pd.Series(STAMPS),
    "timedelta": pd.Series(STAMPS - STAMPS[0]),
    "category": pd.Series(pd.Categorical(["b", "a", None, "c"], categories=["c", "a", "b"])),
    "text": pd.Series(TEXTS, dtype="str"),
}


@st.composite
def frames(draw, names):
    """A frame whose columns are drawn from the pools of these names."""
    rows = draw(st.integers(0, 60))
    columns = {}
    for name in names:
        picks = draw(st.lists(st.integers(0, len(POOLS[name]) - 1), min_size=rows, max_size=rows))
        columns[name] = POOLS[name].iloc[picks].array
    return pd.DataFrame(columns, index=range(rows))


@pytest.mark.parametrize("na_position", ["first", "last"])
@pytest.mark.parametrize("ascending", [True, False])
@pytest.mark.parametrize("name", POOLS)
@settings(max_examples=10, deadline=None)
@given(st.data())
def test_one_key(name, ascending, na_position, data):
    frame = data.draw(frames([name]))
    limit = data.draw(st.sampled_from([None, 0, 1, 5, 70]))
    coded = data.draw(st.booleans())
    check(frame, [name], [ascending], na_position, limit=limit, coded=coded)


@pytest.mark.parametrize("na_position", ["first", "last"])
@settings(max_examples=60, deadline=None)
@given(st.data())
def test_several_keys(na_position, data):
    names = data.draw(st.lists(st.sampled_from(list(POOLS)), min_size=2, max_size=4, unique=True))
    frame = data.draw(frames(names))
    ascending = data.draw(st.lists(st.booleans(), min_size=len(names), max_size=len(names)))
    limit = data.draw(st.sampled_from([None, 1, 5]))
    check(frame, names, ascending, na_position, limit=limit, coded=data.draw(st.booleans()))
