"""Names of the index and of the columns belong to one frame; keys that name two things."""

from __future__ import annotations

import pytest
from frame.conftest import assert_same

import accel.pandas as pd


def _frame() -> pd.DataFrame:
    return pd.DataFrame({"a": [1, 2, 3], "b": [1.0, 2.0, 3.0]}, index=[7, 8, 9])
