"""What is wrong is said at the call, in pandas' words, and spoils nothing."""

import numpy as np
import pytest

from compat_tests.contract import wrong_choices, wrong_values
from compat_tests.contract.comparing import attempt, compare, large

CALLS = wrong_choices.CALLS | wrong_values.CALLS


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
