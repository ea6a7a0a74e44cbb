"""Programs on which pandas and accel were found to disagree once."""

import pytest

from compat_tests.differential.case import Case, Way
from compat_tests.differential.found import FOUND
from compat_tests.differential.run import disagreement

_WAYS = [Way(look="last"), Way(look="first"), Way(look="each"), Way(look="each", morsel=3)]


@pytest.mark.parametrize("way", _WAYS, ids=["last", "first", "each", "small morsels"])
@pytest.mark.parametrize("what", FOUND)
def test_found(what, way, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    statements = tuple(FOUND[what].strip().split("\n"))
    assert disagreement(Case((), statements, way)) is None
