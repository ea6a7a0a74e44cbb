"""Where results may differ from pandas: all of it. ``docs/compatibility.md`` prints this list."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Deviation:
    """One way in which a result may differ, and what holds instead.

    Attributes
    ----------
    title, text : str
        What differs, and why.
    example : str
        A call on a frame ``df`` with the columns ``a`` and ``b``, both of numbers with ties.
    instead : str
        What to call in plain pandas to get the same as accel gives.
    tolerance : float
        How far numbers may be apart, relatively.
    """

    title: str
    text: str
    example: str
    instead: str
    tolerance: float = 0.0


DEVIATIONS: Final = (
    Deviation(
        "Ties under an unstable sort come in the order the rows had",
        "pandas leaves their order to NumPy's quicksort, which differs between processors. What "
        '`kind="stable"` gives in pandas, accel gives always. So it is with 0.0 and -0.0, which '
        "are equal: of those that are least, greatest or in the middle, accel gives the first.",
        'df.sort_values("a")',
        'df.sort_values("a", kind="stable")',
    ),
    Deviation(
        "Sums of floats may differ in the last bits",
        "Another order of summing rounds differently. accel's order is fixed by the data: the "
        "result is the same on every run, for any number of threads. So it is with powers, which "
        "NumPy rounds otherwise where the numbers do not lie one after the other.",
        'df["b"].sum()',
        'df["b"].sum()',
        tolerance=1e-14,
    ),
    Deviation(
        "The levels of a MultiIndex hold no labels that no row has",
        "pandas keeps those of rows that were dropped since the index was made, until "
        "`remove_unused_levels`. The labels of the rows are the same.",
        'df.assign(c=1).set_index(["a", "b"]).head(3).index.levels[0].sort_values()',
        'df.assign(c=1).set_index(["a", "b"]).head(3)'
        ".index.remove_unused_levels().levels[0].sort_values()",
    ),
    Deviation(
        "Memory usage of strings is that of the buffers the engine made",
        "A column of strings without missing values has no bitmap of them in accel; in pandas that "
        "depends on the calls it went through: an eighth of a byte a row.",
        'df["a"].astype(str).sort_values().memory_usage(index=False)',
        'df["a"].astype(str).sort_values().memory_usage(index=False)',
        tolerance=0.05,
    ),
)
