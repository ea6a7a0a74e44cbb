"""Sizes the optimizer expects."""

import pytest

from accel.optimizer.estimate import Estimates
from accel.optimizer.keys import unique_on
from accel.plan.examples import ExampleSource, call, col, ids, select, table, where
from accel.plan.nodes import Aggregate, Distinct, Filter, Join, Limit, Sort

ORDERS = table(ExampleSource("orders", 1000, {"o": (1, 4000), "c": (1, 100)}), o=1, c=2)
LINES = table(ExampleSource("lines", 4000, {"l": (1, 4000), "day": (0, 99)}), l=3, day=4)


def rows(node):
    return Estimates().rows(node)


@pytest.mark.parametrize(
    ("node", "expected"),
    [
        (ORDERS, 1000),
        (Limit(ORDERS, 10), 10),
        (Sort(ORDERS, (1,), (True,), limit=7), 7),
        (where(LINES, "eq", "day", 5), 40),
        (where(LINES, "lt", "day", 25), 1011),
        (Aggregate(ORDERS, (2,), ()), 100),
        (Distinct(ORDERS, (2,)), 100),
        (Aggregate(ORDERS, (), ()), 1),
        (Join(LINES, ORDERS, "inner", (3,), (1,)), 4000),
        (Join(LINES, ORDERS, "semi", (3,), (1,)), 4000),
        (Join(LINES, ORDERS, "anti", (3,), (1,)), 400),
    ],
)
def test_rows(node, expected):
    assert rows(node) == pytest.approx(expected, rel=0.05)


def test_an_interval_is_not_two_independent_tests():
    day = col(LINES, "day")
    both = call("and", call("ge", day, 50), call("lt", day, 60))
    assert rows(Filter(LINES, both)) == pytest.approx(400, rel=0.05)


def test_unknown_keys_belong_to_the_smaller_table():
    big, small = table(ExampleSource("b", 500), x=5), table(ExampleSource("s", 20), y=6)
    assert rows(Join(big, small, "inner", (5,), (6,))) == 500


def test_unique_columns():
    groups = Aggregate(ORDERS, (2,), ())
    assert unique_on(groups, [2])
    renamed = select(groups, k=(9, col(groups, "c")))
    assert unique_on(renamed, [9])
    assert not unique_on(ORDERS, [1])
    joined = Join(LINES, renamed, "inner", ids(LINES, "day"), (9,))
    assert not unique_on(joined, [9])


def test_a_key_has_no_more_values_than_what_it_was_joined_to():
    nations = table(ExampleSource("nations", 25), n=5)
    sellers = table(ExampleSource("sellers", 1000), s=6)
    buyers = table(ExampleSource("buyers", 10_000), b=7)
    at_home = Join(sellers, nations, "inner", (6,), (5,))
    assert rows(Join(buyers, at_home, "inner", (7,), (6,))) == 10_000 * 1000 / 25
