"""What other processes are asked to do: functions that can be imported there."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas

import accel.pandas
from accel.frame.core import plain
from accel.settings import options


def table(pd: Any, rows: int = 5_000) -> Any:
    """Return a frame in memory."""
    numbers = np.arange(rows)
    words = np.array(["a", "bb", None, "cé"], object)
    return pd.DataFrame({"k": numbers % 7, "x": numbers / 3, "w": words[numbers % 4]})


def derived(pd: Any, frame: Any) -> Any:
    """Return a frame that is computed of another: a join, a filter, a sort, texts, groups."""
    sums = frame.groupby("k", as_index=False)["x"].sum()
    joined = frame.merge(sums, on="k", suffixes=("", "_all"))
    joined = joined[joined["w"].str.upper() != "BB"]
    return joined.sort_values(["w", "x"], ascending=[True, False])


EXPECTED = derived(pandas, table(pandas))


def assert_expected(result: Any) -> None:
    """Assert that a result is what pandas gives."""
    if type(result) is not pandas.DataFrame:
        result = plain(result)
    pandas.testing.assert_frame_equal(result, EXPECTED, rtol=1e-12)


def derive(frame: Any) -> Any:
    """Plan and return a lazy frame, from a frame that came by pickle."""
    options.min_rows = 0
    return derived(accel.pandas, accel.pandas.DataFrame(frame))


def check(frame: Any) -> int:
    """Check a derived frame that came by pickle, or was here before."""
    assert_expected(frame)
    return len(frame)
