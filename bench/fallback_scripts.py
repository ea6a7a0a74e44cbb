"""Programs made of calls that accel leaves to pandas (choosing a column of a frame apart)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, TypeAlias

import numpy as np
import pandas

Script: TypeAlias = Callable[[Any, dict[str, Any]], Any]

SCRIPTS: Final[dict[str, Script]] = {}


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
    molten = wide.reset_index().melt(id_vars="id", value_name="value")
    table = long.pivot_table(index="other", columns="item", values="value", aggfunc="mean")
    return wide, stacked, molten, table, pd.crosstab(long["item"], long["other"])


@script
def text(pd: Any, t: dict[str, Any]) -> Any:
    s = t["text"]["s"]
    found = s.str.extract(r"([A-Za-z]+)[-_ ]?(\d+)?")
    parts = s.str.split("[-_ ,]", n=1, expand=True, regex=True)
    clean = s.str.replace(r"\W+", "", regex=True).str.title()
    return found, parts, clean, s.str.count("a"), s.str.get_dummies("-").sum()


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
    frame = t["long"].set_index(["id", "item"]).sort_index()
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
    shown = carried.where(carried["volume"] > 100)
    return filled, shown, shown.dropna(thresh=2), price.combine_first(filled), price.cummax()


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
    left = long.drop_duplicates("id", keep="last").set_index("id")
    right = left[["value"]].iloc[::-2].add_suffix("_right")
    joined = left.join(right, how="outer")
    moved = left.reindex(range(5, len(left) + 50))
    one, two = left.align(right, axis=0, join="inner")
    nearest = pd.merge_asof(long[["value"]].sort_values("value"),
                            right.sort_values("value_right"),
                            left_on="value", right_on="value_right")  # fmt: skip
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
    scaled = (frame - frame.mean()) / frame.std()
    logs = np.log1p(frame)
    return scaled.clip(-1, 1), logs.sum(axis=1), frame.T.iloc[:, :50], frame.diff().cumsum()


@script
def many_columns(pd: Any, t: dict[str, Any]) -> Any:
    wide = t["wide"]
    spread = wide.apply(lambda column: column.max() - column.min())
    names = wide.filter(like="c1").rename(columns=str.upper)
    firsts = [wide[name].iat[0] for name in wide]
    return spread, names, firsts, wide.sum(axis=1), wide.idxmax(axis=1), wide.T, wide.to_numpy()


@script
def categories(pd: Any, t: dict[str, Any]) -> Any:
    shop = t["ticks"]["shop"].astype("category")
    renamed = shop.cat.rename_categories(str.upper).cat.add_categories(["NONE"])
    ordered = shop.cat.reorder_categories(["west", "south", "east", "north"], ordered=True)
    by_shop = t["ticks"]["volume"].groupby(ordered, observed=False).apply(lambda s: s.nlargest(3))
    return renamed, ordered.max(), by_shop, pd.get_dummies(shop), shop.cat.codes


@script
def calendar(pd: Any, t: dict[str, Any]) -> Any:
    stamp = t["ticks"].index.to_series().reset_index(drop=True)
    month = stamp.dt.to_period("M")
    label = stamp.head(5000).dt.strftime("%d.%m.%Y")
    later = stamp.head(5000) + pd.offsets.BusinessDay(3)
    parsed = pd.to_datetime(label, format="%d.%m.%Y")
    return month.value_counts(), label, later, parsed, stamp.dt.tz_localize("UTC").dt.floor("h")
