"""The benchmark's programs: equal results, and planned as the benchmark says."""

import pandas
import pytest

import accel.pandas
from accel.frame import tally
from bench.fallback_scripts import CHOICES, MIXED, SCRIPTS, tables
from bench.fallbacks import copied, same, tables_used


@pytest.fixture(scope="module")
def made():
    return tables(600)


def run(name, script, made):
    used = {key: frame for key, frame in made.items() if tables_used(script)(key)}
    expected = script(pandas, copied(pandas, used))
    with tally.counted() as calls:
        got = script(accel.pandas, copied(accel.pandas, used))
    assert same(expected, got)
    return {call.name for call in calls if call.fate == tally.PLANNED}


@pytest.mark.parametrize("name", SCRIPTS)
def test_nothing_is_planned_but_what_to_look_at(name, made):
    assert run(name, SCRIPTS[name], made) <= CHOICES


@pytest.mark.parametrize("name", MIXED)
def test_mixed_programs_go_to_and_fro(name, made):
    assert not run(name, MIXED[name], made) <= CHOICES
