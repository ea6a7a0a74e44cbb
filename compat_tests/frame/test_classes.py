"""What pandas computes for us is of our classes, and scalars are of pandas' types."""

import numpy as np
import pytest

CASES = [
    lambda pd, df, o: df.describe(),
    lambda pd, df, o: df[["i"]].agg({"i": "sum"}),
    lambda pd, df, o: df["d"].dt.floor("D"),
    lambda pd, df, o: df["d"].dt.isocalendar(),
    lambda pd, df, o: (df["d"] - df["d"].min()).dt.days,
    lambda pd, df, o: (df["d"] - df["d"].min()).dt.components,
    lambda pd, df, o: df["k"].astype("category").cat.codes,
    lambda pd, df, o: df["k"].astype("category").cat.as_ordered(),
    lambda pd, df, o: (df["d"] - df["d"].min()).where(df["b"], 0),
    lambda pd, df, o: df["i"].where(df["b"], np.timedelta64(1, "s")),
    lambda pd, df, o: df["j"].astype("int64") & df["j"].astype("uint64"),
    lambda pd, df, o: df.head(1).astype({"i": "int8"}).set_index("i"),
    lambda pd, df, o: df[df["i"] > 99].drop_duplicates(ignore_index=True),
]


@pytest.mark.parametrize("code", CASES)
def test_classes(same, code):
    same(code, planned=False)


@pytest.mark.parametrize("name", ["sum", "mean", "min", "median", "std"])
@pytest.mark.parametrize("values", [[], [np.nan], [1.0], [np.inf, -np.inf]])
def test_type_of_a_missing_result(same, name, values):
    with np.errstate(all="ignore"):
        same(lambda pd, df, o: getattr(pd.Series(values, dtype="f4"), name)(), planned=False)


def test_index_of_ranges_put_together(same):
    def continued(pd, df, o):
        index = pd.concat([df[:3], df[3:], df[:0]]).index
        return [type(index).__name__, *index]

    same(continued, planned=False)


def test_error_of_an_accessor_names_pandas_class():
    import accel.pandas as pd

    with pytest.raises(AttributeError, match="'DatetimeProperties' object"):
        pd.Series(np.array([0], "M8[ns]")).dt.days  # noqa: B018 - reading is what fails
