"""What is wrong is said at the call, in pandas' words, and spoils nothing."""

import warnings

import numpy as np
import pytest

from compat_tests.contract.comparing import attempt, compare, large

CALLS = {
    "columns": [
        lambda df: df["nothing"],
        lambda df: df[["i", "nothing"]],
        lambda df: df[["nothing", "none"]],
        lambda df: df[5],
        lambda df: df[("i", "j")],
        lambda df: df[None],
        lambda df: df[[["i"]]],
        lambda df: df[{"i"}],
        lambda df: df.nothing,
        lambda df: df["i"].nothing,
        lambda df: df.loc[:, "nothing"],
        lambda df: df.loc[:, ["i", "nothing"]],
        lambda df: df.loc[:, "i":"nothing"],
        lambda df: df.loc[10**9],
        lambda df: df.loc["a"],
        lambda df: df.iloc[10**9],
        lambda df: df.iloc[:, 99],
        lambda df: df.iloc["a"],
        lambda df: df.iloc[[0, 10**9]],
        lambda df: df.at[0, "nothing"],
        lambda df: df.iat[0, 99],
        lambda df: df.drop(columns="nothing"),
        lambda df: df.drop(columns=["i", "nothing"]),
        lambda df: df.drop(10**9),
        lambda df: df.drop("i"),
        lambda df: df.pop("nothing"),
        lambda df: df.__delitem__("nothing"),
        lambda df: df.insert(0, "i", 1),
        lambda df: df.insert(99, "new", 1),
        lambda df: df.insert("a", "new", 1),
        lambda df: df.rename(columns={"nothing": "x"}, errors="raise"),
        lambda df: df.rename(3),
        lambda df: df.rename(columns=str, axis=1),
        lambda df: df.set_index("nothing"),
        lambda df: df.set_index(["i", "nothing"]),
        lambda df: df.set_index("i", verify_integrity=True),
        lambda df: df.set_index([[1, 2]]),
        lambda df: df.assign(x=lambda d: d["nothing"]),
        lambda df: df.reindex(columns=["i", "i"])["i"]["i"],
        lambda df: df.filter(items=["i"], like="j"),
        lambda df: df.select_dtypes("nothing"),
        lambda df: df.get(["i", "nothing"])["i"],
    ],
    "groups": [
        lambda df: df.groupby("nothing"),
        lambda df: df.groupby(["k", "nothing"]),
        lambda df: df.groupby([]),
        lambda df: df.groupby(),
        lambda df: df.groupby("k")["nothing"],
        lambda df: df.groupby("k")[["i", "nothing"]],
        lambda df: df.groupby("k").nothing,
        lambda df: df.groupby("k")["i"].nothing,
        lambda df: df.groupby("k").agg("nothing"),
        lambda df: df.groupby("k").agg({"nothing": "sum"}),
        lambda df: df.groupby("k").agg({"i": "nothing"}),
        lambda df: df.groupby("k").agg(x=("nothing", "sum")),
        lambda df: df.groupby("k").agg(x=("i", "nothing")),
        lambda df: df.groupby("k").agg(x="i"),
        lambda df: df.groupby("k").agg(),
        lambda df: df.groupby("k")["i"].agg(["sum", "sum"]),
        lambda df: df.groupby("k").sum("a"),
        lambda df: df.groupby("k").sum(nothing=1),
        lambda df: df.groupby("k").mean(),
        lambda df: df.groupby("k")["t"].mean(),
        lambda df: df.groupby("k")["d"].sum(),
        lambda df: df.groupby("k")["t"].std(),
        lambda df: df.groupby("k", nothing=True),
        lambda df: df.groupby("k", axis=1),
        lambda df: df.groupby(df["i"].head(2).to_list()),
        lambda df: df.groupby("k").get_group("nothing"),
        lambda df: df.groupby("k").nth("a"),
        lambda df: df.groupby("k")["i"].quantile(2),
        lambda df: df.groupby("k").transform("nothing"),
        lambda df: df.groupby(level=3),
        lambda df: df.groupby("k", as_index=False)["i"].agg({"a": "sum"}),
        lambda df: df["i"].groupby("nothing"),
        lambda df: df["i"].groupby(df["k"]).agg(x=("i", "sum")),
        lambda df: bool(df.groupby("k")),
        lambda df: df.groupby("k")["i"]["j"],
        lambda df: df.groupby("k") + 1,
    ],
    "operators": [
        lambda df: df["t"] + 1,
        lambda df: df["t"] - df["t"],
        lambda df: df["t"] * df["f"],
        lambda df: df["i"] + "a",
        lambda df: df["i"] > "a",
        lambda df: df["t"] > 1,
        lambda df: df["d"] + 1,
        lambda df: df["d"] + df["d"],
        lambda df: df["d"] > 1,
        lambda df: df["d"] > "garbage",
        lambda df: df["d"] * 2,
        lambda df: -df["t"],
        lambda df: ~df["f"],
        lambda df: ~df["t"],
        lambda df: df["f"] & df["f"],
        lambda df: df["i"] & 1.5,
        lambda df: df["t"] & df["t"],
        lambda df: df["b"] - df["b"],
        lambda df: -df["b"],
        lambda df: df["i"] ** -1,
        lambda df: df["i"] + [1, 2],
        lambda df: df["i"] + np.arange(3),
        lambda df: df["i"] == [1, 2],
        lambda df: df["i"] > np.arange(3),
        lambda df: df["i"] == df["i"].iloc[1:],
        lambda df: df["i"] > df["i"].iloc[::-1],
        lambda df: df[["i"]] == df[["j"]],
        lambda df: df[["i"]] > df[["i"]].head(1),
        lambda df: df > 1,
        lambda df: df + 1,
        lambda df: df["i"] + object(),
        lambda df: df["i"] + None,
        lambda df: df["i"].add("a"),
        lambda df: df["i"].add(1, nothing=2),
        lambda df: df["i"].add(1, axis="nothing"),
        lambda df: abs(df["t"]),
        lambda df: round(df["t"]),
        lambda df: df["d"].round("garbage"),
        lambda df: df["i"] @ df["j"].head(1),
        lambda df: divmod(df["t"], 2),
        lambda df: df["i"] // "a",
        lambda df: np.add(df["t"], 1),
        lambda df: np.log(df["t"]),
    ],
    "truth": [
        lambda df: bool(df),
        lambda df: bool(df["b"]),
        lambda df: df["b"] and df["b"],
        lambda df: not df["b"],
        lambda df: 1 if df["i"] > 1 else 0,
        lambda df: df[df["i"] > 1 and df["i"] < 3],
        lambda df: 0 < df["i"] < 5,
        lambda df: df["i"] in [1, 2],
        lambda df: int(df["i"]),
        lambda df: float(df["f"]),
        lambda df: range(df["i"]),
        lambda df: [1, 2][df["i"]],
        lambda df: hash(df),
        lambda df: hash(df["i"]),
        lambda df: {df["i"]: 1},
        lambda df: len(df["i"].nothing),
        lambda df: iter(5 + df["t"]),
        lambda df: max(df["t"], 3),
        lambda df: df.item(),
        lambda df: df["i"].item(),
    ],
    "masks": [
        lambda df: df[df["i"]],
        lambda df: df[df["f"] * 1.0],
        lambda df: df[[True, False]],
        lambda df: df[np.array([True])],
        lambda df: df[(df["i"] > 1).iloc[2:]],
        lambda df: df[(df["i"] > 1).iloc[::-1]],
        lambda df: df[(df["i"] > 1).head(1)],
        lambda df: df.loc[(df["i"] > 1).head(1)],
        lambda df: df.loc[[True], "i"],
        lambda df: df["i"][(df["i"] > 1).head(1)],
        lambda df: df["i"][[True]],
        lambda df: df[df["i"] > 1][df["j"] > 2],
        lambda df: df["i"].where(5),
        lambda df: df["i"].where(df["i"]),
        lambda df: df["i"].mask(df["t"]),
        lambda df: df["i"].where([True]),
        lambda df: df.iloc[df["i"] > 1],
        lambda df: df.query("nothing > 1"),
        lambda df: df.query("i >"),
        lambda df: df.query("i > @nothing"),
        lambda df: df.eval("i + nothing"),
        lambda df: df[df["s"].str.contains("a", na=None)],
        lambda df: df[df["s"] > "a"].nothing,
    ],
    "dtypes": [
        lambda df: df["f"].astype(int),
        lambda df: df["f"].astype("int32"),
        lambda df: df["t"].astype(int),
        lambda df: df["s"].astype(float),
        lambda df: df["t"].astype("datetime64[ns]"),
        lambda df: df["d"].astype(int),
        lambda df: df["d"].astype(float),
        lambda df: df["i"].astype("nothing"),
        lambda df: df["i"].astype({"j": int}),
        lambda df: df.astype({"nothing": int}),
        lambda df: df.astype({"f": int}),
        lambda df: df.astype(int),
        lambda df: df["i"].astype("Int8").astype("nothing"),
        lambda df: df["s"].astype(bool).sum("a"),
        lambda df: df["i"].astype(float, errors="nothing"),
        lambda df: (df["f"] / 0).astype(int),
        lambda df: (df["i"] // 0).astype("int8"),
        lambda df: df["f"].fillna(0).astype("int64").astype("datetime64[D]"),
        lambda df: df["i"].fillna("a").astype(int).astype("c"),
        lambda df: df["f"].fillna(),
        lambda df: df["f"].fillna(value=None),
        lambda df: df["f"].fillna([1]),
        lambda df: df["d"].fillna("garbage"),
        lambda df: df["f"].fillna(0, nothing=1),
        lambda df: df["f"].fillna(0, limit=-1),
        lambda df: df.fillna({"f": [1]}),
        lambda df: df["i"].clip("a"),
        lambda df: df["t"].clip(1),
        lambda df: df["i"].clip([1, 2]),
        lambda df: df["i"].between("a", "b"),
        lambda df: df["i"].between(1, 2, inclusive="nothing"),
        lambda df: df["i"].isin(3),
        lambda df: df["i"].isin("a"),
        lambda df: df.isin(3),
        lambda df: df["i"].replace({1: 2}, 3),
        lambda df: df["i"].round("a"),
        lambda df: df["i"].view("nothing"),
    ],
    "reductions": [
        lambda df: df["t"].mean(),
        lambda df: df["t"].std(),
        lambda df: df["t"].median(),
        lambda df: df["d"].sum(),
        lambda df: df["d"].prod(),
        lambda df: df.mean(),
        lambda df: df.sum(axis=5),
        lambda df: df.sum(nothing=1),
        lambda df: df["i"].sum(axis=1),
        lambda df: df["i"].sum(1, 2, 3, 4, 5, 6),
        lambda df: df["i"].sum(skipna="a"),
        lambda df: df["i"].std(ddof="a"),
        lambda df: df["i"].quantile(2),
        lambda df: df["i"].agg("nothing"),
        lambda df: df["i"].agg(["sum", "nothing"]),
        lambda df: df.agg({"nothing": "sum"}),
        lambda df: df["i"].nunique("a", 3),
        lambda df: df["i"].nlargest("a"),
        lambda df: df["t"].nlargest(2),
        lambda df: df.nlargest(2, "nothing"),
        lambda df: df.nlargest(2, "t"),
        lambda df: df["i"].nlargest(2, keep="nothing"),
        lambda df: df["i"].value_counts(nothing=1),
        lambda df: df["i"].idxmax(axis=3),
        lambda df: df["i"].head("a"),
        lambda df: df.tail(1.5),
        lambda df: df.max(numeric_only="a"),
        lambda df: df.sample(10**9),
        lambda df: df.describe(include=["nothing"]),
    ],
    "order": [
        lambda df: df.sort_values("nothing"),
        lambda df: df.sort_values(["i", "nothing"]),
        lambda df: df.sort_values(),
        lambda df: df.sort_values("i", ascending=[True, False]),
        lambda df: df.sort_values(["i", "j"], ascending=[True]),
        lambda df: df.sort_values("i", ascending="a"),
        lambda df: df.sort_values("i", ascending=None),
        lambda df: df.sort_values("i", na_position="nothing"),
        lambda df: df.sort_values("i", kind="nothing"),
        lambda df: df.sort_values("i", axis=5),
        lambda df: df.sort_values("i", axis=1),
        lambda df: df.sort_values("i", nothing=1),
        lambda df: df["i"].sort_values("i"),
        lambda df: df["i"].sort_values(ascending=[True, True]),
        lambda df: df["i"].sort_values(na_position="nothing"),
        lambda df: df.sort_index(level=3),
        lambda df: df.sort_index(axis=5),
        lambda df: df.drop_duplicates("nothing"),
        lambda df: df.drop_duplicates(keep="nothing"),
        lambda df: df.drop_duplicates(["i", "nothing"]),
        lambda df: df["i"].drop_duplicates("i"),
        lambda df: df.duplicated("nothing"),
        lambda df: df.reset_index(names=["a", "b"]),
        lambda df: df.set_index("i").reset_index(level="nothing"),
        lambda df: df.assign(index=1).reset_index().reset_index(),
        lambda df: df.rename_axis("i").reset_index(),
        lambda df: df["i"].reset_index(name="index"),
        lambda df: df.reset_index(allow_duplicates="a").nothing,
    ],
    "joins": [
        lambda df: df.merge(df, on="nothing"),
        lambda df: df.merge(df, left_on="i", right_on="nothing"),
        lambda df: df.merge(df, left_on="i"),
        lambda df: df.merge(df, left_on=["i", "j"], right_on="i"),
        lambda df: df.merge(df, on="i", left_on="j"),
        lambda df: df.merge(df, on="i", how="nothing"),
        lambda df: df.merge(df, on="i", how="cross"),
        lambda df: df.merge(df[["i", "t"]], left_on="i", right_on="t"),
        lambda df: df.merge(df[["d"]], left_on="i", right_on="d"),
        lambda df: df.merge(df, on="i", validate="one_to_one"),
        lambda df: df.merge(df[["i"]].drop_duplicates(), on="i", validate="1:1"),
        lambda df: df.merge(df[["i"]], on="i", validate="m:1"),
        lambda df: df.merge(df, on="i", validate="nothing"),
        lambda df: df.merge(df[["i", "f"]], on="i", suffixes=(None, None)),
        lambda df: df.merge(df[["i", "f"]], on="i", suffixes=("_x", "_x")),
        lambda df: df.merge(df[["i", "f"]], on="i", suffixes="ab"),
        lambda df: df.merge(df[["i", "f"]], on="i", suffixes=("a",)),
        lambda df: df.merge(df[["i"]], on="i", indicator=5),
        lambda df: df.assign(_merge=1).merge(df[["i"]], on="i", indicator=True),
        lambda df: df[["i"]].merge(df[["f"]]),
        lambda df: df.merge(3, on="i"),
        lambda df: df.merge(df["i"].rename(None), on="i"),
        lambda df: df.merge(df, on="i", left_index=True),
        lambda df: df.merge(df, left_index=True, right_index=True, on="i"),
        lambda df: df.merge(df, nothing=1),
        lambda df: df.join(df),
        lambda df: df.join(df, on="nothing", rsuffix="_r"),
        lambda df: df[["i"]].join(3),
        lambda df: df.merge(df.rename(columns={"j": "i"}), on="i"),
    ],
    "text and dates": [
        lambda df: df["i"].str,
        lambda df: df["i"].str.upper(),
        lambda df: df["f"].dt.year,
        lambda df: df["t"].dt,
        lambda df: df["d"].str,
        lambda df: df["d"].cat,
        lambda df: df["t"].str.nothing,
        lambda df: df["d"].dt.nothing,
        lambda df: df["t"].str.contains("("),
        lambda df: df["t"].str.contains(5),
        lambda df: df["t"].str.contains("a", nothing=1),
        lambda df: df["t"].str.startswith(5),
        lambda df: df["t"].str.startswith(["a"]),
        lambda df: df["t"].str.replace("a"),
        lambda df: df["t"].str.replace("(", "b", regex=True),
        lambda df: df["t"].str.slice("a"),
        lambda df: df["t"].str["a"],
        lambda df: df["t"].str.extract("a"),
        lambda df: df["t"].str.pad("a"),
        lambda df: df["t"].str.cat([1, 2]),
        lambda df: df["t"].str.len(5),
        lambda df: df["t"].str.lower("a"),
        lambda df: df["d"].dt.strftime(5),
        lambda df: df["d"].dt.floor("nothing"),
        lambda df: df["d"].dt.tz_convert("UTC"),
        lambda df: df["d"].dt.year(),
        lambda df: df["d"].dt.total_seconds(),
        lambda df: setattr(df["d"].dt, "year", 5),
        lambda df: iter(df["t"].str),
        lambda df: df["t"].str.zfill("a"),
    ],
    "settings": [
        lambda df: df.__setitem__("x", [1, 2]),
        lambda df: df.__setitem__("x", np.arange(3)),
        lambda df: df.__setitem__(["x", "y"], 1.5j) or df[["x", "z"]],
        lambda df: df.__setitem__(["i", "j"], df[["i"]]),
        lambda df: df.__setitem__([[1]], 1),
        lambda df: df.__setitem__(df["i"], 1),
        lambda df: df.loc.__setitem__((0, "i"), "a"),
        lambda df: df.loc.__setitem__(([0, 1], "i"), [1, 2, 3]),
        lambda df: df.loc.__setitem__((df["i"] > 1, "i"), "a"),
        lambda df: df.loc.__setitem__((df["i"] > 1, "f"), [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0]),
        lambda df: df.loc.__setitem__((df["i"], "f"), 1) if len(df) > 100 else df.nothing,
        lambda df: df.iloc.__setitem__((10**9, 0), 1),
        lambda df: df.at.__setitem__((0, "i"), "a"),
        lambda df: df.iat.__setitem__((0, 99), 1),
        lambda df: setattr(df, "columns", ["a"]),
        lambda df: setattr(df, "columns", 5),
        lambda df: setattr(df, "index", [1]),
        lambda df: setattr(df["i"], "name", []),
        lambda df: setattr(df, "dtypes", 5),
        lambda df: setattr(df, "shape", 5),
        lambda df: df.set_axis(["a"], axis=1),
        lambda df: df.set_flags(allows_duplicate_labels=False).rename(columns=lambda c: "x"),
        lambda df: df.update(5),
        lambda df: df.where(df),
        lambda df: df.copy(deep="a").nothing,
    ],
}  # fmt: skip


def calls(pd, make, kind, derived):
    """Yield what wrong calls say, and that the frame is well afterwards."""
    whole = make(pd)
    df = whole[whole["i"] > -9] if derived else whole
    before = df["i"] * 2
    for call in CALLS[kind]:
        yield attempt(call, df)
    yield before
    yield df["f"].sum(), df[df["i"] > 2]["j"].max(), len(df), list(df.columns)
    yield df


@pytest.mark.parametrize("kind", CALLS)
@pytest.mark.parametrize("derived", [False, True], ids=["whole", "part"])
def test_calls(kind, derived, make_small):
    compare(calls, make_small, kind, derived)


@pytest.mark.parametrize("kind", ["columns", "groups", "order", "text and dates"])
def test_calls_on_a_large_frame(kind):
    compare(calls, large, kind, True)


def other_ways(pd, df):
    """Yield what functions of ``pd`` say of wrong arguments."""
    yield attempt(pd.to_datetime, df["t"])
    yield attempt(pd.to_datetime, df["t"], format="%Y")
    yield attempt(pd.to_datetime, df["i"], unit="nothing")
    yield attempt(pd.to_datetime, df[["i", "j"]])
    yield attempt(pd.to_numeric, df["t"])
    yield attempt(pd.to_numeric, df["d"], errors="nothing")
    yield attempt(pd.to_timedelta, df["t"])
    yield attempt(pd.concat, [])
    yield attempt(pd.concat, [df, 5])
    yield attempt(pd.concat, df)
    yield attempt(pd.concat, [df, df], axis=5)
    yield attempt(pd.concat, [df, df], join="nothing")
    yield attempt(pd.concat, [df, df], verify_integrity=True)
    yield attempt(pd.concat, [df, df], nothing=1)
    yield attempt(pd.merge, df, df, on="nothing")
    yield attempt(pd.merge, df)
    yield attempt(pd.merge, df, 5)
    yield attempt(pd.merge, df, df, on="i", validate="1:1")
    yield attempt(pd.DataFrame, {"a": df["i"], "b": [1, 2]})
    yield attempt(pd.DataFrame, df["i"], columns=["a", "b"], index=["x"])
    yield attempt(pd.DataFrame, 5)
    yield attempt(pd.Series, df)
    yield attempt(pd.Series, df["i"], index=[1, 2], dtype="nothing")
    yield attempt(pd.cut, df["i"], 0)
    yield attempt(pd.cut, df["t"], 3)
    yield attempt(pd.qcut, df["i"], 99)
    yield attempt(pd.get_dummies, df, columns=["nothing"])
    yield attempt(pd.melt, df, id_vars="nothing")
    yield attempt(pd.pivot_table, df, values="nothing", index="k")
    yield attempt(pd.pivot, df, index="k", columns="b", values="i")
    yield attempt(pd.crosstab, df["k"], df["b"].head(2), values=df["i"])
    yield attempt(pd.merge_asof, df, df, on="i")
    yield attempt(pd.eval, "df + nothing")
    yield attempt(pd.read_parquet, "nothing.parquet")
    yield attempt(pd.read_csv, "nothing.csv")
    yield df


def test_functions(make_small):
    compare(lambda pd: other_ways(pd, make_small(pd)))
    compare(lambda pd: other_ways(pd, make_small(pd).pipe(lambda df: df[df["j"] > 1])))


def dividing(pd, df):
    """Yield quotients by zero of every pair of dtypes."""
    columns = {"i": df["i"], "j": df["j"], "f": df["f"], "g": df["g"], "b": df["b"]}
    for left in columns.values():
        for right in (*columns.values(), 0, 0.0, -0.0, np.int64(0), False):
            for name in ("__truediv__", "__floordiv__", "__mod__", "__rmod__", "__rfloordiv__"):
                result = attempt(getattr(left, name), right)
                yield result
                yield attempt(lambda: result.astype(int))  # noqa: B023 - called at once
    yield attempt(lambda: 1 / df["i"].iloc[0] // (df["i"].iloc[0] - df["i"].iloc[0]))
    yield attempt(lambda: df["f"] % 0), attempt(lambda: (df["f"] / 0).isna())


def test_division_by_zero(make_small):
    def program(pd):
        df = make_small(pd).head(8)
        df = pd.concat([df, df.assign(i=0, j=df["j"] * 0, f=0.0, g=df["g"] * 0, b=False)])
        yield from dividing(pd, df.reset_index(drop=True))

    compare(program)


def poisoned(pd, df):
    """Yield what is right in a frame with columns that failed."""
    part = df[df["i"] > 1]
    for column, dtype in (("f", int), ("s", float), ("t", "M8[ns]"), ("d", int)):
        yield attempt(part[column].astype, dtype)
        yield attempt(lambda: part.assign(x=part["i"] + 1, y=part[column].astype(dtype)))  # noqa: B023
        yield attempt(part.__setitem__, column, [1, 2])
        yield part[column]
        yield part.groupby("k")["i"].sum()
    yield attempt(lambda: part["t"].str.contains("["))
    yield attempt(lambda: part.merge(part, on="i", validate="1:1"))
    yield attempt(lambda: part.sort_values(["i", "nothing"]))
    yield part
    yield part["f"].mean()
    part["f"] = part["f"].fillna(0).astype(int)
    yield part
    kept = part.copy()
    yield attempt(kept.insert, 0, "f", 1)
    yield attempt(kept.drop, columns=["i", "nothing"], inplace=True)
    yield attempt(kept.fillna, {"g": [1]}, inplace=True)
    yield attempt(kept.pop, "nothing")
    yield attempt(kept.loc.__setitem__, (kept["i"] > 2, "i"), [1])
    yield kept
    yield df


def test_nothing_is_poisoned(make_small):
    compare(lambda pd: poisoned(pd, make_small(pd)))


def test_warnings_name_the_line(make_small):
    def program(pd):
        df = make_small(pd)
        part = df[df["i"] > 1]
        for one in (df, part):
            one.drop(columns="t").reset_index(inplace=True)
            one[["i"]].fillna(0, inplace=True)
            one["f"].fillna(0, inplace=False)
            one[["i", "f"]].sort_values("i", inplace=True, kind="stable")
            yield attempt(lambda: one["d"].dt.to_pydatetime())  # noqa: B023
            yield attempt(lambda: one["f"].astype("Int8", copy=False))  # noqa: B023
            yield attempt(lambda: one.groupby("k", observed=False)["i"].sum())  # noqa: B023
            yield attempt(lambda: one["t"].str.contains("(a)"))  # noqa: B023
            yield attempt(lambda: one["f"].map(np.log))  # noqa: B023
            yield attempt(lambda: np.log(one["f"] - 100))  # noqa: B023
            yield attempt(lambda: pd.concat([one[["f"]].head(0), one[["f"]]]))  # noqa: B023
            yield attempt(lambda: pd.to_datetime(one["t"].head(1), errors="coerce"))  # noqa: B023
            yield attempt(lambda: one["i"].groupby(one["k"]).apply(lambda g: warn(g)))  # noqa: B023
            yield attempt(lambda: one["i"].head(3).map(warn))  # noqa: B023
            yield attempt(lambda: one["f"] // 0)  # noqa: B023
            yield attempt(lambda: one["f"].sum() / np.float64(0))  # noqa: B023

    compare(program)


def warn(value):
    """Warn as the program does."""
    warnings.warn("own warning", UserWarning, stacklevel=2)
    return value


def test_warnings_that_are_errors(make_small):
    def program(pd):
        df = make_small(pd)
        part = df[df["i"] > 1]
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            yield attempt(lambda: part.drop(columns="t").reset_index(inplace=True))
            yield attempt(lambda: part["t"].str.contains("(a)"))
            yield attempt(lambda: part["i"].head(2).map(warn))
            yield attempt(lambda: np.log(part["f"] - 100))
            yield attempt(lambda: part.sort_values("i", inplace=True, kind="stable"))
        yield part
        yield part[part["i"] > 2]

    compare(program)


def test_an_error_is_that_of_the_engine_or_of_pandas_but_once(make_small):
    def program(pd):
        df = make_small(pd)
        try:
            df["i"].astype("nothing")
        except TypeError as error:
            chain = [type(error.__cause__), type(error.__context__), error.args]
            yield chain
            yield getattr(error, "__notes__", [])
        try:
            df[df["i"] > 1].merge(df, on="nothing")
        except KeyError as error:
            yield [type(error.__cause__), type(error.__context__), error.args]
        try:
            df["nothing"]
        except KeyError as error:
            yield [type(error.__cause__), error.args]

    compare(program)
