"""Every kind of join on every kind of key, against pandas.merge."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accel.execute.expression.texts import text_of
from accel.execute.vector import Dictionary
from compat_tests.join.oracle import check

HOWS = ["inner", "left", "right", "outer", "semi", "anti"]
STAMPS = np.array(["2020-01-01", "1960-05-05", "NaT", "2020-01-02T03", "1999-12-31"], "M8[us]")
POOLS = {
    "dense": pd.Series([0, 1, 2, 3, 4], dtype="int64"),
    "sparse": pd.Series([0, 2**62, -(2**62), 7**20, -1], dtype="int64"),
    "int8": pd.Series([-128, 0, 127, 1, 2], dtype="int8"),
    "uint64": pd.Series([0, 2**64 - 1, 2**63, 1, 2], dtype="uint64"),
    "bool": pd.Series([True, False]),
    "float": pd.Series([0.0, -0.0, np.nan, 1.5, -np.inf]),
    "float32": pd.Series([0.0, -0.0, np.nan, 1.5, 3e38], dtype="float32"),
    "datetime": pd.Series(STAMPS),
    "timedelta": pd.Series(STAMPS - STAMPS[0]),
    "category": pd.Series(["b", "a", None, "c", "b"], dtype="category"),
    "text": pd.Series(["", "a", None, "ab", "a\0", "ünï", "longer than eight bytes"], dtype="str"),
}


@st.composite
def sides(draw, names):
    """Two frames whose key columns are drawn from the pools of these names."""
    frames = []
    for value in ("x", "y"):
        rows = draw(st.integers(0, 40))
        frame = pd.DataFrame(index=range(rows))
        for k, name in enumerate(names):
            pool = POOLS[name]
            top = draw(st.integers(0, len(pool) - 1))
            picks = draw(st.lists(st.integers(0, top), min_size=rows, max_size=rows))
            frame[f"k{k}"] = pool.iloc[picks].array
        frame[value] = np.arange(rows)
        frames.append(frame)
    return frames


@pytest.mark.parametrize("how", HOWS)
@pytest.mark.parametrize("name", POOLS)
@settings(max_examples=12, deadline=None)
@given(st.data())
def test_one_key(name, how, data):
    left, right = data.draw(sides([name]))
    if name == "bool" and how in ("left", "right", "outer"):
        left["k0"], right["k0"] = left["k0"].astype("int8"), right["k0"].astype("int8")
    check(left, right, ["k0"], how, size=data.draw(st.integers(1, 9)))


@pytest.mark.parametrize("how", HOWS)
@settings(max_examples=40, deadline=None)
@given(st.data())
def test_several_keys(how, data):
    names = data.draw(
        st.lists(st.sampled_from([n for n in POOLS if n != "bool"]), min_size=2, max_size=3)
    )
    left, right = data.draw(sides(names))
    check(left, right, [f"k{k}" for k in range(len(names))], how)


@pytest.mark.parametrize("how", ["inner", "left"])
@settings(max_examples=20, deadline=None)
@given(st.data())
def test_left_side_built(how, data):
    """Streaming the right side past a table of the left: sorting by build row restores order."""
    left, right = data.draw(sides([data.draw(st.sampled_from([n for n in POOLS if n != "bool"]))]))
    check(left, right, ["k0"], how, build_left=True)


@pytest.mark.parametrize("how", HOWS)
@pytest.mark.parametrize("coded", ["both alike", "apart", "left", "right"])
def test_dictionary_strings(coded, how):
    left = pd.DataFrame({"k0": pd.Series(["a", "b", None, "z", "b", "é"], dtype="str")})
    right = pd.DataFrame({"k0": pd.Series(["b", None, "é", "q", "b"], dtype="str"), "y": range(5)})
    whole = Dictionary(text_of(["z", "q", "é", "b", "a", "never"]))
    other = Dictionary(text_of(["b", "q", "é"]))
    pairs = {
        "both alike": (whole, whole),
        "apart": (whole, other),
        "left": (whole, None),
        "right": (None, other),
    }
    check(left, right, ["k0"], how, dictionaries=pairs[coded], size=3)
