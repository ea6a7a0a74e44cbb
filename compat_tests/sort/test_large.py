"""Inputs large enough for partitions, long ties and pruning."""

import numpy as np
import pandas as pd
import pytest

from accel.execute.expression.texts import text_of
from accel.execute.sort import argsort_words, text_ranks
from compat_tests.sort.oracle import check

ROWS = 40_000
RNG = np.random.default_rng(5)
COLUMNS = {
    "float": RNG.normal(size=ROWS) * 10.0 ** RNG.integers(-20, 20, ROWS),
    "wide": RNG.integers(-(2**63), 2**63 - 1, ROWS),
    "narrow": RNG.integers(0, 50, ROWS),
    "rising": np.arange(ROWS),
    "falling": np.arange(ROWS)[::-1].copy(),
    "outlier": np.append(RNG.integers(0, 1000, ROWS - 1), 2**62),
    "constant": np.ones(ROWS),
}


@pytest.mark.parametrize("limit", [None, 10, 9_000])
@pytest.mark.parametrize("ascending", [True, False])
@pytest.mark.parametrize("name", COLUMNS)
def test_numbers(name, ascending, limit):
    check(pd.DataFrame({name: COLUMNS[name]}), [name], [ascending], limit=limit, size=5_000)


@pytest.mark.parametrize("keys", [["wide", "float"], ["narrow", "constant", "falling", "wide"]])
def test_several_keys_too_wide_to_pack(keys):
    frame = pd.DataFrame({name: COLUMNS[name] for name in keys})
    check(frame, keys, [k % 2 == 0 for k in range(len(keys))], size=5_000)


@pytest.mark.parametrize(
    "strings",
    [
        [f"Customer#{k:09d}" for k in RNG.integers(0, ROWS, 5_000)],
        ["x" * int(k) for k in RNG.integers(0, 40, 5_000)],
        ["same"] * 2_000 + ["same\0" * int(k % 3) for k in range(2_000)],
        [f"{'prefix' * int(k % 2)}{k % 7}{'tail' * int(k % 3)}" for k in range(5_000)],
    ],
    ids=["numbered", "lengths", "zeros", "mixed"],
)
def test_ranks_of_strings(strings):
    ranks, count = text_ranks(text_of(strings))
    distinct = sorted(set(strings), key=str.encode)
    number = {value: k for k, value in enumerate(distinct)}
    assert count == len(distinct)
    assert ranks.tolist() == [number[value] for value in strings]


@pytest.mark.parametrize("outliers", [[2**62], [-(2**62)], [2**62, -(2**62)], [2**40] * 300_000])
def test_most_words_in_one_part(outliers):
    words = np.append(RNG.integers(0, 10**6, 300_000), outliers)
    order = argsort_words(words ^ np.int64(-(2**63)))
    assert (order == np.argsort(words, kind="stable")).all()


def test_missing_strings_have_no_rank():
    ranks, count = text_ranks(text_of([None, "b", None, "a"]))
    assert (ranks.tolist(), count) == ([-1, 1, -1, 0], 2)
    assert text_ranks(text_of([]))[1] == 0


def test_words_are_unsigned():
    words = np.array([2**63, 1, 2**64 - 1, 0, 1], np.uint64).view(np.int64)
    assert argsort_words(words).tolist() == [3, 1, 4, 0, 2]
