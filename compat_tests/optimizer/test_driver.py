"""Stages, traces, fixpoints."""

import pytest

from accel.optimizer.driver import Stage, Trace, optimize, run_stage
from accel.plan.errors import PlanError
from accel.plan.examples import ids, select, table, where
from accel.plan.nodes import Join, Limit, Node
from accel.plan.rewrite import bottom_up


def test_columns_keep_their_order():
    t, u = table("t", a=1, b=2), table("u", x=3)
    plan = Join(t, u, "right", ids(t, "a"), ids(u, "x"))
    assert [f.id for f in optimize(plan).schema] == [1, 2, 3]


def test_trace_names_the_rules_that_changed_the_plan():
    trace = Trace()
    optimize(where(table("t", a=1), "gt", "a", 5), trace)
    assert [name for name, _ in trace.steps] == ["rewrite.push_filters"]


def test_a_stage_can_be_stopped_at():
    plan = where(table("t", a=1), "gt", "a", 5)
    assert optimize(plan, Trace(stop_after="expand")) == plan
    assert optimize(plan, Trace(stop_after="rewrite")) != plan


def test_an_optimised_plan_stays():
    t = table("t", a=1, b=2)
    plan = optimize(select(where(t, "gt", "a", 5), "b"))
    assert optimize(plan) == plan


def test_rules_that_undo_each_other():
    def grow(node: Node) -> Node:
        return bottom_up(node, lambda n: Limit(n.input, 2) if n == first else n)

    def shrink(node: Node) -> Node:
        return bottom_up(node, lambda n: Limit(n.input, 1) if n == Limit(t, 3) else n)

    def turn(node: Node) -> Node:
        return bottom_up(node, lambda n: Limit(n.input, 3) if n == Limit(t, 2) else n)

    t = table("t", a=1)
    first = Limit(t, 1)
    with pytest.raises(PlanError, match=r"run in circles:\nLimit"):
        run_stage(first, Stage("round", (shrink, grow, turn)))


def test_a_stage_that_breaks_the_plan_is_named(monkeypatch):
    def drop_a_column(node: Node) -> Node:
        return node.copy(input=table("u", c=9))

    monkeypatch.setattr("accel.optimizer.driver.RULES", (Stage("broken", (drop_a_column,), False),))
    with pytest.raises(PlanError, match="broken"):
        optimize(select(table("t", a=1, b=2), "b"), verified=True)
