"""Rules and pipelines change how a plan runs, not what it gives."""

from __future__ import annotations

import random

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accel.execute.local import run as run_pipelines
from accel.frame.realise import to_array
from accel.frame.source import PandasSource
from accel.optimizer.driver import Trace, optimize
from accel.physical.lower import lower
from accel.plan.nodes import Node
from accel.plan.verify import verify
from compat_tests.plan.random_plans import Planner, make_table
from compat_tests.plan.reference import Tables, run

seeds = st.integers(0, 10**9)


def example(seed: int) -> tuple[Node, Tables]:
    """Return a plan, and its tables with columns under the names the sources use."""
    chance = random.Random(seed)
    tables = [make_table(chance, rows) for rows in (12, 7, 0, 4)]
    sources = [PandasSource(t._mgr) for t in tables]
    planner = Planner(chance, sources)
    plan = planner.query() if chance.random() < 0.5 else planner.plan(chance.randrange(1, 7))
    named = [t.set_axis(range(t.shape[1]), axis=1) for t in tables]
    return plan, dict(zip(sources, named, strict=True))


def check(found: pd.DataFrame, plan: Node, tables: Tables) -> None:
    """Compare rows with what the plan as it was made means."""
    expected = run(plan, tables)
    found = found[[f.id for f in plan.schema]]
    pd.testing.assert_frame_equal(found, expected, check_dtype=False, check_index_type=False)


@settings(max_examples=100, deadline=None)
@given(seeds)
def test_rules_keep_the_meaning(seed):
    plan, tables = example(seed)
    verify(plan)
    trace = Trace()
    optimised = optimize(plan, trace)
    for step, changed in trace.steps:
        verify(changed, step)
    check(run(optimised, tables), plan, tables)


@pytest.mark.parametrize("prepare", [optimize, lambda plan: plan], ids=["optimised", "as_is"])
@settings(max_examples=60, deadline=None)
@given(seed=seeds)
def test_pipelines_keep_the_meaning(prepare, seed):
    plan, tables = example(seed)
    batch = run_pipelines(lower(prepare(plan)))
    columns = {f.id: to_array(batch.columns[f.id], f.dtype) for f in plan.schema}
    assert {key: c.dtype for key, c in columns.items()} == {f.id: f.dtype for f in plan.schema}
    check(pd.DataFrame(columns, range(batch.rows)), plan, tables)
