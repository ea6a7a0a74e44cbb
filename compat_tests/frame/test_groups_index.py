"""The levels of the MultiIndex of groups have the order that pandas gives them."""

import pandas
import pytest

from accel.frame.core import plain
from compat_tests.frame.conftest import table


def frame():
    df = table(pandas).assign(c=pandas.Categorical([*"qp", None, *"qpqpq"]))
    return df.sort_values("t", ignore_index=True)


def used(index):
    """Return each level's labels that some row has, in the level's order."""
    pairs = zip(index.levels, index.codes, strict=True)
    return [level[sorted(set(codes) - {-1})] for level, codes in pairs]


STEPS = {
    "alone": lambda groups: groups,
    "sorted": lambda groups: groups.sort_values(kind="stable"),
    "filtered": lambda groups: groups[groups > 1],
    "head": lambda groups: groups.head(4),
    "sorted head": lambda groups: groups.sort_values(ascending=False, kind="stable").head(3),
}


@pytest.mark.parametrize("keys", ["sd", "ds", "cb", "bi", "ic", "isd"])
@pytest.mark.parametrize("sort", [True, False])
@pytest.mark.parametrize("step", STEPS)
def test_levels_are_in_order(keys, sort, step):
    def code(df):
        groups = df.groupby([*keys], sort=sort, dropna=False)["j"].sum()
        return STEPS[step](groups)

    got, expected = plain(code(frame().accel.lazy())), code(frame())
    pandas.testing.assert_series_equal(got, expected)
    for level, same in zip(used(got.index), used(expected.index), strict=True):
        pandas.testing.assert_index_equal(level, same, exact=True)


def test_keys_that_become_columns_and_an_index_again_are_sorted():
    def code(df):
        groups = df.groupby(["s", "d"], sort=False, dropna=False)["j"].sum()
        return groups.reset_index().set_index(["s", "d"])

    got, expected = plain(code(frame().accel.lazy())), code(frame())
    assert [[*codes] for codes in got.index.codes] == [[*codes] for codes in expected.index.codes]
