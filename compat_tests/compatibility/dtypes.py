"""What a column of each dtype can be in a plan: a key, a filter, a value to aggregate."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import numpy as np
import pandas

from compat_tests.compatibility import samples
from compat_tests.compatibility.evidence import Row
from compat_tests.compatibility.probe import PANDAS, PLANNED, probe

# ``df`` has the column "a" of the dtype, ``other`` a column like it.
ROLES: Final = {
    "kept by filters": "df[m]",
    "compared": "df[s == t]",
    "`isna`": "s.isna()",
    "`isin`": "s.isin([v])",
    "group key": 'df.groupby("a")["n"].sum()',
    "merge key": 'df.merge(other, on="a")',
    "sort key": 'df.iloc[:2].sort_values("a")',
    "`drop_duplicates`": 'df.drop_duplicates("a")',
    "sum by group": 'df.groupby("k")["a"].sum()',
    "max by group": 'df.groupby("k")["a"].max()',
    "index": 'df.set_index("a")[["n"]]',
    "from Parquet": "pd.read_parquet(path)",
}
_SETUP: Final = 's, t, m = df["a"], df["b"], df["m"]'


def dtype_rows(folder: Path) -> list[Row]:
    """Probe every role of every dtype; Parquet files are written to a folder."""
    rows = []
    for number, (name, (dtype, values)) in enumerate(samples.DTYPES.items()):
        row = Row([name])
        certain = samples.pair(dtype, values)
        holed = certain if _is_whole(dtype) else samples.pair(dtype, values, missing=True)
        for role, call in ROLES.items():
            kinds = []
            for label, frame in (("all", certain), ("missing", holed)):
                path = folder / f"{number}-{label}.parquet"
                if "path" in call and not _written(frame, path):
                    kinds.append("error")
                    continue
                outcome = probe(
                    call, _frames(frame), f"{_SETUP}; v = {_constant(values)}; path = {str(path)!r}"
                )
                kinds.append(outcome.kind)
                if outcome.kind == PANDAS:
                    row.reasons[f"{call}"] = outcome.reason
            row.cells[role] = _said(*kinds)
        rows.append(row)
    return rows


def _said(certain: str, holed: str) -> str:
    if certain != PLANNED:
        return "pandas" if certain == PANDAS else "error"
    return "no missing" if holed == PANDAS else "yes"


def _is_whole(dtype: Any) -> bool:
    return isinstance(dtype, str) and (
        dtype == "bool" or (dtype[0] in "iu" and dtype in np.sctypeDict)
    )


def _constant(values: list[Any]) -> str:
    value = values[1]
    if isinstance(value, pandas.Interval):
        return f"pd.Interval({value.left}, {value.right})"
    if isinstance(value, str) and value[:2] == "20":
        return f"pd.Timestamp({value!r})"
    return repr(value) if isinstance(value, (str, int, float)) else "None"


def _frames(frame: pandas.DataFrame) -> dict[str, pandas.DataFrame]:
    return {"df": frame, "other": pandas.DataFrame({"a": frame["b"], "w": frame["n"] * 2})}


def _written(frame: pandas.DataFrame, path: Path) -> bool:
    """Write a file; tell whether the dtype can be written at all."""
    try:
        frame[["a"]].to_parquet(path)
    except (TypeError, ValueError, NotImplementedError):
        return False
    return True
