"""Objects whose parts do not fit together any more."""

from __future__ import annotations

from typing import Any

import pandas


def is_broken(value: Any) -> bool:
    """Tell whether a call that failed half way left a frame or series of several lengths behind.

    Plain pandas does so (``df[::2].at[1, "c"] = 0.5``), and reads and writes past the memory of
    such an object later: nothing it then does is to be compared.
    """
    if not isinstance(value, (pandas.DataFrame, pandas.Series)):
        return False
    manager = value._mgr
    levels = [axis.codes for axis in manager.axes if isinstance(axis, pandas.MultiIndex)]
    if any(len({*map(len, codes)}) > 1 for codes in levels):
        return True
    if any(block.shape[-1] != len(manager.axes[-1]) for block in manager.blocks):
        return True
    held = sum(len(block.mgr_locs) for block in manager.blocks)
    return manager.ndim == 2 and held != len(manager.items)
