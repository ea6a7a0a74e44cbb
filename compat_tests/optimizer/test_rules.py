"""Each rule's plans before and after, as text."""

import pytest

from accel.optimizer.driver import RULES
from compat_tests.optimizer.cases import CASES
from compat_tests.optimizer.golden import FOLDER, text_of


@pytest.mark.parametrize("rule", CASES)
def test_golden(rule):
    assert text_of(rule) == (FOLDER / f"{rule}.txt").read_text()


def test_every_rule_has_cases():
    assert {rule.__name__ for stage in RULES for rule in stage.rules} == set(CASES)
