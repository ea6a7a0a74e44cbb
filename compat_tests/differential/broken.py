"""Objects whose parts do not fit together any more."""

from __future__ import annotations

from typing import Any

import pandas


def is_broken(value: Any) -> bool:
    """Tell whether a call left a frame or series behind whose blocks are no rectangle.

    Plain pandas does so where a call fails half way (``df[::2].at[1, "c"] = 0.5``), and where times
    of a time zone take the place of two columns of one name (``df["b"] = df["time"]``). It reads
    and writes past the memory of such an object later: nothing it then does is to be compared.
    """
    if not isinstance(value, (pandas.DataFrame, pandas.Series)):
        return False
    manager = value._mgr
    levels = [axis.codes for axis in manager.axes if isinstance(axis, pandas.MultiIndex)]
    if any(len({*map(len, codes)}) > 1 for codes in levels):
        return True
    if any(block.shape[-1] != len(manager.axes[-1]) for block in manager.blocks):
        return True
    if manager.ndim == 1:
        return False
    if any(block.shape[0] != len(block.mgr_locs) for block in manager.blocks):
        return True
    return sum(len(block.mgr_locs) for block in manager.blocks) != len(manager.items)
