"""Fields of dates and lengths of strings, which pandas makes float64 where a value is missing."""

import pytest

import accel

CASES = [
    lambda pd, df, o: df["d"].dt.year.isna(),
    lambda pd, df, o: df["d"].dt.year.fillna(0),
    lambda pd, df, o: str((df["d"].dt.year + 1).dtype),
    lambda pd, df, o: df["s"].str.len().notna(),
    lambda pd, df, o: df["d"].dt.month.count(),
    lambda pd, df, o: df.assign(y=df["d"].dt.year).groupby("k")["y"].count(),
    lambda pd, df, o: df.assign(y=df["d"].dt.year).dtypes,
]


DROPPED = {
    "length": lambda pd, df, o: df.assign(n=df["s"].str.len())[lambda d: d["s"] > "a"],
    "year": lambda pd, df, o: df.assign(y=df["d"].dt.year)[df["d"].notna()],
    "year by another column": lambda pd, df, o: df.assign(y=df["d"].dt.year)[df["j"] > 3],
    "first rows": lambda pd, df, o: df["d"].dt.month.head(2),
    "sorted": lambda pd, df, o: df.assign(y=df["d"].dt.year).sort_values("j")[:2],
    "largest": lambda pd, df, o: df.assign(y=df["d"].dt.year).nlargest(2, "j"),
    "joined": lambda pd, df, o: df.assign(y=df["d"].dt.year).merge(o, on="k")[["y", "j"]].head(1),
    "distinct": lambda pd, df, o: df.assign(y=df["d"].dt.year).drop_duplicates("k").head(1),
    "grouped": lambda pd, df, o: df.assign(n=df["s"].str.len())[df["j"] > 3]
    .groupby("k")["n"].sum(),
}  # fmt: skip


@pytest.mark.parametrize("code", DROPPED.values(), ids=DROPPED)
def test_rows_with_missing_values_are_dropped_later(same, code):
    same(code, planned=False)


PRESENT = {
    "length": lambda pd, df, o: df["t"].str.len(),
    "of upper case": lambda pd, df, o: df["t"].str.upper().str.len(),
    "filled": lambda pd, df, o: df["s"].fillna("none").str.len(),
    "filtered": lambda pd, df, o: df[df["d"].notna()]["d"].dt.year,
    "compared": lambda pd, df, o: df[df["d"] > "2020-01-01"]["d"].dt.year,
    "joined": lambda pd, df, o: df.merge(o, on="k")["t"].str.len(),
    "the left of a join": lambda pd, df, o: df.merge(o, on="k", how="left")["t"].str.len(),
    "piled": lambda pd, df, o: pd.concat([df["t"], df["t"]]).str.len(),
    "keys": lambda pd, df, o: df.groupby("s", as_index=False)["i"].sum()["s"].str.len(),
    "then dropped": lambda pd, df, o: df.assign(n=df["t"].str.len())[df["j"] > 2],
    "ordered": lambda pd, df, o: df.sort_values("j").head(4)["t"].str.len(),
}


@pytest.mark.parametrize("code", PRESENT.values(), ids=PRESENT)
def test_what_is_sure_to_be_there_is_planned(same, code):
    same(code)


ABSENT = {
    "the right of a join": lambda pd, df, o: df.merge(o, on="i", how="left")["k_y"].str.len(),
    "outer": lambda pd, df, o: df.merge(o, on="i", how="outer")["t"].str.len(),
    "keys": lambda pd, df, o: df.groupby("s", as_index=False, dropna=False)["i"].sum()["s"]
    .str.len(),
    "a shorter filter": lambda pd, df, o: df[df["i"] > 1]["d"].dt.year,
    "piled": lambda pd, df, o: pd.concat([df["t"], df["s"]]).str.len(),
    "put together": lambda pd, df, o: (df["t"] + df["s"]).str.len(),
    "chosen": lambda pd, df, o: df["t"].where(df["s"].notna(), df["s"]).str.len(),
    "chosen of another": lambda pd, df, o: df["s"].where(df["d"].notna(), df["t"]).str.len(),
}  # fmt: skip


@pytest.mark.parametrize("code", ABSENT.values(), ids=ABSENT)
def test_what_may_be_missing_is_left_to_pandas(same, code):
    same(code, planned=False)
    assert accel.explain_fallbacks()


@pytest.mark.parametrize("code", CASES)
def test_missing_shows(same, code):
    same(code, planned=False)


def test_a_cast_fails_where_it_is_asked_for():
    import accel.pandas as pd

    years = pd.to_datetime(pd.Series(["2024-01-31", None])).dt.year
    with pytest.raises(ValueError, match="non-finite"):
        years.astype("int64")
