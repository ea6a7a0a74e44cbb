"""The index structures: each one, large enough for its parallel and partitioned parts."""

import numpy as np
import pandas as pd
import pytest

from accel.execute.join import index
from accel.execute.join.hashing import HashIndex
from compat_tests.join.oracle import check

ROWS = 300_000  # more than one chunk
PROBES = 1_000


def frames(keys: np.ndarray, probes: np.ndarray) -> tuple[pd.DataFrame, pd.DataFrame]:
    left = pd.DataFrame({"k": probes, "x": np.arange(len(probes))})
    return left, pd.DataFrame({"k": keys, "y": np.arange(len(keys))})


@pytest.mark.parametrize("how", ["inner", "left", "semi", "anti"])
@pytest.mark.parametrize("spread", [1, 50, 10**12])
@pytest.mark.parametrize("order", ["sorted", "shuffled", "repeated", "sorted and repeated"])
def test_large_builds(order, spread, how):
    rng = np.random.default_rng(7)
    keys = np.arange(ROWS)
    if "repeated" in order:
        keys = rng.integers(0, ROWS // 3, ROWS)
    if order == "shuffled":
        rng.shuffle(keys)
    if order == "sorted and repeated":
        keys.sort()
    probes = rng.integers(-100, ROWS + 100, PROBES)
    left, right = frames(keys * spread - 5, probes * spread - 5)
    check(left, right, ["k"], how, size=333)


def test_one_key_in_every_row():
    left, right = frames(np.full(40_000, 10**15), np.array([10**15, 3]))
    check(left, right, ["k"], "inner")


def test_keys_of_one_slot_range():
    """Keys whose hashes crowd in few slots of a table spill into the next ones."""
    words = np.arange(1 << 16, dtype=np.int64) * 2**40 + 3
    table = HashIndex(words)
    first, matched = table.match_one(words)
    assert matched == len(words)
    assert (first == np.arange(len(words))).all()
    assert table.match_one(words + 1)[1] == 0


def test_words_at_the_ends_of_the_range():
    words = np.array([-(2**63), 2**63 - 1, 0, -1])
    built = index.build_index(words)
    built.prepare()
    first, _ = built.match_one(np.array([2**63 - 1, 1, -(2**63), -1, -2]))
    assert first.tolist() == [1, -1, 0, 3, -1]
    narrow = index.build_index(np.array([2**63 - 3, 2**63 - 1]))
    narrow.prepare()
    first, _ = narrow.match_one(np.array([2**63 - 1, -(2**63), 2**63 - 2, 2**63 - 3, 0]))
    assert first.tolist() == [1, -1, -1, 0, -1]


@pytest.mark.parametrize("how", ["inner", "left", "semi", "anti"])
@pytest.mark.parametrize("order", ["by first key", "shuffled", "repeated", "crowded"])
def test_pairs_of_keys(order, how):
    """A dense key with a sparse one: grouped, unless a pair repeats or one key has many rows."""
    rng = np.random.default_rng(11)
    right = pd.DataFrame({"a": np.repeat(np.arange(5_000), 4), "b": rng.integers(0, 10**7, 20_000)})
    if order == "crowded":
        right["a"] = np.where(right["a"] % 3 == 0, 7, right["a"])
    if order in ("shuffled", "crowded"):
        right = right.sample(frac=1, random_state=1, ignore_index=True)
    if order == "repeated":
        right = pd.concat([right, right.iloc[100:120]], ignore_index=True)
    right = right.assign(y=np.arange(len(right)))
    left = right.iloc[::13, :2].assign(x=1)
    left.loc[left.index[::3], "b"] += 1
    left.loc[left.index[::5], "a"] -= 40
    check(left.reset_index(drop=True), right, ["a", "b"], how, size=500)
    check(left.reset_index(drop=True), right, ["b", "a"], how, size=500)
