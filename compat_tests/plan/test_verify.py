"""What a plan must not be."""

import pytest

from accel.plan.errors import PlanError
from accel.plan.examples import FLOAT, INT, call, col, ids, lit, table, where
from accel.plan.expr import Column
from accel.plan.nodes import Concat, Field, Filter, Join, Project, Sort
from accel.plan.verify import verify

T = table("t", a=1, b=2)
U = table("u", x=3, y=(4, FLOAT))


@pytest.mark.parametrize(
    ("plan", "problem"),
    [
        (Filter(T, call("gt", Column(INT, 9, "c"), 5)), "c#9 is not there"),
        (Filter(U, call("gt", Column(INT, 4, "y"), 5)), "y#4 is read as int64 and is float64"),
        (Filter(T, col(T, "a")), "the predicate is int64, not bool"),
        (Project(T, ((Field(5, FLOAT, "c"), lit(1)),)), "c#5 is float64, its expression int64"),
        (Project(T, ((Field(5, INT), lit(1)), (Field(5, INT), lit(2)))), "occurs twice"),
        (Join(T, T, "inner", (1,), (1,)), "both sides have the columns"),
        (Join(T, U, "inner", (1,), (9,)), "#9 is not there"),
        (Join(T, U, "inner", (), ()), "or there are none"),
        (Sort(T, (1, 2), (True,)), "differ in number"),
        (Concat((T,), (Field(5, INT),), ((1, 2),)), "not one column for each field"),
    ],
)
def test_problems(plan, problem):
    with pytest.raises(PlanError, match=problem):
        verify(plan)


def test_the_message_shows_the_plan_and_what_made_it():
    plan = Sort(where(T, "gt", "a", 5), (9,), (True,))
    text = "bad plan after swap: #9 is not there, in Sort #9\nSort #9\n  Filter a#1 > 5\n    Scan t"
    with pytest.raises(PlanError) as caught:
        verify(plan, after="swap")
    assert str(caught.value).startswith(text)


def test_good_plans_pass():
    verify(Join(where(T, "gt", "a", 5), U, "left", ids(T, "a"), ids(U, "x"), ((3, FLOAT),)))
