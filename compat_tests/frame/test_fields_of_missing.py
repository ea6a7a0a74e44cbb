"""Fields of dates and lengths of strings, which pandas makes float64 where a value is missing."""

import pytest

CASES = [
    lambda pd, df, o: df["d"].dt.year.isna(),
    lambda pd, df, o: df["d"].dt.year.fillna(0),
    lambda pd, df, o: str((df["d"].dt.year + 1).dtype),
    lambda pd, df, o: df["s"].str.len().notna(),
    lambda pd, df, o: df["d"].dt.month.count(),
    lambda pd, df, o: df.assign(y=df["d"].dt.year).groupby("k")["y"].count(),
    lambda pd, df, o: df.assign(y=df["d"].dt.year).dtypes,
]


@pytest.mark.parametrize("code", CASES)
def test_missing_shows(same, code):
    same(code, planned=False)


def test_a_cast_fails_where_it_is_asked_for():
    import accel.pandas as pd

    years = pd.to_datetime(pd.Series(["2024-01-31", None])).dt.year
    with pytest.raises(ValueError, match="non-finite"):
        years.astype("int64")
