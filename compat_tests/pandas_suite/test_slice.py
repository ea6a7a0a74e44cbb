"""A sample of pandas' own tests, of every module, as a user gets accel and with all planned."""

from pathlib import Path

import pytest

from accel.settings import options
from compat_tests.pandas_suite import differences, sample_run, selection

SHARE = 1  # of the test functions: each with one of its sets of parameters
JOBS = 2


@pytest.fixture(scope="module")
def outcomes():
    """Run the sample."""
    cache = Path(options.cache_dir) / "pandas_suite"
    return sample_run.run(selection.whole_suite(), ["default", "forced"], SHARE, JOBS, cache)


@pytest.mark.parametrize("setting", ["default", "forced"])
def test_pandas_own_tests(outcomes, setting):
    expected, results = outcomes
    found = results[setting]
    comparison = differences.compare(
        setting, expected, found.outcomes, differences.read_known(), found.errors
    )
    assert comparison.total > 15_000
    assert comparison.as_expected, differences.show(comparison, 10)


def test_every_folder_is_covered(outcomes):
    expected, _ = outcomes
    folders = {selection.folder_of(sample_run.module_of(test)) for test in expected}
    assert folders == {selection.folder_of(module) for module in selection.whole_suite()}
