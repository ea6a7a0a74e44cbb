"""Elementwise methods: missing values, choices, membership, dtypes, text, dates."""

import numpy as np
import pytest

CASES = {
    "isna": lambda pd, df, o: df["f"].isna(),
    "notnull": lambda pd, df, o: df["s"].notnull(),
    "frame isna": lambda pd, df, o: df.isna(),
    "fillna": lambda pd, df, o: df["f"].fillna(0),
    "fillna text": lambda pd, df, o: df["s"].fillna("?"),
    "fillna frame": lambda pd, df, o: df[["i", "f", "g"]].fillna(-1),
    "fillna of full": lambda pd, df, o: df[["i"]].fillna(0)["i"],
    "fillna date": lambda pd, df, o: df["d"].fillna(pd.Timestamp("2000-01-01")),
    "where": lambda pd, df, o: df["f"].where(df["i"] > 1, 0.0),
    "where missing": lambda pd, df, o: df["f"].where(df["i"] > 1),
    "where column": lambda pd, df, o: df["i"].where(df["b"], -df["i"]),
    "where text": lambda pd, df, o: df["s"].where(df["b"], "no"),
    "mask": lambda pd, df, o: df["i"].mask(df["b"], 0),
    "isin": lambda pd, df, o: df["i"].isin([1, 3]),
    "isin set": lambda pd, df, o: df["i"].isin({1, 3}),
    "isin text": lambda pd, df, o: df["s"].isin(["a", "abc"]),
    "isin none of them": lambda pd, df, o: df["s"].isin([]),
    "isin many": lambda pd, df, o: df["i"].isin(list(range(3, 300))),
    "isin array": lambda pd, df, o: df["i"].isin(np.array([2, 7])),
    "isin series": lambda pd, df, o: df["i"].isin(o["i"]),
    "isin filtered series": lambda pd, df, o: df["i"].isin(o[o["n"] > 20]["i"]),
    "isin text series": lambda pd, df, o: df["k"].isin(o["k"]),
    "isin index": lambda pd, df, o: df["i"].isin(pd.Index([1, 2])),
    "isin unique": lambda pd, df, o: df["i"].isin(o["i"].unique()),
    "not isin": lambda pd, df, o: ~df["k"].isin(o[o["i"] == 9]["k"]),
    "between": lambda pd, df, o: df["f"].between(0, 4),
    "between left": lambda pd, df, o: df["i"].between(1, 3, inclusive="left"),
    "between dates": lambda pd, df, o: df["d"].between("2023-01-01", "2024-01-31"),
    "between columns": lambda pd, df, o: df["i"].between(df["j"], 5),
    "clip": lambda pd, df, o: df["f"].clip(0, 3),
    "clip below": lambda pd, df, o: df["i"].clip(lower=2),
    "astype": lambda pd, df, o: df["i"].astype("float64"),
    "astype narrow": lambda pd, df, o: df["i"].astype(np.int8),
    "astype bool sum": lambda pd, df, o: df["b"].astype(int),
    "astype frame": lambda pd, df, o: df[["i", "j"]].astype(float),
    "astype dict": lambda pd, df, o: df.astype({"i": "float32", "b": "int8"}),
    "contains": lambda pd, df, o: df["t"].str.contains("x"),
    "contains missing": lambda pd, df, o: df["s"].str.contains("b"),
    "contains text": lambda pd, df, o: df["t"].str.contains(".", regex=False),
    "contains in order": lambda pd, df, o: df["t"].str.contains("x.*3"),
    "startswith": lambda pd, df, o: df["t"].str.startswith("x"),
    "startswith any": lambda pd, df, o: df["t"].str.startswith(("x", "y")),
    "endswith": lambda pd, df, o: df["t"].str.endswith("2"),
    "slice": lambda pd, df, o: df["t"].str[:2],
    "slice from the end": lambda pd, df, o: df["t"].str[-2:],
    "slice method": lambda pd, df, o: df["t"].str.slice(1, 3),
    "upper": lambda pd, df, o: df["s"].str.upper(),
    "lower": lambda pd, df, o: df["t"].str.lower(),
    "strip": lambda pd, df, o: df["t"].str.strip(),
    "year": lambda pd, df, o: df[df["d"].notna()]["d"].dt.normalize(),
    "normalize": lambda pd, df, o: df["d"].dt.normalize(),
}


@pytest.mark.parametrize("code", CASES.values(), ids=CASES)
def test_planned(same, code):
    same(code)


@pytest.mark.parametrize(
    "field",
    ["year", "month", "day", "quarter", "day_of_week", "day_of_year", "hour", "minute",
     "second"],
)  # fmt: skip
def test_date_fields(same, field):
    same(lambda pd, df, o: getattr(df["d"].fillna(pd.Timestamp("2021-05-06 07:08:09")).dt, field))
    same(lambda pd, df, o: getattr(df["d"].dt, field), planned=False)


FALLBACKS = {
    "fillna changes the dtype": lambda pd, df, o: df["i"].where(df["b"]),
    "fillna of another kind": lambda pd, df, o: df["f"].where(df["b"], "x"),
    "fillna dict": lambda pd, df, o: df.fillna({"f": 0, "s": "none"}),
    "isin mixed": lambda pd, df, o: df["i"].isin([1, "a"]),
    "isin floats": lambda pd, df, o: df["i"].isin([1.0, 2.5]),
    "isin missing": lambda pd, df, o: df["f"].isin([np.nan, 4.0]),
    "astype text": lambda pd, df, o: df["i"].astype(str),
    "astype int of floats": lambda pd, df, o: df["f"].fillna(0).astype(int),
    "astype category": lambda pd, df, o: df["k"].astype("category"),
    "regular expression": lambda pd, df, o: df["t"].str.contains(r"\d\d"),
    "contains without case": lambda pd, df, o: df["t"].str.contains("X", case=False),
    "len": lambda pd, df, o: df["t"].str.len(),
    "len with missing": lambda pd, df, o: df["s"].str.len(),
    "replace": lambda pd, df, o: df["t"].str.replace("x", "X"),
    "split": lambda pd, df, o: df["t"].str.split(" ", expand=True),
    "strftime": lambda pd, df, o: df["d"].dt.strftime("%Y"),
    "date name": lambda pd, df, o: df["d"].dt.day_name(),
    "round dates": lambda pd, df, o: df["d"].dt.floor("D"),
    "map dict": lambda pd, df, o: df["k"].map({"u": 1, "v": 2}),
    "map function": lambda pd, df, o: df["i"].map(lambda v: v * 10),
    "map to text": lambda pd, df, o: df["i"].map(str),
    "apply": lambda pd, df, o: df["t"].apply(len),
    "apply rows": lambda pd, df, o: df[["i", "f"]].apply(lambda row: row["i"] + 1, axis=1),
    "cumsum": lambda pd, df, o: df["i"].cumsum(),
    "shift": lambda pd, df, o: df["f"].shift(),
    "rank": lambda pd, df, o: df["f"].rank(),
}


@pytest.mark.parametrize("code", FALLBACKS.values(), ids=FALLBACKS)
def test_what_plans_lack_is_pandas(same, code):
    same(code, planned=False)
