"""How the programs of this folder are run."""

import pytest


@pytest.fixture
def make(make):
    """Return a function that makes a frame of every dtype; functions of Python are slow."""

    def few(pd):
        df = make(pd)
        return df if len(df) < 100 else df[df.index % 97 < 2]

    return few
