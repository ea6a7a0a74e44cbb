"""Group-by in its spellings."""

import numpy as np
import pytest

METHODS = ["sum", "mean", "min", "max", "count", "nunique", "std", "var", "first", "last",
           "median", "prod", "size"]  # fmt: skip


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("key", ["k", "i", ["k", "b"]])
def test_methods(same, method, key):
    same(lambda pd, df, o: getattr(df.groupby(key)["f"], method)())
    same(lambda pd, df, o: getattr(df.groupby(key, as_index=False)["j"], method)())
    if method != "size":
        same(lambda pd, df, o: getattr(df.groupby(key)[["f", "j"]], method)())


CASES = {
    "named": lambda pd, df, o: df.groupby("k").agg(a=("f", "sum"), n=("i", "count")),
    "named flat": lambda pd, df, o: df.groupby(["k", "b"], as_index=False).agg(
        a=("f", "mean"), n=("s", "count"), m=("i", "max"), u=("t", "nunique"), z=("f", "size")
    ),
    "NamedAgg": lambda pd, df, o: df.groupby("k").agg(a=pd.NamedAgg("f", "sum")),
    "dict": lambda pd, df, o: df.groupby("k").agg({"f": "sum", "i": "max"}),
    "dict of lists": lambda pd, df, o: df.groupby("k").agg({"f": ["sum", "mean"], "i": ["max"]}),
    "name": lambda pd, df, o: df[["k", "i", "f"]].groupby("k").agg("sum"),
    "names": lambda pd, df, o: df[["k", "i", "f"]].groupby("k").agg(["min", "max"]),
    "series names": lambda pd, df, o: df.groupby("k")["f"].agg(["min", "max"]),
    "series name": lambda pd, df, o: df.groupby("k")["f"].aggregate("mean"),
    "series named": lambda pd, df, o: df.groupby("k")["f"].agg(low="min", high="max"),
    "attribute": lambda pd, df, o: df.groupby("k").f.sum(),
    "size": lambda pd, df, o: df.groupby("s").size(),
    "size flat": lambda pd, df, o: df.groupby(["s", "b"], as_index=False).size(),
    "by text with missing": lambda pd, df, o: df.groupby("s")["i"].sum(),
    "keep missing": lambda pd, df, o: df.groupby("s", dropna=False)["i"].sum(),
    "by floats with missing": lambda pd, df, o: df.groupby("f", dropna=False)["i"].sum(),
    "unsorted": lambda pd, df, o: df.groupby(["i", "k"], sort=False)["f"].sum(),
    "by dates": lambda pd, df, o: df.groupby("d")["f"].sum(),
    "by a series": lambda pd, df, o: df.groupby(df["i"] % 2)["f"].sum(),
    "by label and series": lambda pd, df, o: df.groupby(["k", df["i"] > 2])["f"].sum(),
    "series by series": lambda pd, df, o: df["f"].groupby(df["k"]).mean(),
    "all columns": lambda pd, df, o: df[["k", "i", "j", "f", "g"]].groupby("k").sum(),
    "numeric only": lambda pd, df, o: df.drop(columns="g").groupby("k").mean(numeric_only=True),
    "count of all": lambda pd, df, o: df.groupby("k").count(),
    "texts": lambda pd, df, o: df.groupby("k")[["s", "t", "d"]].max(),
    "bools": lambda pd, df, o: df.groupby("k")["b"].sum(),
    "any": lambda pd, df, o: df.groupby("k")["b"].any(),
    "all": lambda pd, df, o: df.groupby("k")["b"].all(),
    "ddof": lambda pd, df, o: df.groupby("k")["f"].std(ddof=0),
    "computed column": lambda pd, df, o: df.assign(x=df["f"] * df["j"]).groupby("k")["x"].sum(),
    "filtered": lambda pd, df, o: df[df["i"] > 1].groupby("k", as_index=False)["f"].sum(),
    "of nothing": lambda pd, df, o: df[df["i"] > 99].groupby("k")["f"].sum(),
    "then filter": lambda pd, df, o: (lambda s: s[s > 2])(df.groupby("k")["i"].sum()),
    "then reset_index": lambda pd, df, o: df.groupby(["k", "b"])["f"].sum().reset_index(),
    "then name": lambda pd, df, o: df.groupby("k").size().reset_index(name="n"),
    "then sort": lambda pd, df, o: df.groupby("k")["i"].sum().sort_values(ascending=False),
    "then sort_index": lambda pd, df, o: df.groupby(["k", "b"]).size().sort_index(),
    "then group again": lambda pd, df, o: df.groupby("i", as_index=False)
    .agg(n=("f", "count")).groupby("n", as_index=False).agg(m=("i", "size")),
    "then a ratio": lambda pd, df, o: (lambda g: g["a"] / g["b"])(
        df.groupby("k").agg(a=("f", "sum"), b=("j", "sum"))
    ),
}  # fmt: skip


@pytest.mark.parametrize("code", CASES.values(), ids=CASES)
def test_planned(same, code):
    same(code)


FALLBACKS = {
    "function": lambda pd, df, o: df.groupby("k")["i"].agg(lambda s: s.max() - s.min()),
    "named function": lambda pd, df, o: df.groupby("k").agg(a=("i", lambda s: s.iloc[0])),
    "numpy": lambda pd, df, o: df.groupby("k")["f"].agg(np.max),
    "apply": lambda pd, df, o: df.groupby("k")["i"].apply(lambda s: s.sum()),
    "transform": lambda pd, df, o: df.groupby("k")["i"].transform("sum"),
    "cumsum": lambda pd, df, o: df.groupby("k")["i"].cumsum(),
    "head": lambda pd, df, o: df.groupby("k").head(1),
    "filter": lambda pd, df, o: df.groupby("k").filter(lambda g: len(g) > 2),
    "quantile": lambda pd, df, o: df.groupby("k")["f"].quantile(0.5),
    "by a function": lambda pd, df, o: df.groupby(lambda row: row % 2)["i"].sum(),
    "by level": lambda pd, df, o: df.set_index("k").groupby(level=0)["i"].sum(),
    "sum of text": lambda pd, df, o: df.groupby("k")["t"].sum(),
    "idxmax": lambda pd, df, o: df.groupby("k")["i"].idxmax(),
    "pieces": lambda pd, df, o: pd.concat([g for _, g in df.groupby("k")]),
    "one piece": lambda pd, df, o: df.groupby("k").get_group("u"),
    "how many": lambda pd, df, o: len(df.groupby("k")),
    "ngroups": lambda pd, df, o: df.groupby("k").ngroups,
    "describe": lambda pd, df, o: df.groupby("k")["i"].describe(),
    "min_count": lambda pd, df, o: df.groupby("k")["f"].sum(min_count=2),
    "category": lambda pd, df, o: df.astype({"k": "category"}).groupby("k")["i"].sum(),
}


@pytest.mark.parametrize("code", FALLBACKS.values(), ids=FALLBACKS)
def test_what_plans_lack_is_pandas(same, code):
    same(code, planned=False)


@pytest.mark.parametrize(
    "code",
    [
        lambda df: df.groupby("nope"),
        lambda df: df.groupby("k")["nope"],
        lambda df: df.groupby("k").agg({"nope": "sum"}),
        lambda df: df.groupby("k")["s"].mean(),
        lambda df: df.groupby("k").agg(a=("i", "nope")),
        lambda df: df.groupby("k")["i"].nope(),
    ],
)
def test_errors_are_pandas_own(code):
    import pandas

    import accel.pandas
    from compat_tests.frame.conftest import table

    with pytest.raises(Exception) as expected:  # noqa: PT011 - pandas says which
        code(table(pandas))
    with pytest.raises(expected.type):
        code(table(accel.pandas))
