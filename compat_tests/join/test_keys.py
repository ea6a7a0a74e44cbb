"""Keys of two dtypes, keys too wide to pack, and what is refused."""

import numpy as np
import pandas as pd
import pytest

from accel.execute.batch import Batch
from accel.execute.join import BuildSink, ProbeStage, match_keys
from accel.execute.vector import Fixed
from accel.plan.errors import Unsupported
from accel.plan.nodes import Field
from compat_tests.join.oracle import build, check

HOWS = ["inner", "left", "right", "outer", "semi", "anti"]


@pytest.mark.parametrize("how", HOWS)
@pytest.mark.parametrize(
    ("left", "right"),
    [
        (pd.Series([1, 2, 300, -1], dtype="int16"), pd.Series([-1, 300, 2**40], dtype="int64")),
        (pd.Series([1, 2, 4_000_000_000], dtype="uint32"), pd.Series([2, -1], dtype="int32")),
        (pd.Series([1, 2, 2**53 + 1]), pd.Series([2.0, float(2**53), np.nan])),
        (pd.Series([1.0, np.nan, 2.0], dtype="float32"), pd.Series([2.0, np.nan])),
        (
            pd.Series(np.array(["2020-01-01", "NaT", "1900-01-01"], "M8[s]")),
            pd.Series(np.array(["1900-01-01", "2020-01-01", "NaT"], "M8[us]")),
        ),
    ],
    ids=["widths", "signs", "int and float", "floats", "units"],
)
def test_dtypes_of_two_sides(left, right, how):
    check(pd.DataFrame({"k": left}), pd.DataFrame({"k": right, "y": range(len(right))}), ["k"], how)


@pytest.mark.parametrize("how", HOWS)
@pytest.mark.parametrize("count", [2, 3, 4])
def test_keys_too_wide_to_pack(count, how):
    rng = np.random.default_rng(3)
    wide = rng.integers(-(2**62), 2**62, 6)
    names = [f"k{k}" for k in range(count)]
    left = pd.DataFrame({name: rng.choice(wide, 50) for name in names})
    right = pd.DataFrame({name: rng.choice(wide[:4], 30) for name in names})
    check(left, right, names, how)


def test_packings_within_packings(monkeypatch):
    monkeypatch.setattr("accel.execute.join.coder._MOST", 5_000)
    rng = np.random.default_rng(4)
    names = ["a", "b", "c", "d"]
    left = pd.DataFrame({name: rng.integers(0, 12, 300) for name in names})
    right = pd.DataFrame({name: rng.integers(2, 10, 60) * 10**12 for name in names}) // 10**12
    right = pd.concat([right, left.iloc[::7]], ignore_index=True)
    check(left, right, names, "inner")


def categorical(*categories):
    return pd.CategoricalDtype(list(categories))


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (np.dtype("bool"), np.dtype("int64")),
        (np.dtype("int64"), np.dtype("uint64")),
        (np.dtype("int64"), np.dtype("M8[ns]")),
        (np.dtype("m8[s]"), np.dtype("m8[ns]")),
        (np.dtype("M8[ns]"), pd.DatetimeTZDtype("ns", "UTC")),
        (pd.StringDtype(na_value=np.nan), np.dtype("int64")),
        (np.dtype("O"), np.dtype("O")),
        (categorical("a", "b"), categorical("b", "a")),
        (categorical("a", "b"), categorical("a")),
    ],
)
def test_refused_dtypes(left, right):
    with pytest.raises(Unsupported):
        match_keys([(0, left)], [(1, right)])


def test_dates_beyond_the_finer_unit():
    left, right = match_keys([(0, np.dtype("M8[s]"))], [(1, np.dtype("M8[ns]"))])
    table = build([Field(1, right[0].dtype)], [], [])
    stage = ProbeStage(table, "inner", left, [0])
    with pytest.raises(Unsupported):
        stage.apply(Batch(1, {0: Fixed(np.array([2**60]))}))


def test_boolean_without_a_match_is_refused():
    batch = Batch(1, {1: Fixed(np.array([5])), 2: Fixed(np.array([True]))})
    fields = [Field(1, np.dtype("int64")), Field(2, np.dtype("bool"))]
    sink = BuildSink(fields[:1], fields)
    state = sink.start()
    sink.consume(state, batch)
    (key,), _ = match_keys([(0, np.dtype("int64"))], [(1, np.dtype("int64"))])
    stage = ProbeStage(sink.finish([state]), "left", [key], [0], [2])
    with pytest.raises(Unsupported):
        stage.apply(Batch(1, {0: Fixed(np.array([6]))}))
