"""The small data set that these tests run on."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench import data


@pytest.fixture(scope="session")
def folder() -> Path:
    """The TPC-H tables at scale factor 0.01, generated on first use."""
    return data.ensure(0.01)
