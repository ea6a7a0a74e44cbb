"""``python -m accel warmup``: compile what common programs use, once."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TextIO

import numpy as np

from accel.settings import options

_ROWS = 4096


def warmup(progress: TextIO | None = None) -> int:
    """Fill the cache of compiled code by running common calls on small tables.

    Parameters
    ----------
    progress : file, optional
        Where to write a line for every group of calls.

    Returns
    -------
    int
        How many kernels were compiled: 0 where all were found in the cache.

    Examples
    --------
    >>> import accel
    >>> accel.warmup() >= 0  # doctest: +SKIP
    True
    """
    from accel.kernels.kernel import compiled

    before, options.min_rows = options.min_rows, 0
    first = known = len(compiled)
    start = time.perf_counter()
    try:
        with tempfile.TemporaryDirectory(prefix="accel-warmup-") as folder:
            for title, calls in _groups(Path(folder)):
                for call in calls:
                    _compute(call())
                _say(progress, f"{title}: {len(compiled) - known} kernels compiled")
                known = len(compiled)
    finally:
        options.min_rows = before
    seconds = time.perf_counter() - start
    _say(progress, f"{known - first} kernels compiled in {seconds:.1f} s")
    return known - first


def _say(progress: TextIO | None, line: str) -> None:
    if progress is not None:
        progress.write(line + "\n")
        progress.flush()


def _compute(result: Any) -> None:
    if hasattr(result, "accel"):
        len(result.accel.to_pandas())


def _table(seed: int) -> dict[str, Any]:
    """Make columns of the common types; keys that repeat, keys that do not, missing values."""
    chance = np.random.default_rng(seed)
    words = np.array(["a", "bc", "def", "green metal", "special requests", "MAIL"], object)
    number = chance.random(_ROWS) * 1000
    days = np.datetime64("2024-01-01", "us") + chance.integers(0, 900, _ROWS) * np.timedelta64(
        1, "D"
    )
    return {
        "id": chance.permutation(_ROWS),
        "key": np.sort(chance.integers(0, 500, _ROWS)),
        "wide": chance.integers(0, 1 << 40, 100)[chance.integers(0, 100, _ROWS)],
        "number": number,
        "whole": np.floor(number),
        "share": np.where(chance.random(_ROWS) < 0.1, np.nan, chance.random(_ROWS)),
        "word": words[chance.integers(0, len(words), _ROWS)],
        "text": [f"line {k} of {k % 97}" if k % 11 else None for k in chance.permutation(_ROWS)],
        "day": days,
    }


def _groups(folder: Path) -> Iterator[tuple[str, list[Callable[[], Any]]]]:
    """Yield the calls, by what they are about."""
    import pandas

    import accel.pandas as pd

    memory = pd.DataFrame(_table(1))
    for number in (1, 2):
        pandas.DataFrame(_table(number)).to_parquet(folder / f"{number}.parquet")
    yield "Filters and columns", _filters(memory)
    yield "Aggregates", _aggregates(memory)
    yield "Joins", _joins(memory, pd.DataFrame(_table(2)))
    yield "Sorts", _sorts(memory)
    stored, other = (pd.read_parquet(folder / f"{number}.parquet") for number in (1, 2))
    yield "Parquet", [lambda: stored, lambda: stored[stored["number"] < 10][["text", "word"]]]
    yield "Queries on Parquet", [
        *_filters(stored), *_aggregates(stored), *_joins(stored, other), *_sorts(stored)
    ]  # fmt: skip


def _filters(t: Any) -> list[Callable[[], Any]]:
    low, high = np.datetime64("2024-03-01"), np.datetime64("2025-03-01")
    return [
        lambda: t[(t["number"] * 2 > 1) & (t["key"] <= 200) & (t["whole"] >= 3)],
        lambda: t[(t["day"] >= low) & (t["day"] < high) & t["share"].between(0.1, 0.6)],
        lambda: t[(t["id"] < t["key"]) | (t["whole"] == 7) | (t["key"] != 3)],
        lambda: t[t["word"].isin(["a", "bc"]) | t["key"].isin([1, 5, 9]) | t["word"].isna()],
        lambda: t[(t["word"] == "def") | (t["text"] != "line 1 of 1")],
        lambda: t[t["text"].str.contains("5 of") | t["text"].str.startswith("line 1")],
        lambda: t[t["text"].str.endswith("7") & ~t["word"].str.contains("special.*requests")],
        lambda: t.assign(year=t["day"].dt.year, month=t["day"].dt.month, cut=t["text"].str[:6]),
        lambda: t.assign(value=t["number"] * (1 - t["share"]) + t["whole"] / 2 - t["key"]),
        lambda: t.assign(value=t["number"].where(t["word"] == "a", 0.0)),
        lambda: t["share"].fillna(0).round(2),
        lambda: t[(t["id"] == 5) | (t["day"].dt.year == 2024) | t["day"].dt.month.isin([1, 2])],
        lambda: t[(t["day"].dt.year <= 2025) & t["wide"].isin(list(range(0, 1 << 40, 1 << 32)))],
        lambda: t.assign(value=t["day"].dt.year * 1.5 + t["word"].isin(["a"]).astype("f8")),
    ]


def _aggregates(t: Any) -> list[Callable[[], Any]]:
    functions = {
        "total": ("number", "sum"), "mean": ("share", "mean"), "count": ("text", "count"),
        "least": ("number", "min"), "most": ("day", "max"), "size": ("id", "size"),
        "whole": ("key", "sum"), "different": ("id", "nunique"),
    }  # fmt: skip
    by = [
        "word",
        "key",
        "wide",
        "text",
        "day",
        "whole",
        ["word", "key"],
        ["text", "day"],
        ["id", "wide"],
    ]
    return [
        *(lambda keys=keys: t.groupby(keys, as_index=False).agg(**functions) for keys in by),
        lambda: t["number"].sum() + t["share"].mean() + t["key"].sum() + t["number"].max(),
        lambda: t["word"].nunique() + t["key"].nunique(),
        lambda: t["word"].value_counts(),
        lambda: t[["word", "key"]].drop_duplicates(),
    ]


def _joins(t: Any, other: Any) -> list[Callable[[], Any]]:
    unique = other[["id", "number", "word", "text"]]
    keys = [["id"], ["wide"], ["whole"], ["text"], ["day"], ["key", "word"]]
    some = other[other["number"] < 300]
    return [
        lambda: t.merge(unique, left_on="key", right_on="id"),
        lambda: t.merge(unique, left_on="id", right_on="id", how="left"),
        *(lambda on=on: t.merge(some[on].drop_duplicates(), on=on) for on in keys),
        lambda: t.merge(some[["wide", "number"]].head(200), on="wide"),
        lambda: t.merge(some[["key", "number"]].head(200), on="key", how="left"),
        lambda: t.merge(other[["key", "number"]], on="key"),
        lambda: t.merge(other[["key", "word"]], on=["key", "word"], how="left"),
        lambda: some.merge(t[["id", "share"]], on="id").groupby("id")["share_x"].sum(),
        lambda: t.merge(some[["id", "day"]], on="id", how="outer"),
        lambda: t[t["key"].isin(some["id"])],
        lambda: t[~t["wide"].isin(some["wide"])],
    ]


def _sorts(t: Any) -> list[Callable[[], Any]]:
    return [
        lambda: t.sort_values(["text", "number"], ascending=[True, False]),
        lambda: t.sort_values(["word", "day"], ascending=[False, True]),
        lambda: t.sort_values(["number", "key"], ascending=False).head(10),
        lambda: t.sort_values("id"),
        lambda: t.sort_values(["key", "id"], ascending=[False, False]).head(100),
        lambda: t.nlargest(3, "number"),
    ]
