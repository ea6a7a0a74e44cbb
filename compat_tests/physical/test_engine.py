"""Who runs a plan."""

import pytest

from accel.physical.engine import choose_engine
from accel.plan.examples import table
from accel.settings import options

PLAN = table("t", a=1)


@pytest.fixture
def engine():
    before = options.engine
    yield lambda name: setattr(options, "engine", name)
    options.engine = before


def test_plans_run_here_unless_told_otherwise(engine):
    engine("auto")
    assert choose_engine(PLAN) == ("local", "1,000 rows read on this machine's threads")


def test_an_engine_can_be_asked_for(engine):
    engine("pandas")
    assert choose_engine(PLAN) == ("pandas", "asked for by options.engine='pandas'")


def test_ray_is_not_there_yet(engine):
    engine("ray")
    with pytest.raises(NotImplementedError, match="ray"):
        choose_engine(PLAN)
