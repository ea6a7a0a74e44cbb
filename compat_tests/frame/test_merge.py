"""Joins and concatenation."""

import pytest

CASES = {
    "on": lambda pd, df, o: df.merge(o, on="i"),
    "on two": lambda pd, df, o: df.merge(o, on=["i", "k"]),
    "common columns": lambda pd, df, o: df.merge(o),
    "left_on right_on": lambda pd, df, o: df.merge(o, left_on="j", right_on="i"),
    "lists": lambda pd, df, o: df.merge(o, left_on=["i", "k"], right_on=["i", "k"]),
    "function": lambda pd, df, o: pd.merge(df, o, on="i"),
    "function with names": lambda pd, df, o: pd.merge(left=df, right=o, how="inner", on="k"),
    "text key": lambda pd, df, o: df.merge(o, on="k"),
    "text key with missing": lambda pd, df, o: df.merge(
        df[["s", "j"]].rename(columns={"j": "jj"}), on="s"
    ),
    "float key with missing": lambda pd, df, o: df.merge(o, left_on="f", right_on="w"),
    "suffixes": lambda pd, df, o: df.merge(o, on="i", suffixes=("_l", "_r")),
    "one suffix": lambda pd, df, o: df.merge(o, on="i", suffixes=("", "_r")),
    "left": lambda pd, df, o: df.merge(o, on="i", how="left"),
    "left all matched": lambda pd, df, o: df[df["i"] == 2].merge(o, on="i", how="left"),
    "left on other names": lambda pd, df, o: df.merge(o, left_on="j", right_on="n", how="left"),
    "right": lambda pd, df, o: df.merge(o[["i", "w"]], on="i", how="right")[["f", "i", "w"]],
    "left of floats": lambda pd, df, o: df[["i", "f"]].merge(o[["i", "w"]], on="i", how="left"),
    "self": lambda pd, df, o: df.merge(df, on="k"),
    "self on other names": lambda pd, df, o: df.merge(df, left_on="i", right_on="j"),
    "filtered": lambda pd, df, o: df[df["b"]].merge(o[o["n"] > 10], on="k"),
    "then filter": lambda pd, df, o: (lambda m: m[m["n"] > 10])(df.merge(o, on="i")),
    "then sum": lambda pd, df, o: (df.merge(o, on="i")["n"] * 2).sum(),
    "then group": lambda pd, df, o: df.merge(o, on="k").groupby("k")["n"].sum(),
    "left then count": lambda pd, df, o: df.merge(o, on="i", how="left").groupby("i")["n"].count(),
    "left then isna": lambda pd, df, o: (lambda m: m[m["n"].isna()])(
        df.merge(o, on="i", how="left")
    )["j"],
    "left then arithmetic": lambda pd, df, o: df.merge(o, on="i", how="left")["n"] + 1,
    "left then sort": lambda pd, df, o: df.merge(o, on="i", how="left").sort_values(["n", "j"]),
    "twice left": lambda pd, df, o: df.merge(o, on="i", how="left").merge(
        o[["k", "n"]], left_on="k_x", right_on="k", how="left"
    ),
    "outer": lambda pd, df, o: df[["i", "f", "s"]].merge(o, on="i", how="outer"),
    "outer on texts": lambda pd, df, o: df[["s", "i"]].merge(
        o.rename(columns={"k": "s"}), on=["s", "i"], how="outer"
    ),
    "outer of dates": lambda pd, df, o: df[["d", "i"]].merge(df[["d", "f"]], on="d", how="outer"),
    "outer of equal columns": lambda pd, df, o: (
        df[["i", "f"]].assign(x=df["i"]).merge(o.assign(y=o["i"]), on="i", how="outer")
    ),
    "outer of no rows": lambda pd, df, o: df[["i", "j"]][df["i"] > 9].merge(o, on="i", how="outer"),
    "outer then filter": lambda pd, df, o: (lambda m: m[(m["i"] > 2) & m["f"].isna()])(
        df[["i", "f"]].merge(o, on="i", how="outer")
    ),
    "three": lambda pd, df, o: df.merge(o, on="i").merge(df[["j", "t"]], on="j"),
    "computed key": lambda pd, df, o: df.assign(z=df["j"] * 10).merge(o, left_on="z", right_on="n"),
    "concat": lambda pd, df, o: pd.concat([df, df]),
    "concat filtered": lambda pd, df, o: pd.concat([df[df["b"]], df[~df["b"]]]),
    "concat numbered": lambda pd, df, o: pd.concat([df[df["b"]], df], ignore_index=True),
    "concat series": lambda pd, df, o: pd.concat([df["i"], df["i"] * 2]),
}


@pytest.mark.parametrize("code", CASES.values(), ids=CASES)
def test_planned(same, code):
    same(code, planned=True) if code is not CASES["then sum"] else same(code, planned=False)


FALLBACKS = {
    "outer with bools": lambda pd, df, o: df.merge(o, on="i", how="outer"),
    "outer of bools": lambda pd, df, o: df[["b", "i"]].merge(df[["b", "f"]], on="b", how="outer"),
    "outer on other names": lambda pd, df, o: df.merge(o, left_on="j", right_on="n", how="outer"),
    "cross": lambda pd, df, o: df.merge(o, how="cross"),
    "indicator": lambda pd, df, o: df.merge(o, on="i", how="left", indicator=True),
    "validate": lambda pd, df, o: df.merge(o, on="k", validate="many_to_many"),
    "index": lambda pd, df, o: df.merge(o.set_index("n"), left_on="j", right_index=True),
    "join": lambda pd, df, o: df.join(o.add_suffix("_r")),
    "other dtypes": lambda pd, df, o: df.merge(o, left_on="f", right_on=o["n"] * 1.0),
    "bool may be missing": lambda pd, df, o: o.merge(df[["i", "b"]], on="i", how="left"),
    "concat columns": lambda pd, df, o: pd.concat([df[["i"]], df[["f"]]], axis=1),
    "concat others": lambda pd, df, o: pd.concat([df, o]),
    "concat keys": lambda pd, df, o: pd.concat([df, df], keys=["a", "b"]),
    "concat dict": lambda pd, df, o: pd.concat({"a": df, "b": df}),
}


@pytest.mark.parametrize("code", FALLBACKS.values(), ids=FALLBACKS)
def test_what_plans_lack_is_pandas(same, code):
    same(code, planned=False)


@pytest.mark.parametrize(
    "code",
    [
        lambda df, o: df.merge(o, on="nope"),
        lambda df, o: df.merge(o, left_on="i"),
        lambda df, o: df.merge(o, left_on=["i", "j"], right_on="i"),
        lambda df, o: df.merge(o, on="k", validate="one_to_one"),
        lambda df, o: df.merge(o, left_on="k", right_on="i"),
        lambda df, o: df.merge(o, on="i", suffixes=("", "")),
        lambda df, o: df.merge(5),
    ],
)
def test_errors_are_pandas_own(code):
    import pandas

    import accel.pandas
    from compat_tests.frame.conftest import other, table

    with pytest.raises(Exception) as expected:  # noqa: PT011 - pandas says which
        code(table(pandas), other(pandas))
    with pytest.raises(expected.type):
        code(table(accel.pandas), other(accel.pandas))
