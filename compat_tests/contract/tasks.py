"""What threads do to frames that they share: functions of a pandas module and a ``Shared``."""

from __future__ import annotations

import io
import pickle
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas

SIZES = {"tiny": 60, "mid": 6_000, "large": 150_000}


@dataclass
class Shared:
    """Frames that many threads use at once.

    Attributes
    ----------
    pd : module
        The pandas they are of.
    path : Path
        The same rows as ``frame``, as Parquet.
    frame, other : DataFrame
        In memory.
    filtered, joined, grouped : DataFrame
        Derived of them, and read by no thread yet.
    text : Series
        Derived, too.
    """

    pd: Any
    path: Path
    frame: Any
    other: Any
    filtered: Any
    joined: Any
    grouped: Any
    text: Any


def below_fifty(frame: Any) -> Any:
    """Return rows without ``query``, in which pandas changes the filters of all threads."""
    return frame[frame["y"] < 50]


def columns(rows: int) -> dict[str, Any]:
    """Return columns of the common types, with missing values and repeated keys."""
    chance = np.random.default_rng(rows)
    words = np.array(["ant", "bee", "cat", "dog", "é", ""], object)
    ticks = np.array([f"v {k}" for k in range(40)] + [None], object)
    return {
        "key": chance.integers(0, max(rows // 20, 3), rows),
        "small": chance.integers(-5, 5, rows).astype(np.int32),
        "id": chance.permutation(rows),
        "x": np.where(chance.random(rows) < 0.1, np.nan, chance.normal(size=rows)),
        "y": np.round(chance.random(rows) * 100, 2),
        "flag": chance.random(rows) < 0.4,
        "word": words[chance.integers(0, len(words), rows)],
        "text": ticks[chance.integers(0, len(ticks), rows)],
        "day": np.datetime64("2024-01-01", "us")
        + chance.integers(0, 900, rows) * np.timedelta64(1, "D"),
    }


def share(pd: Any, size: str, folder: Path) -> Shared:
    """Make frames of a size; those that can be lazy are."""
    rows = SIZES[size]
    path = folder / f"{size}.parquet"
    if not path.exists():
        pandas.DataFrame(columns(rows)).to_parquet(path, row_group_size=max(rows // 3, 1))
    frame = pd.DataFrame(columns(rows))
    other = pd.DataFrame(columns(rows)).drop_duplicates("key")[["key", "y", "word"]]
    filtered = frame[frame["x"] > 0]
    joined = frame.merge(other, on="key", how="left")
    grouped = frame.groupby("key", as_index=False).agg(total=("y", "sum"), most=("id", "max"))
    return Shared(pd, path, frame, other, filtered, joined, grouped, frame["text"].str.upper())


def _own_copy(s: Shared) -> Any:
    own = s.frame.copy()
    own["double"] = own["y"] * 2
    own.loc[own["small"] > 0, "y"] = -1.0
    del own["text"]
    own.insert(1, "first", own["id"] + 1)
    return own[own["double"] > 10]


def _own_child(s: Shared) -> Any:
    child = s.filtered[["key", "x"]]
    child["x"] = child["x"] + 1
    return child.sort_values(["key", "x"]).reset_index(drop=True)


def _explained(s: Shared) -> Any:
    if hasattr(s.filtered, "accel"):
        assert "Scan" in str(s.joined.accel.explain()) or len(s.joined) >= 0
    return s.grouped


def _to_parquet(s: Shared) -> Any:
    stream = io.BytesIO(s.filtered[["key", "word"]].to_parquet())
    return pandas.read_parquet(stream)


def _udf(s: Shared) -> Any:
    seen: list[int] = []

    def step(value: int) -> int:
        seen.append(value)
        return value * len(seen)

    return s.frame["small"].head(200).apply(step)


def _reading_udf(s: Shared) -> Any:
    return s.frame["small"].head(3).apply(lambda v: v + len(s.filtered) + s.grouped["most"].max())


TASKS: dict[str, Callable[[Shared], Any]] = {
    "filter": lambda s: s.frame[(s.frame["small"] > 1) & s.frame["flag"]],
    "filter a lazy one": lambda s: s.filtered[s.filtered["day"] > "2025-01-01"],
    "realise filtered": lambda s: s.filtered,
    "realise joined": lambda s: s.joined,
    "realise grouped": lambda s: s.grouped,
    "realise text": lambda s: s.text,
    "columns of joined": lambda s: s.joined[["x", "y_y"]],
    "length": lambda s: (len(s.joined), s.filtered.shape, s.grouped.empty),
    "head and tail": lambda s: s.pd.concat([s.joined.head(7), s.joined.tail(3)]),
    "groupby": lambda s: s.frame.groupby(["small", "word"])[["y", "id"]].sum(),
    "groupby mean": lambda s: s.filtered.groupby("word")["x"].mean(),
    "groupby size": lambda s: s.joined.groupby("flag").size(),
    "groupby in pandas": lambda s: s.filtered.groupby("word")["y"].apply(lambda g: g.max()),
    "merge": lambda s: s.filtered.merge(s.other, on=["key", "word"], how="inner"),
    "merge outer": lambda s: s.grouped.merge(s.other, on="key", how="outer"),
    "sort": lambda s: s.filtered.sort_values(["word", "id"], ascending=[False, True]),
    "nlargest": lambda s: s.frame.sort_values("y", ascending=False, kind="stable").head(11),
    "distinct": lambda s: s.frame[["small", "word"]].drop_duplicates(),
    "value counts": lambda s: s.frame["small"].value_counts().sort_index(),
    "upper": lambda s: s.frame["word"].str.upper(),
    "contains": lambda s: s.frame[s.frame["text"].str.contains("1", na=False)],
    "length of text": lambda s: s.text.str.len(),
    "isin": lambda s: s.frame[s.frame["key"].isin(s.grouped["most"])],
    "arithmetic": lambda s: s.frame["x"] * 2 + s.frame["y"] / (s.frame["small"] + 0.5),
    "comparison": lambda s: (s.joined["y_x"] > s.joined["y_y"]).sum(),
    "reductions": lambda s: (s.frame["y"].sum(), s.filtered["x"].max(), s.joined["id"].nunique()),
    "missing": lambda s: s.frame["x"].fillna(0).astype("float32"),
    "dates": lambda s: s.frame["day"].dt.year,
    "own copy": _own_copy,
    "own child": _own_child,
    "assign": lambda s: s.filtered.assign(z=lambda d: d["x"] * d["y"], w="w"),
    "read": lambda s: s.pd.read_parquet(s.path),
    "read some": lambda s: below_fifty(s.pd.read_parquet(s.path, columns=["text", "y"])),
    "read and group": lambda s: s.pd.read_parquet(s.path).groupby("text")["id"].min(),
    "write": _to_parquet,
    "in pandas": lambda s: s.filtered["y"].rolling(3).mean(),
    "pivot": lambda s: s.frame.pivot_table(index="word", columns="flag", values="y", aggfunc="max"),
    "udf": _udf,
    "udf that reads": _reading_udf,
    "udf that compares": lambda s: s.frame["small"].map(lambda v: v > 2),
    "explain": _explained,
    "pickle": lambda s: pickle.loads(pickle.dumps(s.filtered)),
    "repr": lambda s: repr(s.grouped) + repr(s.text),
    "names": lambda s: (list(s.joined.columns), str(s.joined.dtypes.to_dict())),
    "iterate": lambda s: [tuple(row) for row in s.grouped[["key", "most"]].head(5).itertuples()],
    "error": lambda s: _error(lambda: s.joined["none"]),
    "error in a udf": lambda s: _error(lambda: s.frame["small"].apply(lambda v: 1 // 0)),
}


def _error(call: Callable[[], Any]) -> str:
    try:
        call()
    except (KeyError, ZeroDivisionError) as error:
        return f"{type(error).__name__}: {error}"
    return "no error"
