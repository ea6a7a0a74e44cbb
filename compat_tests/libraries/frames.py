"""The frames that libraries are given: the same data, reached in each of the ways a program has."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, Final

import numpy as np

SMALL: Final = 40
LARGE: Final = 130_000  # 110,000 are left of them, above options.min_rows


@lru_cache
def columns(rows: int) -> dict[str, Any]:
    """Return columns of the dtypes that libraries treat apart."""
    rng = np.random.default_rng(3)
    x = rng.normal(size=rows)
    text = np.array(["lo", "mid", "high"])[rng.integers(0, 3, rows)]
    return {
        "x": x,
        "y": 2.0 * x + rng.normal(size=rows),
        "n": rng.integers(0, 50, rows),
        "m": np.where(rng.random(rows) < 0.1, np.nan, x),
        "g": text.tolist(),
        "h": ["north" if flag else "south" for flag in rng.random(rows) < 0.5],
        "b": rng.random(rows) < 0.5,
        "t": np.datetime64("2024-01-01", "us") + np.arange(rows) * np.timedelta64(3600, "s"),
        "keep": np.arange(rows) % 13 % 6 != 0,
    }


def frame(pd: Any, rows: int, way: str) -> Any:
    """Return a frame that was filtered, so that its index has gaps.

    Parameters
    ----------
    pd : module
        pandas or accel.pandas.
    rows : int
        Rows before the filter.
    way : {"lazy", "shown", "made"}
        Not looked at since it was filtered; shown, hence computed; or made of filtered arrays.
    """
    data = columns(rows)
    if way == "made":
        keep = data["keep"]
        kept = {name: np.asarray(data[name])[keep] for name in data if name != "keep"}
        kept |= {name: kept[name].tolist() for name in "gh"}
        return pd.DataFrame(kept, index=np.flatnonzero(keep))
    whole = pd.DataFrame(data)
    part = whole[whole["keep"]].drop(columns="keep")
    if way == "shown":
        repr(part)
    return part
