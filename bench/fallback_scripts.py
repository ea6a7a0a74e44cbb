"""Programs made of calls that accel leaves to pandas, and some that mix these with planned ones.

In ``SCRIPTS`` nothing is planned but the choice of columns and of what to group; ``MIXED`` bounce.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, TypeAlias

import numpy as np
import pandas

Script: TypeAlias = Callable[[Any, dict[str, Any]], Any]

SCRIPTS: Final[dict[str, Script]] = {}
MIXED: Final[dict[str, Script]] = {}
CHOICES: Final = frozenset(
    ["DataFrame.__getitem__", "DataFrame.groupby", "DataFrameGroupBy.__getitem__"]
)


def tables(rows: int) -> dict[str, pandas.DataFrame]:
    """Return the plain frames that the scripts read, of about so many rows each."""
    rng = np.random.default_rng(rows)
    times = pandas.date_range("2024-01-01", periods=rows, freq="min", unit="us", name="time")
    holes = rng.random(rows) < 0.1
    ticks = pandas.DataFrame(
        {
            "price": np.where(holes, np.nan, 100 + rng.standard_normal(rows).cumsum()),
            "volume": rng.integers(1, 1000, rows),
            "shop": rng.choice(["north", "south", "east", "west"], rows),
        },
        index=times,
    )
    words = np.array(["alpha-12", "beta 7", "gamma_103", "delta", "Epsilon x9", "zeta,1,2"])
    text = pandas.DataFrame({"s": words[rng.integers(0, 6, rows)], "n": np.arange(rows)})
    text.loc[holes, "s"] = np.nan
    objects = pandas.DataFrame(
        {
            "list": pandas.Series([[i % 3, i % 7] for i in range(rows)], dtype=object),
            "mixed": pandas.Series([i if i % 2 else str(i) for i in range(rows)], dtype=object),
            "x": rng.random(rows),
        }
    )
    nullable = pandas.DataFrame(
        {
            "i": pandas.array(np.where(holes, 0, rng.integers(0, 50, rows)), dtype="Int64"),
            "f": pandas.array(rng.random(rows), dtype="Float64"),
            "b": pandas.array(rng.random(rows) < 0.5, dtype="boolean"),
        }
    )
    nullable.loc[holes, "i"] = pandas.NA
    long = pandas.DataFrame(
        {
            "id": np.repeat(np.arange(rows // 4 + 1), 4)[:rows],
            "item": np.tile(["a", "b", "c", "d"], rows // 4 + 1)[:rows],
            "value": rng.random(rows),
            "other": rng.integers(0, 100, rows),
        }
    )
    columns = {f"c{i}": rng.random(max(rows // 100, 50)) for i in range(500)}
    return {
        "ticks": ticks,
        "text": text,
        "objects": objects,
        "nullable": nullable,
        "long": long,
        "wide": pandas.DataFrame(columns),
        "tall": pandas.DataFrame(rng.random((rows, 20)), columns=[f"x{i}" for i in range(20)]),
    }


def script(function: Script) -> Script:
    """Add a function to the scripts, by its name."""
    SCRIPTS[function.__name__] = function
    return function


def mixed(function: Script) -> Script:
    """Add a function to the mixed scripts, by its name."""
    MIXED[function.__name__] = function
    return function


@script
def time_series(pd: Any, t: dict[str, Any]) -> Any:
    ticks = t["ticks"]
    hourly = ticks["price"].resample("h").ohlc()
    daily = ticks[["price", "volume"]].resample("D").agg({"price": "last", "volume": "sum"})
    local = ticks.tz_localize("UTC").tz_convert("Europe/Berlin")
    busy = local.between_time("09:00", "17:30")
    return hourly, daily, busy["volume"].resample("W").max(), ticks.shift(freq="1h").asfreq("5min")


@script
def windows(pd: Any, t: dict[str, Any]) -> Any:
    price = t["ticks"]["price"]
    frame = pd.DataFrame(
        {
            "mean": price.rolling(30, min_periods=1).mean(),
            "std": price.rolling("1h").std(),
            "ewm": price.ewm(span=20).mean(),
            "top": price.expanding().max(),
        }
    )
    frame["change"] = price.pct_change()
    frame["lag"] = price.shift(3)
    frame["step"] = price.diff()
    return frame, t["ticks"].groupby("shop")["volume"].rolling(5).sum()


@script
def reshaping(pd: Any, t: dict[str, Any]) -> Any:
    long = t["long"]
    wide = long.pivot(index="id", columns="item", values="value")
    stacked = wide.stack()
    molten = wide.melt(value_name="value", ignore_index=False)
    table = long.pivot_table(index="other", columns="item", values="value", aggfunc="mean")
    return wide, stacked, molten, table, pd.crosstab(long["item"], long["other"])


@script
def text(pd: Any, t: dict[str, Any]) -> Any:
    s = t["text"]["s"]
    found = s.str.extract(r"([A-Za-z]+)[-_ ]?(\d+)?")
    parts = s.str.split("[-_ ,]", n=1, expand=True, regex=True)
    clean = s.str.replace(r"\W+", "", regex=True).str.title()
    return found, parts, clean, s.str.count("a"), s.str.get_dummies("-")


@script
def objects(pd: Any, t: dict[str, Any]) -> Any:
    frame = t["objects"]
    flat = frame.explode("list")
    kind = frame["mixed"].apply(lambda value: type(value).__name__)
    size = frame["list"].apply(sum)
    return flat, kind, size, frame.head(500).apply(lambda row: row["x"] + row["list"][0], axis=1)


@script
def nullable(pd: Any, t: dict[str, Any]) -> Any:
    frame = t["nullable"]
    whole = frame["i"].fillna(0).astype("Int32")
    share = frame["f"] / (frame["i"] + 1)
    both = frame["b"] & (frame["i"] > 10)
    return whole, share, both, frame.groupby("i", dropna=False)["f"].agg(["mean", "size"])


@script
def multi_index(pd: Any, t: dict[str, Any]) -> Any:
    frame = t["long"].set_index(["id", "item"], append=True).droplevel(0)
    totals = frame.groupby(level="item").transform("cumsum")
    picked = frame.xs("b", level="item")
    swapped = frame.swaplevel().sort_index(level=0)
    return totals, picked, swapped.loc["c"], frame["value"].unstack("item"), frame.loc[(1, "a")]


@script
def ranks(pd: Any, t: dict[str, Any]) -> Any:
    long = t["long"]
    within = long.groupby("id")["value"]
    long["rank"] = within.rank()
    long["before"] = within.shift()
    long["share"] = long["value"].rank(pct=True)
    long["band"] = pd.cut(long["other"], [-1, 10, 50, 100], labels=["low", "mid", "high"])
    long["decile"] = pd.qcut(long["value"], 10, labels=False)
    return long, long["value"].quantile([0.1, 0.5, 0.9]), long.describe()


@script
def gaps(pd: Any, t: dict[str, Any]) -> Any:
    price = t["ticks"]["price"]
    filled = price.interpolate().bfill()
    carried = t["ticks"].ffill(limit=2)
    shown = carried["price"].where(carried["volume"].to_numpy() > 100)
    return filled, shown, carried.dropna(thresh=2), price.combine_first(filled), price.cummax()


@script
def statistics(pd: Any, t: dict[str, Any]) -> Any:
    tall = t["tall"]
    return tall.corr(), tall.cov(), tall.quantile([0.25, 0.75]), tall.skew(), tall.rank()


@script
def cells(pd: Any, t: dict[str, Any]) -> Any:
    frame = t["text"]
    records = frame.head(2000).to_dict("records")
    total = sum(row["n"] for _, row in frame.iloc[:300].iterrows())
    longest = max(len(row.s) for row in frame.itertuples() if isinstance(row.s, str))
    single = [frame.at[i, "n"] + frame.iloc[i, 1] + frame.loc[i, "n"] for i in range(0, 400, 2)]
    return records, total, longest, single, frame["n"].to_dict()


@script
def alignment(pd: Any, t: dict[str, Any]) -> Any:
    long = t["long"]
    left = long.iloc[3::4].set_axis(long["id"].to_numpy()[3::4], axis=0)
    right = left[["value"]].iloc[::-2].add_suffix("_right")
    joined = left.join(right, how="outer")
    moved = left.reindex(range(5, len(left) + 50))
    one, two = left.align(right, axis=0, join="inner")
    nearest = pd.merge_asof(long[["id", "other"]], left[["item"]].rename_axis("id"), on="id")
    return joined, moved, one, two, nearest, left["value"].add(right["value_right"], fill_value=0)


@script
def in_place(pd: Any, t: dict[str, Any]) -> Any:
    frame = t["tall"]
    for i in range(10):
        frame[f"x{i}"] = frame[f"x{i}"].to_numpy() * 2
        frame.loc[frame["x0"].to_numpy() > 1.5, f"x{i + 10}"] = 0.0
        frame.iloc[i, 3] = np.nan
    frame.fillna(0.5, inplace=True)
    frame.replace(0.0, 1.0, inplace=True)
    frame.index.name = "row"
    return frame


@script
def elements(pd: Any, t: dict[str, Any]) -> Any:
    frame = t["tall"]
    logs = np.log1p(frame.to_numpy())
    rows = frame.agg(["min", "max"], axis=1)
    return frame.clip(0.2, 0.8), logs, rows, frame.T.iloc[:, :50], frame.diff().cumsum()


@script
def many_columns(pd: Any, t: dict[str, Any]) -> Any:
    wide = t["wide"]
    spread = wide.apply(lambda column: np.ptp(column.to_numpy()))
    names = wide.filter(like="c1").rename(columns=str.upper)
    firsts = [wide[name].iat[0] for name in wide]
    return spread, names, firsts, wide.sum(axis=1), wide.idxmax(axis=1), wide.T, wide.to_numpy()


@script
def categories(pd: Any, t: dict[str, Any]) -> Any:
    shop = t["ticks"]["shop"].astype("category")
    renamed = shop.cat.rename_categories(str.upper).cat.add_categories(["NONE"])
    ordered = shop.cat.reorder_categories(["west", "south", "east", "north"], ordered=True)
    by_shop = t["ticks"]["volume"].groupby(ordered, observed=False).apply(lambda s: s.iloc[:3])
    return renamed, ordered.max(), by_shop, pd.get_dummies(shop), shop.cat.codes


@script
def calendar(pd: Any, t: dict[str, Any]) -> Any:
    stamp = t["ticks"].index.to_series().reset_index(drop=True)
    month = stamp.dt.to_period("M")
    label = stamp.head(5000).dt.strftime("%d.%m.%Y")
    later = stamp.head(5000) + pd.offsets.BusinessDay(3)
    parsed = pd.to_datetime(label, format="%d.%m.%Y")
    return month.value_counts(), label, later, parsed, stamp.dt.tz_localize("UTC").dt.floor("h")


@mixed
def cleaning(pd: Any, t: dict[str, Any]) -> Any:
    frame = t["text"]
    frame["kind"] = frame["s"].str.extract(r"([A-Za-z]+)", expand=False)
    frame["kind"] = frame["kind"].str.lower().fillna("none")
    kept = frame[frame["kind"] != "delta"]
    counts = kept.groupby("kind", as_index=False)["n"].sum()
    parts = kept["s"].str.split("-", expand=True)
    return counts, parts, kept["kind"].str.get_dummies()


@mixed
def features(pd: Any, t: dict[str, Any]) -> Any:
    frame = t["ticks"]
    for span in (5, 15, 60):
        frame[f"mean{span}"] = frame["price"].rolling(span).mean()
        frame[f"gap{span}"] = frame["price"] - frame[f"mean{span}"]
    frame["signal"] = (frame["gap5"] > 0) & (frame["gap60"] < 0)
    hourly = frame.resample("h")["gap15"].mean()
    return frame.dropna(), hourly, frame[frame["signal"]].groupby("shop")["volume"].mean()


@mixed
def filtering(pd: Any, t: dict[str, Any]) -> Any:
    frame = t["long"]
    found = []
    for item in ("a", "b", "c", "d"):
        chosen = frame[frame["item"] == item]
        found.append(chosen["value"].rank().mean() + chosen["other"].quantile(0.9))
    best = frame.sort_values("value").groupby("item").tail(3)
    return found, best, frame.drop_duplicates("other").pivot(columns="item", values="value")


@mixed
def frames_and_cells(pd: Any, t: dict[str, Any]) -> Any:
    frame = t["tall"]
    scaled = (frame - frame.mean()) / frame.std()
    scaled["sum"] = scaled["x0"] + scaled["x1"] * 2
    scaled.loc[scaled["sum"] > 1, "x2"] = 0.0
    return scaled.sum(axis=1), scaled.T.iloc[:, :50], scaled.corr(), scaled.to_numpy()
