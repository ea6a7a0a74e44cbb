"""What is computed once: plans of later frames read what earlier ones left."""

import numpy as np
import pandas
import pytest

import accel.execute.local as local
import accel.pandas as pd
from accel.physical.pipeline import ProbeStage, ResultSource


@pytest.fixture
def plans(monkeypatch):
    """Return the physical plans that ran, in a list that grows."""
    ran = []
    run = local.run

    def watched(plan, *others):
        ran.append(plan)
        return run(plan, *others)

    monkeypatch.setattr(local, "run", watched)
    return ran


def tables():
    left = pd.DataFrame({"k": np.arange(1000) % 50, "x": np.arange(1000) / 8})
    right = pd.DataFrame({"k": np.arange(50), "y": np.arange(50) % 7})
    return left, right


def probes(plans):
    return sum(
        isinstance(s, ProbeStage) for plan in plans for p in plan.pipelines for s in p.stages
    )


def test_a_scalar_leaves_its_frame_to_later_plans(plans):
    def above_mean():
        left, right = tables()
        joined = left.merge(right, on="k")
        means = joined.groupby("y")["x"].mean()
        return means[means > joined["x"].mean()]

    result = pandas.Series(above_mean())
    assert probes(plans) == 1
    left, right = (pandas.DataFrame(t) for t in tables())
    joined = left.merge(right, on="k")
    means = joined.groupby("y")["x"].mean()
    pandas.testing.assert_series_equal(result, means[means > joined["x"].mean()])


def test_a_default_index_that_nobody_asked_for_is_not_computed(plans):
    left, right = tables()
    joined = left.merge(right, on="k")
    chosen = joined[joined["x"] < 100]["x"]
    assert chosen.sum() == np.arange(800).sum() / 8
    counted = [
        p for plan in plans for p in plan.pipelines
        if isinstance(p.source, ResultSource) and p.source.row_id is not None
    ]  # fmt: skip
    assert not counted
    assert list(chosen.index) == list(range(800))
